/* hex2.c : the linker. hex2 text in, a binary out.
 *
 *   :main                    a label: the address of the next byte
 *   E8 %strlen               4 bytes, the distance from behind them to strlen
 *   BB &message              4 bytes, the address of message
 *   %ELF_end>ELF_base        4 bytes, the distance from ELF_base to ELF_end
 *   31 C0   # xor eax,eax    digits, and a comment
 *
 * Two passes of the same scanner: the first only counts, so that every label gets its address; the
 * second writes into an image of exactly the counted size. The output file is touched when all is well.
 */
#include "text.c"
#include "output.c"
#include "options.c"
#include "hash.c"
#include "number.c"

enum { LONGEST_NAME = 4095 };

int architecture;
int base_address;
int address;          /* of the next byte */
int linking;          /* 0 in the first pass, 1 in the second */
char* image;          /* what the second pass writes: image[0] is the byte at base_address */

/* ---- Bytes ---- */

/* RISC-V instructions hold their immediates in pieces, so pointers do not stand beside the
 * instruction but are XORed into it: they collect here, before the instruction they belong to.
 * Each byte that goes out takes the low byte along. */
int patch;

void emit(int byte)
{
	if(linking)
	{
		image[address - base_address] = byte ^ patch;
		patch = (patch >> 8) & 0xFFFFFF;
	}
	address = address + 1;
}

void emit_number(int value, int width)
{
	int i;
	for(i = 0; i < width; i = i + 1)
	{
		if(is_big_endian) emit(value >> (8 * (width - 1 - i)));
		else emit(value >> (8 * i));
	}
}

/* byte := 2 hex digits, or 8 binary or 3 octal ones; anything but a label may stand between them. */
int pending;              /* the digits read so far, as a number */
int pending_digits;

/* After a RISC-V `.` four bytes go into the patch instead of out: how many are still to come. */
int dotted_bytes;

void digit(int value)
{
	pending = (pending << digit_bits) | value;
	pending_digits = pending_digits + 1;
	if(pending_digits < digits_per_byte) return;
	if(dotted_bytes > 0)
	{
		patch = patch ^ ((pending & 0xFF) << (8 * (4 - dotted_bytes)));
		dotted_bytes = dotted_bytes - 1;
	}
	else emit(pending);
	pending = 0;
	pending_digits = 0;
}

/* ---- Names ---- */

/* name := { any but newline, tab, blank, ">" }         starts at p, returns the place behind it */
char* skip_name(char* p, char* end)
{
	char* from = p;
	while(p != end)
	{
		if((p[0] == ' ') | (p[0] == '\n') | (p[0] == '\t') | (p[0] == '>')) break;
		p = p + 1;
	}
	if((p - from) > LONGEST_NAME) fail_at(from, "this name is longer than ", decimal(LONGEST_NAME), " characters");
	return p;
}

/* label := ":" name          of several definitions of one name, the last counts everywhere */
char* label(char* at, char* end)
{
	char* after = skip_name(at + 1, end);
	struct name* n;
	if(!linking)
	{
		n = name_of(at + 1, after - (at + 1));
		n->known = 1;
		n->value = address;
	}
	return after;
}

int address_of(char* from, char* to)
{
	struct name* n = find_name(from, to - from);
	if(0 == n) fail_at(from, "label ", copy_text(from, to - from), " is used but never defined");
	return n->value;
}

/* ---- Pointers ---- */

/* The bytes a pointer takes in the image; a RISC-V one that patches an instruction takes none. */
int pointer_width(int sign)
{
	if(('%' == sign) | ('&' == sign)) return 4;
	if(RISCV == architecture) return 0;
	if('!' == sign) return 1;
	if('~' == sign) return 3;
	return 2;                 /* @ and $ */
}

int is_pointer_sign(int c)
{
	return (c == '%') | (c == '&') | (c == '!') | (c == '@') | (c == '$') | (c == '~');
}

void check_range(char* at, char* what, int value, int least, int most)
{
	if((value >= least) & (value <= most)) return;
	fail_at(at, join(what, " ", decimal(value)), " does not fit here: ", join(decimal(least), " to ", decimal(most)));
}

void check_even(char* at, int value)
{
	if(value & 1) fail_at(at, "displacement ", decimal(value), " is odd: a RISC-V instruction starts at an even address");
}

/* The limits of a pointer that stands in the image. % and & reach everything. */
void check_pointer(char* at, int sign, int value)
{
	if('!' == sign) check_range(at, "displacement", value, 0 - 128, 127);
	if('@' == sign) check_range(at, "displacement", value, 0 - 32768, 32767);
	if('~' == sign) check_range(at, "displacement", value, 0 - 8388608, 8388607);
	if('$' == sign) check_range(at, "address", value, 0, 65535);
}

