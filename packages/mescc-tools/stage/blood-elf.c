/* blood-elf.c : section headers and symbols for debuggers.
 *
 * Reads macro assembly and collects its labels; writes macro assembly again: the string tables, five
 * section headers and one symbol per label. It goes to M1 as the last input, behind the program:
 *
 *   ELF header        ELF_base     e_shoff points at ELF_section_headers
 *   program           ELF_text
 *   its data          ELF_data
 *   section names     ELF_shstr        <-- from here on, this tool's output
 *   section headers   ELF_section_headers
 *   label names       ELF_str
 *   symbols           ELF_sym
 *                     ELF_end
 */
#include "text.c"
#include "output.c"
#include "options.c"
#include "number.c"

enum { LONGEST_NAME = 4095 };

int is_64_bit;

/* ---- Labels, in the order of the symbol table ---- */

struct label
{
	struct label* next;
	char* name;
	char* symbol;         /* the label of this name's text: ELF_str_NAME */
};

struct label* entries;      /* --entry names, the last one first; then come the labels of the files */
struct label* labels;
struct label* last_label;
int label_count;

struct label* new_label(char* name)
{
	struct label* l = allocate(sizeof(struct label));
	l->next = 0;
	l->name = name;
	l->symbol = join("ELF_str_", name, "");
	label_count = label_count + 1;
	return l;
}

void add_entry(char* name)
{
	struct label* l = new_label(name);
	l->next = entries;
	entries = l;
}

void add_label(char* name)
{
	struct label* l = new_label(name);
	if(0 == labels) labels = l;
	else last_label->next = l;
	last_label = l;
}

/* One list: the entries, then the labels. */
struct label* all_labels(void)
{
	struct label* last = entries;
	if(0 == entries) return labels;
	while(0 != last->next) last = last->next;
	last->next = labels;
	return entries;
}

/* ---- Scanning ---- */

/* label := ":" any { any but blank, tab, newline, ">" } */
char* read_label(char* colon, char* end)
{
	char* from = colon + 1;
	char* p = from;
	while(p != end)
	{
		if((p[0] == ' ') | (p[0] == '\n') | (p[0] == '\t') | ((p[0] == '>') & (p != from))) break;
		p = p + 1;
	}
	if(p == from) fail_at(colon, "a label needs a name directly behind its colon", "", "");
	if((p - from) > LONGEST_NAME) fail_at(from, "this name is longer than ", decimal(LONGEST_NAME), " characters");
	add_label(copy_text(from, p - from));
	return p;
}

/* string := '"' { any but '"' } '"'                    an open one is for M1 to complain about */
char* skip_string(char* p, char* end)
{
	do
	{
		p = p + 1;
		if(p == end) return p;
	} while('"' != p[0]);
	return p + 1;
}

/* input := { comment | string | label | any other character }
 * Single quotes are not special: they hold hex digits, which contain no label. */
void scan(struct source* s)
{
	char* p = s->text;
	int c;
	while(p != s->end)
	{
		c = p[0];
		if(':' == c) p = read_label(p, s->end);
		else if(('#' == c) | (';' == c)) p = skip_comment(p, s->end);
		else if('"' == c) p = skip_string(p, s->end);
		else p = p + 1;
	}
}

/* ---- Output, one token a line ---- */

/* A number as raw digits: '01000000' */
void number(int value, int width)
{
	char* digits = allocate(40);
	char* end = number_digits(digits, value, width);
	put_byte('\'');
	put_block(digits, end - digits);
	put_text("'\n");
}

void byte(int value)
{
	number(value, 1);
}

void half(int value)
{
	number(value, 2);
}

void word(int value)
{
	number(value, 4);
}

/* The upper half of a field that has 64 bits in a 64-bit file. */
void widen(void)
{
	if(is_64_bit) word(0);
}

void wide(int value)
{
	word(value);
	widen();
}

void mark(char* label)
{
	put_byte(':');
	put_text(label);
	put_byte('\n');
}

/* sign target, or sign target ">" base when there is one */
void pointer(char* sign, char* target, char* base)
{
	put_text(sign);
	put_text(target);
	if(0 != base)
	{
		put_byte('>');
		put_text(base);
	}
	put_byte('\n');
}

/* "text"; when a quote inside would end it too early, its bytes as digits. */
void text(char* content)
{
	char* quote = strchr(content, '"');
	char* digits;
	char* to;
	if(0 == quote)
	{
		put_byte('"');
		put_text(content);
		put_text("\"\n");
		return;
	}
	digits = allocate((strlen(content) + 1) * 8);
	to = digits;
	while(0 != content[0])
	{
		to = byte_digits(to, content[0]);
		content = content + 1;
	}
	to = byte_digits(to, 0);
	put_byte('\'');
	put_block(digits, to - digits);
	put_text("'\n");
}

/* ---- Section names ---- */

void section_name(char* label, char* content)
{
	mark(label);
	text(content);
}

void section_names(void)
{
	mark("ELF_shstr");
	byte(0);
	section_name("ELF_shstr__text", ".text");
	section_name("ELF_shstr__shstr", ".shstrtab");
	section_name("ELF_shstr__sym", ".symtab");
	section_name("ELF_shstr__str", ".strtab");
}

/* ---- Section headers:  name type flags* addr* offset* size* link info align* entsize*
 *      (* has 64 bits in a 64-bit file) ---- */

