/* options.c : command lines. Every tool walks over its words with the same few helpers. */

int argument_count;
char** arguments;
int argument;               /* the index of the word being looked at */

void options_begin(char* name, int argc, char** argv)
{
	tool = name;
	argument_count = argc;
	arguments = argv;
	argument = 1;
}

/* Is the present word the option BRIEF or its long form FULL? Then step over it. */
int option(char* brief, char* full)
{
	if(argument >= argument_count) return 0;
	if(!same(arguments[argument], brief)) if(!same(arguments[argument], full)) return 0;
	argument = argument + 1;
	return 1;
}

/* The word after an option that needs one. */
char* option_value(void)
{
	char* value;
	if(argument >= argument_count)
		fail("option ", arguments[argument_count - 1], " needs a value behind it");
	value = arguments[argument];
	argument = argument + 1;
	return value;
}

/* The next plain word, or an error that says it should have been there. */
char* next_argument(char* expected)
{
	if(argument >= argument_count) fail("missing argument: ", expected, "");
	return option_value();
}

void unknown_option(void)
{
	fail("unknown option ", arguments[argument], " (--help lists the known ones)");
}

/* --help and --version answer at once. */
void common_options(char* version, char* usage)
{
	int is_help = option("-h", "--help");
	int is_version = 0;
	if(!is_help) is_version = option("-V", "--version");
	if(!(is_help | is_version)) return;
	fputs(tool, stdout);
	if(is_help) fputs(usage, stdout);
	else fputs(version, stdout);
	fputs("\n", stdout);
	exit(0);
}

/* ---- Architectures, as M1 and hex2 name them ---- */

enum { KNIGHT = 0, X86 = 1, AMD64 = 2, ARMV7L = 3, AARCH64 = 4, PPC64LE = 5, RISCV = 6, NO_ARCHITECTURE = 7 };

int architecture_named(char* name)
{
	if(same(name, "knight-native")) return KNIGHT;
	if(same(name, "knight-posix")) return KNIGHT;
	if(same(name, "x86")) return X86;
	if(same(name, "amd64")) return AMD64;
	if(same(name, "armv7l")) return ARMV7L;
	if(same(name, "aarch64")) return AARCH64;
	if(same(name, "ppc64le")) return PPC64LE;
	if(same(name, "riscv32")) return RISCV;
	if(same(name, "riscv64")) return RISCV;
	return NO_ARCHITECTURE;
}
