/* M1.c : the macro assembler. Macro assembly in, hex2 text out.
 *
 *   DEFINE ret C3        a macro: from the first line to the last, `ret` is written as C3
 *   :main                labels and pointers go through to hex2 unchanged
 *       call %strlen
 *       mov_eax, %-1     numbers become digits in the byte order asked for: FFFFFFFF
 *       'B0 07' "text"   raw digits, and the bytes of a text with a 0 behind it
 *       ret
 *
 * Four passes over a list of tokens: read it, take out the definitions, find for each distinct word
 * what it becomes, write. All errors are found before the output file is touched.
 */
#include "text.c"
#include "output.c"
#include "options.c"
#include "hash.c"
#include "number.c"

enum { LONGEST_WORD = 4095 };     /* a string counts with its opening quote */

int architecture;

/* ---- Tokens ---- */

/* A line end has `line_end` as its word. All tokens with equal text share one word. */
struct token
{
	struct token* next;
	struct name* word;
	char* at;               /* where it stands, for messages */
};

struct token* tokens;
struct token* last_token;
struct name* line_end;
struct name* define_word;

enum { ORDINARY = 0, SEPARATOR = 1, COMMENT = 2, QUOTE = 3 };
int* kind;                  /* of each character */

void begin_tokens(void)
{
	int i;
	kind = malloc(256 * sizeof(int));
	for(i = 0; i < 256; i = i + 1) kind[i] = ORDINARY;
	kind['\n'] = SEPARATOR;
	kind['\t'] = SEPARATOR;
	kind[' '] = SEPARATOR;
	kind['#'] = COMMENT;
	kind[';'] = COMMENT;
	kind['"'] = QUOTE;
	kind['\''] = QUOTE;
	line_end = name_of("\n", 1);
	define_word = name_of("DEFINE", 6);
}

void add_token(struct name* word, char* at)
{
	struct token* t = allocate(sizeof(struct token));
	t->next = 0;
	t->word = word;
	t->at = at;
	if(0 == tokens) tokens = t;
	else last_token->next = t;
	last_token = t;
}

/* Leading line ends and repeated ones vanish. */
void add_line_end(char* at)
{
	if(0 == tokens) return;
	if(line_end == last_token->word) return;
	add_token(line_end, at);
}

void add_word(char* from, char* to)
{
	if((to - from) > LONGEST_WORD) fail_at(from, "this word or string is longer than ", decimal(LONGEST_WORD), " characters");
	add_token(name_of(from, to - from), from);
}

/* string := '"' { any but '"' } '"'  |  "'" { any but "'" } "'"
 * The token's text is the opening quote and what follows up to the closing one. */
char* read_string(char* from, char* end)
{
	char* p = from + 1;
	while(p[0] != from[0])
	{
		if(p == end) fail_at(from, "this string is not closed", "", "");
		p = p + 1;
	}
	add_word(from, p);
	return p + 1;
}

/* word := { any but newline, tab, blank }
 * A comment sign or a quote inside a word is an ordinary character. */
char* read_word(char* from, char* end)
{
	char* p = from;
	while(kind[p[0] & 0xFF] != SEPARATOR)
	{
		if(0 == p[0])
		{
			if(p != end) fail_at(p, "a 0 byte cannot be part of a word", "", "");
			break;
		}
		p = p + 1;
	}
	add_word(from, p);
	return p;
}

/* input   := { blank | line-end | comment | string | word } end-of-file
 * comment := ("#" | ";") { any } line-end */
void read_tokens(struct source* s)
{
	char* p = s->text;
	int what;
	while(p != s->end)
	{
		what = kind[p[0] & 0xFF];
		if(SEPARATOR == what)
		{
			if('\n' == p[0]) add_line_end(p);
			p = p + 1;
		}
		else if(COMMENT == what)
		{
			p = skip_comment(p, s->end);
			add_line_end(p);
			if(p != s->end) p = p + 1;
		}
		else if(QUOTE == what) p = read_string(p, s->end);
		else p = read_word(p, s->end);
	}
	add_line_end(p);
}

/* ---- Numbers in words ---- */

int is_string(struct name* w)
{
	return ('"' == w->text[0]) | ('\'' == w->text[0]);
}

/* How many bytes a number behind this character takes; 0 if it is not such a character. */
int number_width(int sign)
{
	if('!' == sign) return 1;
	if('@' == sign) return 2;
	if('$' == sign) return 2;
	if('~' == sign) return 3;
	if('%' == sign) return 4;
	if('&' == sign) return 4;
	return 0;
}