enum { SHT_PROGBITS = 1, SHT_SYMTAB = 2, SHT_STRTAB = 3, SHF_ALLOC_EXECINSTR = 6 };
enum { STRING_SECTION = 3 };      /* .strtab is header number 3 */

void null_section(void)
{
	mark("ELF_section_headers");
	word(0);
	word(0);
	wide(0);
	wide(0);
	wide(0);
	wide(0);
	word(0);
	word(0);
	wide(1);
	wide(0);
}

/* The section from label `first` up to label `behind`. */
void section(char* label, char* name, int type, int flags, char* first, char* behind, int link, int info, int entry_size)
{
	mark(label);
	pointer("%", name, "ELF_shstr");
	word(type);
	wide(flags);
	pointer("&", first, 0);
	widen();
	pointer("%", first, "ELF_base");
	widen();
	pointer("%", behind, first);
	widen();
	word(link);
	word(info);
	wide(1);
	wide(entry_size);
}

void section_headers(void)
{
	int symbol_size = 16;
	if(is_64_bit) symbol_size = 24;
	null_section();
	section("ELF_section_header_text", "ELF_shstr__text", SHT_PROGBITS, SHF_ALLOC_EXECINSTR, "ELF_text", "ELF_data", 0, 0, 0);
	section("ELF_section_header_shstr", "ELF_shstr__shstr", SHT_STRTAB, 0, "ELF_shstr", "ELF_section_headers", 0, 0, 0);
	section("ELF_section_header_str", "ELF_shstr__str", SHT_STRTAB, 0, "ELF_str", "ELF_sym", 0, 0, 0);
	section("ELF_section_header_sym", "ELF_shstr__sym", SHT_SYMTAB, 0, "ELF_sym", "ELF_end",
		STRING_SECTION, label_count + 1, symbol_size);
}

/* ---- Label names and symbols ---- */

enum { STT_FUNC = 2, STV_DEFAULT = 0, STV_HIDDEN = 2, TEXT_SECTION = 1 };

void label_names(struct label* l)
{
	mark("ELF_str");
	byte(0);
	while(0 != l)
	{
		mark(l->symbol);
		text(l->name);
		l = l->next;
	}
}

/* 32 bit: name value size info other shndx.    64 bit: name info other shndx value* size*
 * A null name makes the null symbol. */
void symbol(char* name, char* value, int info, int visibility)
{
	if(0 != name) pointer("%", name, "ELF_str");
	else word(0);
	if(!is_64_bit)
	{
		if(0 != value) pointer("&", value, 0);
		else word(0);
		word(0);
	}
	byte(info);
	byte(visibility);
	half(TEXT_SECTION);
	if(is_64_bit)
	{
		if(0 != value) pointer("&", value, 0);
		else word(0);
		widen();
		wide(0);
	}
}

/* Names that begin with _ are hidden, but not the program's entry. */
void symbols(struct label* l)
{
	int visibility;
	mark("ELF_sym");
	symbol(0, 0, 0, STV_DEFAULT);
	while(0 != l)
	{
		visibility = STV_DEFAULT;
		if('_' == l->name[0]) visibility = STV_HIDDEN;
		if(0 != entries) if(same(l->name, entries->name)) visibility = STV_DEFAULT;
		symbol(l->symbol, l->name, STT_FUNC, visibility);
		l = l->next;
	}
}

/* ---- Command line ---- */

char* usage(void)
{
	return " [options]: writes section headers and symbols for the labels of a program\n"
		"  -f, --file FILE          an input in macro assembly; may repeat\n"
		"  -o, --output FILE        the output, to be the last input of M1 (default: standard output)\n"
		"      --big-endian, --little-endian   byte order; one of them is required\n"
		"      --64                 for a 64-bit file\n"
		"      --entry NAME         list NAME first, and do not hide it\n"
		"  -b, --binary, -O, --octal, -X, --hex   write bytes as 8 binary, 3 octal or 2 hex digits\n"
		"  -h, --help, -V, --version";
}

int main(int argc, char** argv)
{
	char* output = 0;
	int has_order = 0;
	struct label* all;
	options_begin("blood-elf", argc, argv);
	use_hex();
	while(argument < argument_count)
	{
		common_options(" 2.0.1 (fullsource)", usage());
		if(option("-f", "--file")) scan(read_source(option_value()));
		else if(option("-o", "--output")) output = option_value();
		else if(option("--64", "--64")) is_64_bit = 1;
		else if(option("--entry", "--entry")) add_entry(option_value());
		else if(option("-b", "--binary")) use_binary();
		else if(option("-O", "--octal")) use_octal();
		else if(option("-X", "--hex")) use_hex();
		else
		{
			if(option("--big-endian", "--big-endian")) is_big_endian = 1;
			else if(option("--little-endian", "--little-endian")) is_big_endian = 0;
			else unknown_option();
			has_order = 1;
		}
	}
	if(0 == sources) fail("no input: name at least one file with -f", "", "");
	if(!has_order) fail("the byte order is not set: give --little-endian or --big-endian", "", "");
	output_open(output, 0600);
	section_names();
	section_headers();
	all = all_labels();
	label_names(all);
	symbols(all);
	mark("ELF_end");
	output_close();
	return 0;
}