/* `^` before a pointer asks for the form that branch instructions need. */
int branch;

/* The displacement to `target` as the processor counts it; `here` is the address behind the pointer.
 *
 *                plain                          after ^
 *   armv7l       target-here-8+(here mod 4)     words:  (target-here+(here mod 4))/4 - 2
 *   aarch64      target-here-8+(here mod 4)     words:  (target - here rounded down to 4)/4
 *   ppc64le      target - here rounded down     the same with bit 0 (link) set
 *   all others   target-here                    the same
 *
 * ARM's program counter is 8 ahead of the instruction, and pointers fill its last bytes. */
int displacement(char* at, int target, int here)
{
	int aligned = target - (here & ~3);
	int is_branch = branch;
	branch = 0;
	if(PPC64LE == architecture)
	{
		if(is_branch) return aligned | 1;
		return aligned;
	}
	if((ARMV7L != architecture) & (AARCH64 != architecture)) return target - here;
	if(!is_branch) return aligned - 8;
	if(target & 3) fail_at(at, "a branch cannot reach address ", decimal(target), ", which is not a multiple of 4");
	if(AARCH64 == architecture) return aligned / 4;
	return (aligned / 4) - 2;
}

/* RISC-V immediates, as they lie in the 32 bits of an instruction:
 *   ! I-type   imm[11:0]                                in bits 31..20; follows its ~ by 4 bytes
 *   @ B-type   imm[12] imm[10:5]   imm[4:1] imm[11]     in bits 31..25 and 11..7
 *   $ J-type   imm[20] imm[10:1] imm[11] imm[19:12]     in bits 31..12
 *   ~ U-type   imm[31:12]                               in bits 31..12, rounded for the signed ! */
int riscv_immediate(char* at, int sign, int value)
{
	if('!' == sign) return (value + 4) << 20;
	if('~' == sign) return (value + 0x800) & ~0xFFF;
	check_even(at, value);
	if('@' == sign)
	{
		check_range(at, "displacement", value, 0 - 4096, 4095);
		return ((value & 0x1000) << 19) | ((value & 0x7E0) << 20) | ((value & 0x1E) << 7) | ((value & 0x800) >> 4);
	}
	check_range(at, "displacement", value, 0 - 1048576, 1048575);
	return ((value & 0x100000) << 11) | ((value & 0x7FE) << 20) | ((value & 0x800) << 9) | (value & 0xFF000);
}

/* The number for a pointer: `sign` at `at`, to `target`, counted from `base` if there is one. */
int pointer_value(char* at, int sign, int target, int has_base, int base)
{
	int absolute = ('&' == sign) | (('$' == sign) & (RISCV != architecture));
	if(has_base)
	{
		if(absolute) return target;
		return target - base;
	}
	if(!absolute) return displacement(at, target, address + pointer_width(sign));
	branch = 0;
	return target;
}

/* pointer := sign name [ ">" name ]           sign: ! @ $ ~ % & */
char* pointer(char* at, char* end)
{
	int sign = at[0];
	int width = pointer_width(sign);
	char* target_end = skip_name(at + 1, end);
	char* after = target_end;
	int has_base = 0;
	int base = 0;
	int value;
	if('>' == after[0]) has_base = (after != end);
	if(has_base) after = skip_name(target_end + 1, end);
	if(!linking)
	{
		address = address + width;
		return after;
	}
	if(has_base) base = address_of(target_end + 1, after);
	value = pointer_value(at, sign, address_of(at + 1, target_end), has_base, base);
	if(0 == width) patch = patch ^ riscv_immediate(at, sign, value);
	else
	{
		check_pointer(at, sign, value);
		emit_number(value, width);
	}
	return after;
}

/* ---- The scanner ---- */

/* `<` : zero bytes up to a multiple of 4, where instructions must be aligned */
void align(void)
{
	if((ARMV7L == architecture) | (AARCH64 == architecture) | (RISCV == architecture))
	{
		while(address & 3) emit(0);
	}
}

/* Reads `.` on RISC-V: the next 8 digits are XORed into the instruction behind them. */
void dot(char* at)
{
	if(RISCV != architecture) return;
	if(dotted_bytes > 0) fail_at(at, "the . before this one has not got its 8 digits", "", "");
	dotted_bytes = 4;
}

/* What each character means: the value of a digit, below NOTHING, or one of these. */
int* meaning;

enum { NOTHING = 16, SPECIAL = 17 };

