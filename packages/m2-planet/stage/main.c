/* The command line. */

void say(char* message, char* name)
{
	put_error("M2-Planet: ", message, name);
	put_error("\n", "", "");
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
FILE* destination;

int is_option(char* word, char* short_form, char* long_form)
{
	return match(word, short_form) || match(word, long_form);
}

/* An option without an argument. Returns FALSE if it is none of them. */
int flag(char* option)
{
	if (is_option(option, "-h", "--help")) usage();
	else if (is_option(option, "-V", "--version")) {
		fputs("M2-Planet 1.13.1 (fullsource)\n", stderr);
		exit(0);
	} else if (match(option, "-E")) preprocess_only = TRUE;
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
	if (NULL == destination) {
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
	else if (match(option, "-I")) include_paths = add_name(include_paths, join(argument, "/", ""));
	else {
		max_string = strtoint(argument);
		if (max_string < 1) fail_usage("--max-string needs a number above 0, not ", argument);
	}
}

void read_options(int argc, char** argv)
{
	int i;
	for (i = 1; i < argc; i = i + 1) {
		if (takes_argument(argv[i])) {
			if ((i + 1) == argc) fail_usage("an argument is missing after ", argv[i]);
			option_with_argument(argv[i], argv[i + 1]);
			i = i + 1;
		} else if (!flag(argv[i])) inputs = add_name(inputs, argv[i]);
	}
}

/* ---- The whole ---- */

void check_architecture(void)
{
	if (NULL == machine_macro(architecture)) fail_usage("there is no architecture ", architecture);
	if (preprocess_only || match(architecture, "x86")) return;
	say("this compiler makes code for --architecture x86 only, not for ", architecture);
	exit(1);
}

void write_part(char* heading, struct text* part)
{
	output = new_text();
	put(heading);
	write_text(output, destination);
	write_text(part, destination);
}

void write_output(void)
{
	write_part("# Core program\n", function_text);
	if (debug) write_part("\n:ELF_data\n", new_text());
	write_part("\n# Program global variables\n", global_text);
	write_part("\n# Program strings\n", string_text);
	if (!debug) write_part("\n:ELF_end\n", new_text());
}

void compile(void)
{
	function_text = new_text();
	global_text = new_text();
	string_text = new_text();
	owner_name = "";
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
	output = new_text();
	if (NULL == inputs) enter_source(read_all(stdin, "<stdin>"), "<stdin>", 0);
	else open_next_input();
	if (preprocess_only) {
		print_tokens();
		write_text(output, destination);
	} else compile();
	fclose(destination);
	return 0;
}
