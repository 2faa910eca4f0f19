/* The command line. */

struct text* listing;

void say(char* message, char* name)
{
	fputs("M2-Planet: ", stderr);
	fputs(message, stderr);
	fputs(name, stderr);
	fputs("\n", stderr);
}

void fail_usage(char* message, char* name)
{
	say(message, name);
	fputs("Try 'M2-Planet --help'.\n", stderr);
	exit(1);
}

void usage(void)
{
	fputs("Usage: M2-Planet --architecture x86 [options] [files]\n", stdout);
	fputs("Compiles C files, joined in their order, to M1 assembly. Without files it reads standard input.\n", stdout);
	fputs("  -f, --file FILE          an input file; the option itself may be left out\n", stdout);
	fputs("  -o, --output FILE        where to write (default: standard output)\n", stdout);
	fputs("  -A, --architecture NAME  the machine: x86 (code for others is not made)\n", stdout);
	fputs("  -D NAME, -D NAME=TEXT    defines a macro\n", stdout);
	fputs("  -I DIRECTORY             where #include looks, may be given again\n", stdout);
	fputs("  --expand-includes        obeys #include (default: such lines are ignored)\n", stdout);
	fputs("  -E                       only preprocesses, and writes C\n", stdout);
	fputs("  -g, --debug              output that ends in a symbol table made by blood-elf\n", stdout);
	fputs("  --bootstrap-mode         the small language of the first compiler, without a preprocessor\n", stdout);
	fputs("  --max-string N           refuses tokens that are longer\n", stdout);
	fputs("  --short-circuit          && and || as in C, instead of & and |\n", stdout);
	fputs("  --annotate               writes each instruction in words behind its bytes\n", stdout);
	fputs("  -h, --help               this text\n", stdout);
	fputs("  -V, --version            the version, on standard error\n", stdout);
	exit(0);
}

/* ---- Options ---- */

int preprocess_only;        /* -E */
int debug;                  /* --debug */
int max_string;             /* --max-string */
char* architecture;
FILE* destination;

struct name_list* definitions;      /* -D */

int is_option(char* word, char* short_form, char* long_form)
{
	return match(word, short_form) || match(word, long_form);
}

/* An option without an argument. Returns FALSE if it is none of them. */
int flag(char* option)
{
	if (is_option(option, "-h", "--help")) usage();
	else if (is_option(option, "-V", "--version"))
	{
		fputs("M2-Planet 1.13.1 (fullsource)\n", stderr);
		exit(0);
	}
	else if (match(option, "-E")) preprocess_only = TRUE;
	else if (is_option(option, "-g", "--debug")) debug = TRUE;
	else if (match(option, "--expand-includes")) expand_includes = TRUE;
	else if (match(option, "--bootstrap-mode")) bootstrap_mode = TRUE;
	else if (match(option, "--short-circuit")) short_circuit = TRUE;
	else if (match(option, "--annotate")) annotate = TRUE;
	else return FALSE;
	return TRUE;
}

int takes_argument(char* option)
{
	if (is_option(option, "-f", "--file") || is_option(option, "-o", "--output")) return TRUE;
	if (is_option(option, "-A", "--architecture") || is_option(option, "-D", "-I")) return TRUE;
	return match(option, "--max-string");
}

void open_output(char* name)
{
	destination = fopen(name, "w");
	if (NULL == destination)
	{
		say("cannot open the output file ", name);
		exit(1);
	}
}

void option_with_argument(char* option, char* argument)
{
	if (is_option(option, "-f", "--file")) inputs = add_name(inputs, argument);
	else if (is_option(option, "-o", "--output")) open_output(argument);
	else if (is_option(option, "-A", "--architecture")) architecture = argument;
	else if (match(option, "-D")) definitions = add_name(definitions, argument);
	else if (match(option, "-I")) include_paths = add_name(include_paths, argument);
	else
	{
		max_string = strtoint(argument);
		if (max_string < 1) fail_usage("--max-string needs a number above 0, not ", argument);
	}
}

void read_options(int argc, char** argv)
{
	int i;
	for (i = 1; i < argc; i = i + 1)
	{
		if (takes_argument(argv[i]))
		{
			if ((i + 1) == argc) fail_usage("an argument is missing after ", argv[i]);
			option_with_argument(argv[i], argv[i + 1]);
			i = i + 1;
		}
		else if (!flag(argv[i])) inputs = add_name(inputs, argv[i]);
	}
}

