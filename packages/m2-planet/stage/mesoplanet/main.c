/* M2-Mesoplanet: from C files to a program, by way of the preprocessor that is in here and the tools M2-Planet,
 * blood-elf, M1 and hex2, which it finds through PATH. */

char* operating_system;     /* --os, or the kernel's name */
int preprocess_only;        /* -E */
int max_string = 65536;     /* --max-string */

void usage(void)
{
	puts("Usage: M2-Mesoplanet [options] files");
	puts("Makes a program of C files (and of objects, *.o, that option -c left).");
	puts("  -f, --file FILE              an input file; the option itself may be left out");
	puts("  -o, --output FILE            the program (default: a.out)");
	puts("  -A, --architecture NAME      the machine (default: this one)");
	puts("  --os, --operating-system OS  Linux or UEFI (default: this one)");
	puts("  -D NAME, -D NAME=TEXT        defines a macro");
	puts("  -I DIRECTORY                 where #include looks, may be given again");
	puts("  --no-includes                ignores #include");
	puts("  --no-debug                   a program without symbol table");
	puts("  -E                           only preprocesses, and writes C (default: to standard output)");
	puts("  -c                           only compiles: FILE.o is for a later call");
	puts("  --max-string N               refuses tokens that are longer (default: 65536)");
	puts("  --temp-directory DIRECTORY   where the files between the tools are (default: $TMPDIR or /tmp)");
	puts("  --dirty-mode                 keeps those files");
	puts("  --dump-mode                  the same as -E");
	puts("  --debug-mode N               how much it tells about what it does: 0 or 1");
	puts("  --fuzz                       shows the commands, but does not run them");
	puts("  -h, --help                   this text");
	puts("  -V, --version                the version, on standard error");
	puts("Environment: M2LIBC_PATH (default ./M2libc), TMPDIR, PATH, ARCHITECTURE_OVERRIDE, OS_OVERRIDE");
	exit(0);
}

int is_option(char* word, char* a, char* b)
{
	return match(word, a) || match(word, b);
}

int flag(char* option)
{
	if (is_option(option, "-h", "--help")) usage();
	else if (is_option(option, "-V", "--version")) {
		fputs("M2-Mesoplanet 1.13.0 (fullsource)\n", stderr);
		exit(0);
	} else if (is_option(option, "-E", "--dump-mode")) preprocess_only = TRUE;
	else if (match(option, "-c")) stop_at_object = TRUE;
	else if (match(option, "--no-includes")) expand_includes = FALSE;
	else if (match(option, "--no-debug")) debug = FALSE;
	else if (match(option, "--dirty-mode")) keep_temporaries = TRUE;
	else if (match(option, "--fuzz")) only_pretend = TRUE;
	else return FALSE;
	return TRUE;
}

void add_input(char* name);

/* Returns FALSE if the option is none of those with an argument. */
int option_with_argument(char* option, char* argument)
{
	int is_output = is_option(option, "-o", "--output");
	int is_machine = is_option(option, "-A", "--architecture");
	int is_system = is_option(option, "--os", "--operating-system");
	int is_file = is_option(option, "-f", "--file");
	int is_other = is_option(option, "-D", "-I") || is_option(option, "--max-string", "--debug-mode") ||
		match(option, "--temp-directory");
	if (!(is_output || is_machine || is_system || is_file || is_other)) return FALSE;
	if (argument == NULL) give_up("an argument is missing after ", option);
	if (is_output) output_name = argument;
	else if (is_machine) choose_machine(argument);
	else if (is_system) operating_system = argument;
	else if (is_file) add_input(argument);
	else if (match(option, "-D")) definitions = add_name(definitions, argument);
	else if (match(option, "-I")) include_paths = add_name(include_paths, join(argument, "/", ""));
	else if (match(option, "--max-string")) max_string = atoi(argument);
	else if (match(option, "--debug-mode")) verbosity = atoi(argument);
	else temporary_directory = argument;
	return TRUE;
}

void add_input(char* name)
{
	int n = strlen(name);
	if (n > 2) {
		if (strcmp(name + n - 2, ".o") == 0) {
			objects = add_name(objects, name);
			return;
		}
	}
	if (match(name, "-")) name = "/dev/stdin";
	inputs = add_name(inputs, name);
}

void read_options(int argc, char** argv)
{
	int i;
	for (i = 1; i < argc; i++) {
		if (option_with_argument(argv[i], argv[i + 1])) i++;
		else if (!flag(argv[i])) {
			if ((argv[i][0] == '-') & (argv[i][1] != 0)) give_up("there is no option ", argv[i]);
			add_input(argv[i]);
		}
	}
}

/* What the environment says where the options are silent */
char* from_environment(char* variable, char* otherwise)
{
	char* value = getenv(variable);
	if (value == NULL) return otherwise;
	return value;
}

struct utsname here;        /* what the kernel says about the machine and itself */

void look_around(void)
{
	if (uname(&here) != 0) say("the kernel does not tell which machine this is", "");
	operating_system = from_environment("OS_OVERRIDE", here.sysname);
	choose_machine(from_environment("ARCHITECTURE_OVERRIDE", here.machine));
	library_path = join(from_environment("M2LIBC_PATH", "./M2libc"), "/", "");
	temporary_directory = from_environment("TMPDIR", "/tmp");
}

/* a/b.c becomes a/b.o */
char* object_name(char* source_name)
{
	char* name = strdup(source_name);
	int n = strlen(name);
	if (n > 2) {
		if (strcmp(name + n - 2, ".c") == 0) name[n - 2] = 0;
	}
	return join(name, ".o", "");
}

struct text* preprocess(void)
{
	note("preprocessing");
	output = new_text();
	architecture = machine->name;
	predefine_macros();
	keep_macro("__M2__");
	longest_token = max_string;
	open_next_input();
	print_tokens();
	return output;
}

int main(int argc, char** argv)
{
	struct text* text = NULL;
	FILE* destination = stdout;
	expand_includes = TRUE;
	look_around();
	read_options(argc, argv);
	is_uefi = match(operating_system, "UEFI");
	if (preprocess_only) verbosity = 0;
	if ((inputs == NULL) & (objects == NULL)) give_up("no input files; try --help", "");
	if ((output_name == NULL) & stop_at_object & (inputs != NULL)) output_name = object_name(inputs->name);
	initialise_keywords();
	if (inputs != NULL) text = preprocess();
	if (preprocess_only) {
		if (output_name != NULL) destination = fopen(output_name, "w");
		if (destination == NULL) give_up("cannot write ", output_name);
		if (text != NULL) write_text(text, destination);
		return 0;
	}
	if (output_name == NULL) output_name = "a.out";
	build(text);
	return 0;
}