/* The number that `length` characters at `text` stand for. Sets `is_number`: a 0 counts only if it
 * begins with the digit 0, so `%foo` stays a pointer. (And so does `%-0`, and `%08` is a 0: the field's rules.) */
int is_number;

int number_in(char* text, int length)
{
	int value = parse_number(text, length);
	is_number = 0 != value;
	if(0 != length) is_number = is_number | ('0' == text[0]);
	return value;
}

void check_range(struct name* w, int value, int least, int most, char* at)
{
	if((value >= least) & (value <= most)) return;
	fail_at(at, join("number ", copy_text(w->text, w->length), " is out of range, "),
		join(decimal(least), " to ", decimal(most)), " fit here");
}

/* The limits are one too wide on both sides; the value is then truncated. */
void check_number(struct name* w, int value, int sign, char* at)
{
	if('!' == sign) check_range(w, value, 0 - 129, 256, at);
	if('@' == sign) check_range(w, value, 0 - 32769, 32768, at);
	if('$' == sign) check_range(w, value, 0 - 32769, 65536, at);
	if('~' == sign) check_range(w, value, 0 - 8388609, 8388608, at);
}

/* ---- What each word becomes ---- */

/* Takes `length` bytes for the output of w. */
char* new_output(struct name* w, int length)
{
	w->known = 1;
	w->value = length;
	w->output = allocate(length);
	return w->output;
}

void expand_to(struct name* w, char* output, int length)
{
	w->known = 1;
	w->output = output;
	w->value = length;
}

/* "text": each byte and a final 0, a blank behind each. Knight wants whole words of 4 bytes. */
void expand_text(struct name* w)
{
	int count = w->length;        /* the opening quote's place pays for the final 0 */
	int padding = 0;
	char* to;
	int i;
	if(KNIGHT == architecture) padding = (0 - count) & 3;
	to = new_output(w, (count * (digits_per_byte + 1)) + (padding * digits_per_byte));
	for(i = 1; i <= count; i = i + 1)
	{
		if(i == count) to = byte_digits(to, 0);
		else to = byte_digits(to, w->text[i]);
		to[0] = ' ';
		to = to + 1;
	}
	while(padding > 0)
	{
		to = byte_digits(to, 0);
		padding = padding - 1;
	}
}

void expand_number(struct name* w, int value, int width)
{
	number_digits(new_output(w, width * digits_per_byte), value, width);
}

/* RISC-V instructions hold their immediate in pieces. A number is written as ".XXXXXXXX", the four
 * bytes which hex2 then XORs into the instruction that follows:
 *   ! I-type   imm[11:0]                 in bits 31..20
 *   @ S-type   imm[11:5]   imm[4:0]      in bits 31..25 and 11..7
 *   ~ U-type   imm[31:12]                in bits 31..12, rounded so that a following sign-extended
 *                                        low part (bits 11..0 by ! or @) gives the whole number
 * ! and @ take the low 12 bits of any number, since they come with such a ~. */
void expand_riscv(struct name* w, int value, int sign)
{
	int bits;
	char* to;
	if('!' == sign) bits = value << 20;
	else if('@' == sign) bits = ((value & 0xFE0) << 20) | ((value & 0x1F) << 7);
	else bits = (value + 0x800) & ~0xFFF;
	to = new_output(w, 1 + (4 * digits_per_byte));
	to[0] = '.';
	number_digits(to + 1, bits, 4);
}

/* <n : n zero bytes */
void expand_padding(struct name* w, int count, char* at)
{
	char* to;
	int i;
	if(count < 0) fail_at(at, "padding cannot be negative: ", copy_text(w->text, w->length), "");
	if(0 == count)
	{
		expand_to(w, w->text, w->length);
		return;
	}
	to = new_output(w, count * digits_per_byte);
	for(i = 0; i < count; i = i + 1) to = byte_digits(to, 0);
}

/* Bare numbers are for knight only: 2 bytes. */
void expand_other(struct name* w, char* at)
{
	int value;
	if(KNIGHT == architecture)
	{
		value = number_in(w->text, w->length);
		if(is_number)
		{
			check_number(w, value, '$', at);
			expand_number(w, value, 2);
			return;
		}
	}
	fail_at(at, "unknown word ", copy_text(w->text, w->length),
		": expected a macro, :label, pointer (! @ $ ~ % &), number behind such a sign, <padding or string");
}

