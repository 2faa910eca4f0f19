/* main.c : the command line. */

char* version = "0.1";

char* usage_text = "Usage: mes [OPTION]... [FILE [ARGUMENT]...]\n"
	"A Scheme interpreter. It runs the program in FILE; without one, what comes on standard input.\n\n"
	"  [-s] FILE          run FILE; ARGUMENTs are its (command-line)\n"
	"  -                  run what comes on standard input\n"
	"  -c EXPRESSION      evaluate EXPRESSION instead of a file\n"
	"  -e EXPRESSION      evaluate EXPRESSION when the file is done\n"
	"  --image FILE       write FILE: mes with this program in it, which goes on where the program asks for its\n"
	"                     (command-line); without a program, mes with its library in it\n"
	"  -L FOLDER          look for files there first (as in GUILE_LOAD_PATH)\n"
	"  --                 no options behind this\n"
	"  -h, --help         show this text\n"
	"  -v, -V, --version  show the version\n"
	"Ignored, for Guile's sake: --no-auto-compile, --auto-compile, --fresh-auto-compile, -C FOLDER\n";

struct options {
	char* expression;           /* -c */
	char* entry;                /* -e */
	char* image;                /* --image */
};

/* Shows up to three texts, and ends. */
void show(object port, char* a, char* b, char* c, int status) {
	put_text(PORT_OF(port), a);
	put_text(PORT_OF(port), b);
	put_text(PORT_OF(port), c);
	leave(status);
}

void bad_usage(char* message, char* option) { show(standard_error, message, option, "\nTry 'mes --help'.\n", 2); }
int same_text(char* a, char* b) { return 0 == strcmp(a, b); }

int is_option(char* word, char* short_form, char* long_form) {
	return same_text(word, short_form) | same_text(word, long_form);
}

/* -L: in front of GUILE_LOAD_PATH, and of what -L said before */
void add_load_path(char* folder) {
	set_system_value("%load-folders", cons(string(folder), value_of("%load-folders")));
}

/* An option with an argument. Returns 0 if it is none of them. */
int option_with_argument(struct options* o, char* option, char* argument) {
	int command = is_option(option, "-c", "--command");
	int entry = is_option(option, "-e", "--main");
	int image = same_text(option, "--image");
	int load_path = is_option(option, "-L", "--load-path");
	if (!(command | entry | image | load_path | is_option(option, "-C", "--compiled-path"))) return 0;
	if (0 == argument) bad_usage("mes: an argument is missing behind ", option);
	if (command) o->expression = argument;
	if (entry) o->entry = argument;
	if (image) o->image = argument;
	if (load_path) add_load_path(argument);
	return 1;
}

/* An option without. Returns 0 if it is none of them. */
int plain_option(char* option) {
	if (is_option(option, "-h", "--help")) show(standard_output, usage_text, "", "", 0);
	if (is_option(option, "-v", "--version") | same_text(option, "-V")) {
		show(standard_output, "mes (fullsource) ", version, "\n", 0);
	}
	return is_option(option, "--no-auto-compile", "--auto-compile") | same_text(option, "--fresh-auto-compile");
}

/* Returns the number of the first word that is no option. -s and -c end the options. */
int parse_options(struct options* o, char** argv) {
	int i = 1;
	while (0 != argv[i]) {
		if ('-' != argv[i][0]) return i;
		if (0 == argv[i][1]) return i;
		if (is_option(argv[i], "-s", "--")) return i + 1;
		if (option_with_argument(o, argv[i], argv[i + 1])) {
			i = i + 2;
			if (0 != o->expression) return i;
		} else {
			if (!plain_option(argv[i])) bad_usage("mes: unknown option ", argv[i]);
			i++;
		}
	}
	return i;
}

/* ---- The library ---- */

int try_library(object prefix, char* folder) {
	library = join(prefix, string(folder), string("/module/"));
	return TRUE == prim_file_exists(join(library, string("index.scm"), string("")));
}