void begin_scanning(void)
{
	int c;
	meaning = malloc(256 * sizeof(int));
	for(c = 0; c < 256; c = c + 1)
	{
		meaning[c] = digit_of(c);
		if(meaning[c] >= (1 << digit_bits)) meaning[c] = NOTHING;
		if(is_pointer_sign(c) | (c == ':') | (c == '#') | (c == ';') | (c == '<') | (c == '^') | (c == '.')) meaning[c] = SPECIAL;
	}
}

/* special := comment | label | pointer | "<" | "^" | "." */
char* special(char* p, char* end)
{
	int c = p[0];
	if(('#' == c) | (';' == c)) return skip_comment(p, end);
	if(':' == c) return label(p, end);
	if(is_pointer_sign(c)) return pointer(p, end);
	if('<' == c) align();
	else if('^' == c) branch = 1;
	else dot(p);
	return p + 1;
}

/* source := { digit | special | any other character, which means nothing }
 * Labels are shared between the files, a byte begun at the end of one is not. */
void scan(struct source* s)
{
	char* p = s->text;
	int what;
	pending = 0;
	pending_digits = 0;
	dotted_bytes = 0;
	while(p != s->end)
	{
		what = meaning[p[0] & 0xFF];
		if(SPECIAL == what) p = special(p, s->end);
		else
		{
			if(NOTHING != what) digit(what);
			p = p + 1;
		}
	}
	if(dotted_bytes > 0) fail_at(p, "the file ends before a . has got its 8 digits", "", "");
}

void scan_all(int is_second_pass)
{
	struct source* s;
	linking = is_second_pass;
	address = base_address;
	patch = 0;
	branch = 0;
	for(s = sources; 0 != s; s = s->next) scan(s);
}

/* ---- Command line ---- */

void set_base(char* text)
{
	base_address = parse_number(text, strlen(text));
	if(!number_is_valid) fail("base address ", text, " is not a number");
}

/* An unknown name is reported, but the link goes on: the field's rule. */
void set_architecture(char* name)
{
	int named = architecture_named(name);
	if(NO_ARCHITECTURE == named) warn("unknown architecture ", name, "; the one set before stays");
	else architecture = named;
}

void check_settings(void)
{
	if(0 == sources) fail("no input: name at least one file with -f", "", "");
	if(KNIGHT == architecture) return;
	if(0 == base_address) warn("the base address is 0; --base-address sets it", "", "");
	if(is_big_endian) if((X86 == architecture) | (AMD64 == architecture)) warn("big-endian output for a little-endian processor", "", "");
}

void write_image(char* name, int size, int is_executable)
{
	output_open(name, 0600);
	write_all(image, size);
	output_close();
	if(0 == name) return;
	if(is_executable) if(0 != chmod(name, 0750)) fail("cannot make ", name, " executable");
}

char* usage(void)
{
	return " [options]: links hex2 text to a binary\n"
		"  -f, --file FILE          an input; may repeat, the order is kept\n"
		"  -o, --output FILE        the output, made executable (default: standard output)\n"
		"  -B, --base-address N     the address of the first byte (default: 0)\n"
		"  -A, --architecture NAME  knight-native, knight-posix (default), x86, amd64, armv7l,\n"
		"                           aarch64, ppc64le, riscv32 or riscv64\n"
		"      --big-endian, --little-endian   byte order of pointers (default: big)\n"
		"      --non-executable     leave the output at mode 0600\n"
		"  -b, --binary, -O, --octal           bytes are 8 binary or 3 octal digits, not 2 hex ones\n"
		"  -h, --help, -V, --version";
}

int main(int argc, char** argv)
{
	char* output = 0;
	int is_executable = 1;
	options_begin("hex2", argc, argv);
	use_hex();
	is_big_endian = 1;
	architecture = KNIGHT;
	while(argument < argument_count)
	{
		common_options(" 1.7.0 (fullsource)", usage());
		if(option("-f", "--file")) read_source(option_value());
		else if(option("-o", "--output")) output = option_value();
		else if(option("-B", "--base-address")) set_base(option_value());
		else if(option("-A", "--architecture")) set_architecture(option_value());
		else if(option("--big-endian", "--big-endian")) is_big_endian = 1;
		else if(option("--little-endian", "--little-endian")) is_big_endian = 0;
		else if(option("--non-executable", "--non-executable")) is_executable = 0;
		else if(option("-b", "--binary")) use_binary();
		else if(option("-O", "--octal")) use_octal();
		else unknown_option();
	}
	check_settings();
	begin_scanning();
	scan_all(0);
	image = malloc(address - base_address + 1);
	if(0 == image) fail("out of memory", "", "");
	scan_all(1);
	write_image(output, address - base_address, is_executable);
	return 0;
}
