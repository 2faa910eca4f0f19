/* main.c : the command line. */

char* version = "0.1";

char* usage_text = "Usage: mes [OPTION]... [FILE [ARGUMENT]...]\n"
	"A Scheme interpreter. It runs the program in FILE; without one, what comes on standard input.\n\n"
	"  [-s] FILE          run FILE; ARGUMENTs are its (command-line)\n"
	"  -                  run what comes on standard input\n"
	"  -c EXPRESSION      evaluate EXPRESSION instead of a file\n"
	"  -e EXPRESSION      evaluate EXPRESSION when the file is done\n"
	"  -L FOLDER          look for files there first (as in GUILE_LOAD_PATH)\n"
	"  --                 no options behind this\n"
	"  -h, --help         show this text\n"
	"  -v, -V, --version  show the version\n"
	"Ignored, for Guile's sake: --no-auto-compile, --auto-compile, --fresh-auto-compile, -C FOLDER\n";

char* expression_option;        /* -c */
char* entry_option;             /* -e */

/* Shows text and ends. */
void show(char* text) {
	put_text(PORT_OF(standard_output), text);
	leave(0);
}

void bad_usage(char* message, char* option) {
	struct port* p = PORT_OF(standard_error);
	put_text(p, "mes: ");
	put_text(p, message);
	put_text(p, option);
	put_text(p, "\nTry 'mes --help'.\n");
	leave(2);
}

int same_text(char* a, char* b) { return 0 == strcmp(a, b); }

int is_option(char* word, char* short_form, char* long_form) {
	return same_text(word, short_form) | same_text(word, long_form);
}

/* -L: in front of GUILE_LOAD_PATH */
void add_load_path(char* folder) {
	object path = find_setting("GUILE_LOAD_PATH");
	object name = string("GUILE_LOAD_PATH");
	if (path == FALSE) prim_setenv(name, string(folder));
	else prim_setenv(name, join(join(string(folder), string(":"), ""), path, ""));
}

/* An option with an argument. Returns 0 if it is none of them. */
int option_with_argument(char* option, char* argument) {
	int known = is_option(option, "-c", "--command") | is_option(option, "-e", "--main");
	known = known | is_option(option, "-L", "--load-path") | is_option(option, "-C", "--compiled-path");
	if (!known) return 0;
	if (0 == argument) bad_usage("an argument is missing behind ", option);
	if (is_option(option, "-c", "--command")) expression_option = argument;
	else if (is_option(option, "-e", "--main")) entry_option = argument;
	else if (is_option(option, "-L", "--load-path")) add_load_path(argument);
	return 1;
}

/* An option without. Returns 0 if it is none of them. */
int plain_option(char* option) {
	if (is_option(option, "-h", "--help")) show(usage_text);
	if (is_option(option, "-v", "--version") | same_text(option, "-V")) {
		put_text(PORT_OF(standard_output), "mes (fullsource) ");
		put_text(PORT_OF(standard_output), version);
		show("\n");
	}
	if (same_text(option, "--no-auto-compile") | same_text(option, "--auto-compile")) return 1;
	return same_text(option, "--fresh-auto-compile");
}

/* Returns the number of the first word that is no option. -s and -c end the options. */
int parse_options(char** argv) {
	int i = 1;
	while (0 != argv[i]) {
		if ('-' != argv[i][0]) return i;
		if (0 == argv[i][1]) return i;
		if (same_text(argv[i], "-s") | same_text(argv[i], "--")) return i + 1;
		if (option_with_argument(argv[i], argv[i + 1])) {
			i = i + 2;
			if (0 != expression_option) return i;
		} else {
			if (!plain_option(argv[i])) bad_usage("unknown option ", argv[i]);
			i = i + 1;
		}
	}
	return i;
}

/* ---- The library ---- */

int try_library(object prefix, char* folder) {
	object index;
	library = join(prefix, string(folder), "/module/");
	index = join(library, string("index.scm"), "");
	return prim_file_exists(index) == TRUE;
}

/* The folder of the program itself, if it was called by a path */
object program_folder(char* name) {
	int length = strlen(name);
	while (length > 0) {
		length = length - 1;
		if ('/' == name[length]) return new_string(name, length + 1);
	}
	return string("");
}

/* $MES_PREFIX/mes/module, $MES_PREFIX/share/mes/module, ${srcdest}mes/module, and, beside the program or the folder it
 * lies in, mes/module and share/mes/module; at last mes/module in the current folder. */
int find_library(char* program) {
	object prefix = find_setting("MES_PREFIX");
	object folder = program_folder(program);
	if (prefix != FALSE) {
		prefix = join(prefix, string("/"), "");
		if (try_library(prefix, "mes")) return 1;
		if (try_library(prefix, "share/mes")) return 1;
		if (try_library(prefix, "")) return 1;
	}
	prefix = find_setting("srcdest");
	if (prefix != FALSE) if (try_library(prefix, "mes")) return 1;
	if (try_library(folder, "mes")) return 1;
	if (try_library(folder, "../mes")) return 1;
	if (try_library(folder, "../share/mes")) return 1;
	return try_library(string(""), "mes");
}

/* ---- Running ---- */

object words(char** argv) {
	object list = NIL;
	while (0 != argv[0]) {
		list = cons(string(argv[0]), list);
		argv = (char**) ((char*) argv + sizeof(char*));
	}
	return prim_reverse(list);
}

void evaluate_text(char* text) {
	object port = prim_open_input_string(string(text));
	PORT_OF(port)->name = string("command line");
	call(load_procedure, 1, port, MISSING);
}

void define_constants(object arguments) {
	set_system_value("%argv", arguments);
	set_system_value("%version", string(version));
	set_system_value("mes", string(version));
	set_system_value("mes?", TRUE);
	set_system_value("guile?", FALSE);
	set_system_value("%scheme", string("mes"));
	set_system_value("%arch", string("x86"));
	set_system_value("%compiler", string("m2-planet"));
	set_system_value("%moduledir", library);
	set_system_value("%datadir", new_string(BYTES(library), STRING_OF(library)->length - 8));
	set_system_value("internal-time-units-per-second", FIXNUM(1000000));
	set_system_value("*unspecified*", UNSPECIFIED);
	set_system_value("R_OK", FIXNUM(4));
	set_system_value("W_OK", FIXNUM(2));
	set_system_value("X_OK", FIXNUM(1));
	set_system_value("F_OK", FIXNUM(0));
}

void start(void* bottom, char** envp) {
	start_heap(bottom);
	start_symbols();
	start_machine();
	start_ports();
	start_reader();
	start_control();
	start_modules();
	start_primitives();
	start_generator();
	environment = envp;
	settings = NIL;
}

int main(int argument_count, char** argv, char** envp) {
	int first;
	char* file;
	start(&first, envp);
	first = parse_options(argv);
	file = argv[first];
	if (!find_library(argv[0])) fail("the library is not found: set MES_PREFIX to the folder above mes/module");
	read_index();
	define_constants(words((char**) ((char*) argv + (first * sizeof(char*)))));
	if (0 != expression_option) evaluate_text(expression_option);
	else if (0 != file) {
		if (same_text(file, "-")) call(load_procedure, 1, standard_input, MISSING);
		else call(load_procedure, 1, string(file), MISSING);
	} else if (is_terminal(0)) evaluate_text("(repl)");
	else call(load_procedure, 1, standard_input, MISSING);
	if (0 != entry_option) evaluate_text(entry_option);
	leave(0);
	return 0;
}