/* The part of the program's name up to its last slash */
object program_folder(char* name) {
	int length = strlen(name);
	for (; length > 0; length--) if ('/' == name[length - 1]) return new_string(name, length);
	return string("");
}

/* $MES_PREFIX/mes/module, $MES_PREFIX/share/mes/module, ${srcdest}mes/module, and, beside the program or the folder it
 * lies in, mes/module and share/mes/module; at last mes/module in the current folder. */
int find_library(char* program) {
	object prefix = get_environment("MES_PREFIX"), folder = program_folder(program);
	if (prefix != FALSE) if (try_library(prefix, "/mes")) return 1;
	if (prefix != FALSE) if (try_library(prefix, "/share/mes")) return 1;
	prefix = get_environment("srcdest");
	if (prefix != FALSE) if (try_library(prefix, "mes")) return 1;
	if (try_library(folder, "mes")) return 1;
	if (try_library(folder, "../mes")) return 1;
	if (try_library(folder, "../share/mes")) return 1;
	return try_library(string(""), "mes");
}

void define_constants(object arguments) {
	set_system_value("%argv", arguments);
	set_system_value("%image-file", FALSE);
	set_system_value("%version", string(version));
	set_system_value("mes", string(version));
	set_system_value("mes?", TRUE);
	set_system_value("guile?", FALSE);
	set_system_value("%scheme", string("mes"));
	set_system_value("%arch", string("x86"));
	set_system_value("%compiler", string("m2-planet"));
	set_system_value("%moduledir", library);
	set_system_value("%datadir", new_string(BYTES(library), STRING_OF(library)->length - 8));
	set_system_value("%known-modules", known_modules);
	set_system_value("*unspecified*", UNSPECIFIED);
}

/* ---- Running ---- */

void evaluate_text(char* text) {
	object port = prim_open_input_string(string(text));
	PORT_OF(port)->name = string("command line");
	call(load_procedure, 1, port, MISSING);
}

void run_program(struct options* o, char* file) {
	object what = standard_input;
	if (0 != file) if (!same_text(file, "-")) what = string(file);
	if (0 != o->expression) evaluate_text(o->expression);
	else if ((0 == file) & (0 != o->image)) evaluate_text("(save-image %image-file)");
	else if ((0 == file) & is_terminal(0)) evaluate_text("(repl)");
	else call(load_procedure, 1, what, MISSING);
	if (0 != o->entry) evaluate_text(o->entry);
}

void start(void* bottom, char** envp) {
	environment = envp;
	start_heap(bottom);
	start_symbols();
	start_machine();
	start_ports();
	start_reader();
	start_control();
	start_modules();
	start_primitives();
	start_generator();
	set_system_value("%load-folders", NIL);
}

/* Becomes what an image holds, with these arguments. Returns if that is mes as usual. */
void start_image(void* bottom, char** argv, char** envp) {
	wake(bottom, envp);
	if (image_procedure == FALSE) return;
	find_library(argv[0]);
	define_constants(strings_of(argv));
	call(image_procedure, 1, SYMBOL_OF(symbol("%argv"))->system_value, MISSING);
	leave(0);
}

int main(int argument_count, char** argv, char** envp) {
	struct options o;
	int first, has_library;
	if (is_image) start_image(&first, argv, envp);
	else start(&first, envp);
	memset(&o, 0, sizeof(struct options));
	first = parse_options(&o, argv);
	has_library = find_library(argv[0]);
	if (!is_image) {
		if (!has_library) fail("the library is not found: set MES_PREFIX to the folder above mes/module");
		read_index();
	}
	define_constants(strings_of((char**) ((char*) argv + (first * sizeof(char*)))));
	if (0 != o.image) {
		least_budget = MEGABYTE;
		budget = MEGABYTE;
		set_system_value("%image-file", string(o.image));
	}
	run_program(&o, argv[first]);
	leave(0);
	return 0;
}