/* ! @ $ ~ % & before a number; before anything else it is a pointer, for hex2 to resolve. */
void expand_signed_word(struct name* w, int sign, char* at)
{
	int value = number_in(w->text + 1, w->length - 1);
	if(RISCV == architecture) if('&' == sign) is_number = 0;
	if(!is_number)
	{
		expand_to(w, w->text, w->length);
		return;
	}
	if(RISCV != architecture) check_number(w, value, sign, at);
	else if(('!' == sign) | ('@' == sign) | ('~' == sign))
	{
		expand_riscv(w, value, sign);
		return;
	}
	expand_number(w, value, number_width(sign));
}

void expand(struct name* w, char* at)
{
	int sign = w->text[0];
	if('"' == sign) expand_text(w);
	else if('\'' == sign) expand_to(w, w->text + 1, w->length - 1);
	else if(0 != number_width(sign)) expand_signed_word(w, sign, at);
	else if((':' == sign) | ('^' == sign)) expand_to(w, w->text, w->length);
	else if('<' == sign) expand_padding(w, number_in(w->text + 1, w->length - 1), at);
	else expand_other(w, at);
}

void expand_all(void)
{
	struct token* t;
	for(t = tokens; 0 != t; t = t->next)
	{
		if(t->word != line_end) if(!t->word->known) expand(t->word, t->at);
	}
}

/* ---- Definitions ---- */

/* definition := "DEFINE" name value       all on one line; the last one for a name counts
 * The value goes out as it is, a string without its quotes. Strings are never replaced. */
void define(struct token* t)
{
	struct token* name = t->next;
	struct token* value;
	int sign;
	if(line_end == name->word) fail_at(t->at, "DEFINE needs a name and a value behind it on the same line", "", "");
	value = name->next;
	if(line_end == value->word)
	{
		warn_at(name->at, "DEFINE ", copy_text(name->word->text, name->word->length), " has no value on its line and is ignored");
		return;
	}
	sign = value->word->text[0];
	if(RISCV != architecture) check_number(value->word, number_in(value->word->text + 1, value->word->length - 1), sign, value->at);
	if(is_string(name->word)) return;
	if(is_string(value->word)) expand_to(name->word, value->word->text + 1, value->word->length - 1);
	else expand_to(name->word, value->word->text, value->word->length);
}

/* Each definition is one line end from now on. */
void take_definitions(void)
{
	struct token* t;
	for(t = tokens; 0 != t; t = t->next)
	{
		if(define_word == t->word)
		{
			define(t);
			t->word = line_end;
			t->next = t->next->next->next;
		}
	}
}

/* ---- Output: one blank between words, one newline for a run of line ends ---- */

void write_tokens(void)
{
	struct token* t;
	struct name* before = 0;
	for(t = tokens; 0 != t; t = t->next)
	{
		if(line_end != t->word)
		{
			if(0 != before) if(line_end != before) put_byte(' ');
			put_block(t->word->output, t->word->value);
		}
		else if(line_end != before) put_byte('\n');
		before = t->word;
	}
}

/* ---- Command line ---- */

char* usage(void)
{
	return " [options]: assembles macro assembly to hex2 text\n"
		"  -f, --file FILE          an input; may repeat, all inputs are one program\n"
		"  -o, --output FILE        the output (default: standard output)\n"
		"  -A, --architecture NAME  knight-native, knight-posix (default), x86, amd64, armv7l,\n"
		"                           aarch64, ppc64le, riscv32 or riscv64\n"
		"      --big-endian, --little-endian   byte order of numbers (default: big)\n"
		"  -b, --binary, -O, --octal           write bytes as 8 binary or 3 octal digits, not 2 hex ones\n"
		"  -h, --help, -V, --version";
}

int main(int argc, char** argv)
{
	char* output = 0;
	options_begin("M1", argc, argv);
	begin_tokens();
	use_hex();
	is_big_endian = 1;
	architecture = KNIGHT;
	while(argument < argument_count)
	{
		common_options(" 1.7.0 (fullsource)", usage());
		if(option("-f", "--file")) read_tokens(read_source(option_value()));
		else if(option("-o", "--output")) output = option_value();
		else if(option("-A", "--architecture"))
		{
			architecture = architecture_named(option_value());
			if(NO_ARCHITECTURE == architecture) fail("unknown architecture ", arguments[argument - 1], "");
		}
		else if(option("--big-endian", "--big-endian")) is_big_endian = 1;
		else if(option("--little-endian", "--little-endian")) is_big_endian = 0;
		else if(option("-b", "--binary")) use_binary();
		else if(option("-O", "--octal")) use_octal();
		else unknown_option();
	}
	if(0 == tokens) fail("no input: there is no token in any -f file", "", "");
	take_definitions();
	expand_all();
	output_open(output, 0600);
	write_tokens();
	output_close();
	return 0;
}