/* ---- The machine ---- */

/* The macro that says which machine it is; NULL: no such machine */
char* machine_macro(char* name)
{
	if (match(name, "x86")) return "__i386__=1";
	if (match(name, "amd64")) return "__x86_64__=1";
	if (match(name, "armv7l")) return "__arm__=1";
	if (match(name, "aarch64")) return "__aarch64__=1";
	if (match(name, "riscv32") || match(name, "riscv64")) return "__riscv=1";
	if (match(name, "knight-native")) return "__knight__=1";
	if (match(name, "knight-posix")) return "__knight_posix__=1";
	return NULL;
}

void check_architecture(void)
{
	if (NULL == machine_macro(architecture)) fail_usage("there is no architecture ", architecture);
	if (preprocess_only || match(architecture, "x86")) return;
	say("this compiler makes code for --architecture x86 only, not for ", architecture);
	exit(1);
}

void predefine_macros(void)
{
	struct name_list* d;
	if (bootstrap_mode) return;
	define_from_text("__M2__=42");
	define_from_text("__M2C__=1");
	define_from_text("__M2C_MINOR__=13");
	define_from_text("__M2C_PATCHLEVEL__=1");
	define_from_text("__STDC__=1");
	define_from_text("__STDC_HOSTED__=1");
	define_from_text("__STDC_VERSION__=199409");
	define_from_text("__DATE__=\"Jan  1 1970\"");
	define_from_text("__TIME__=\"00:00:00\"");
	define_from_text(machine_macro(architecture));
	if (match(architecture, "riscv32")) define_from_text("__riscv_xlen=32");
	if (match(architecture, "riscv64")) define_from_text("__riscv_xlen=64");
	define_builtin("__LINE__", BUILTIN_LINE);
	define_builtin("__FILE__", BUILTIN_FILE);
	for (d = definitions; NULL != d; d = d->next) define_from_text(d->name);
}

/* ---- -E ---- */

void put_token(struct token* t)
{
	if (STRING == t->kind)
	{
		put_char('"');
		put(t->text);
		put_char('"');
	}
	else if (CHARACTER == t->kind)
	{
		put_char(39);
		put(t->text);
		put_char(39);
	}
	else if (NULL != t->word) put(t->word->text);
	else
	{
		if (t->kind > 0xFFFF) put_char(t->kind >> 16);
		if (t->kind > 0xFF) put_char((t->kind >> 8) & 0xFF);
		put_char(t->kind & 0xFF);
	}
}

/* The tokens, each line of the source on its own line */
void preprocess(void)
{
	struct token* t = next_token();
	char* file = t->file;
	int line = t->line;
	int is_first = TRUE;
	while (END != t->kind)
	{
		if ((line != t->line) || (file != t->file))
		{
			put_char('\n');
			is_first = TRUE;
		}
		if (!is_first) put_char(' ');
		put_token(t);
		is_first = FALSE;
		line = t->line;
		file = t->file;
		release(t);
		t = next_token();
	}
	put_char('\n');
}

/* ---- The whole ---- */

void write_output(void)
{
	output = listing;
	put("# Core program\n");
	write_text(listing, destination);
	write_text(function_text, destination);
	output = new_text();
	if (debug) put("\n:ELF_data\n");
	put("\n# Program global variables\n");
	write_text(output, destination);
	write_text(global_text, destination);
	output = new_text();
	put("\n# Program strings\n");
	write_text(output, destination);
	write_text(string_text, destination);
	output = new_text();
	if (!debug) put("\n:ELF_end\n");
	write_text(output, destination);
}

void compile(void)
{
	function_text = new_text();
	global_text = new_text();
	string_text = new_text();
	token = next_token();
	if (is_at(END)) fail_expected("a program", "");
	program();
	write_globals();
	write_output();
}

int main(int argc, char** argv)
{
	destination = stdout;
	architecture = "knight-native";
	read_options(argc, argv);
	check_architecture();
	initialise_keywords();
	initialise_types(bootstrap_mode);
	predefine_macros();
	longest_token = max_string;
	listing = new_text();
	output = listing;
	if (NULL == inputs) enter_source(read_all(stdin), "<stdin>", 0);
	else open_next_input();
	if (preprocess_only)
	{
		preprocess();
		write_text(listing, destination);
	}
	else compile();
	fclose(destination);
	return 0;
}
