/* The programs that M2-Mesoplanet runs one after the other, and the files between them. */

struct machine {
	char* name;
	char* base_address;
	int is_64_bit;
	int is_big_endian;
	char* kernel_names;     /* what uname calls it, each name between blanks */
};

struct machine machines[] = {
	{"x86", "0x8048000", 0, 0, " i386 i486 i586 i686 i686-pae x86 "},
	{"amd64", "0x00600000", 1, 0, " x86_64 amd64 "},
	{"armv7l", "0x10000", 0, 0, " armv7l "},
	{"aarch64", "0x400000", 1, 0, " aarch64 "},
	{"riscv32", "0x600000", 0, 0, " riscv32 "},
	{"riscv64", "0x600000", 1, 0, " riscv64 "},
	{"knight-native", "0x0", 0, 1, " knight-native "},
	{"knight-posix", "0x0", 0, 1, " knight-posix knight "},
};

struct machine* machine;

int debug = 1;                      /* without --no-debug: a symbol table */
int stop_at_object;                 /* -c */
int keep_temporaries;               /* --dirty-mode */
int only_pretend;                   /* --fuzz */
int verbosity = 1;                  /* --debug-mode */
char* output_name;                  /* -o */
char* temporary_directory;
struct name_list* temporaries;      /* those that were made */
struct name_list* objects;          /* *.o of the command line */

void say(char* a, char* b)
{
	fprintf(stderr, "M2-Mesoplanet: %s%s\n", a, b);
}

void give_up(char* a, char* b)
{
	say(a, b);
	exit(1);
}

/* Finds the machine by our name for it, or by the kernel's */
void choose_machine(char* name)
{
	int i;
	char* padded = join(" ", name, " ");
	for (i = 0; i < sizeof(machines) / sizeof(struct machine); i++) {
		machine = &machines[i];
		if (strcmp(machine->name, name) == 0) return;
		if (strstr(machine->kernel_names, padded) != NULL) return;
	}
	give_up("there is no architecture ", name);
}

/* ---- Running a program ---- */

char* command[64];
int command_length;

void begin_command(char* program)
{
	command[0] = program;
	command_length = 1;
}

void argument(char* word)
{
	if (command_length == 63) give_up("too many arguments for ", command[0]);
	command[command_length++] = word;
}

void option(char* name, char* value)
{
	argument(name);
	argument(value);
}

/* The program's path, found through PATH */
char* find_program(char* name)
{
	char* path = getenv("PATH");
	char* rest;
	char* found;
	if (strchr(name, '/') != NULL) return name;
	if (path == NULL) path = "";
	path = strdup(path);
	while (path != NULL) {
		rest = strchr(path, ':');
		if (rest != NULL) {
			*rest = 0;
			rest++;
		}
		found = existing(join(path, "/", ""), name);
		if (found != NULL) return found;
		path = rest;
	}
	give_up("this program is not in PATH: ", name);
}

/* Runs the command and ends with its status if it fails */
void run_command(void)
{
	int status = 0;
	int i;
	command[command_length] = NULL;
	for (i = 0; i < command_length; i++) fprintf(stderr, "%s ", command[i]);
	fputs("\n", stderr);
	if (only_pretend) return;
	char* program = find_program(command[0]);
	fflush(stdout);
	int process = fork();
	if (process < 0) give_up("cannot start another process for ", program);
	if (process == 0) {
		execve(program, command, _envp);
		say("cannot execute ", program);
		_exit(1);
	}
	waitpid(process, &status, 0);
	if (status == 0) return;
	say("this program failed: ", program);
	if ((status & 0x7F) != 0) exit(1);
	exit((status >> 8) & 0xFF);
}

/* ---- Files between the programs ---- */

/* A new empty file whose name begins so */
char* new_temporary(char* name)
{
	char* path = join(temporary_directory, join("/", name, "-"), "XXXXXX");
	int descriptor = mkstemp(path);
	if (descriptor < 0) give_up("cannot make a temporary file in ", temporary_directory);
	close(descriptor);
	temporaries = add_name(temporaries, path);
	return path;
}

void remove_temporaries(void)
{
	struct name_list* t;
	if (keep_temporaries) return;
	for (t = temporaries; t != NULL; t = t->next) remove(t->name);
}

char* library_file(char* name)
{
	return join(join(library_path, machine->name, "/"), name, "");
}

void endianness(void)
{
	if (machine->is_big_endian) argument("--big-endian");
	else argument("--little-endian");
}

void note(char* stage)
{
	if (verbosity > 0) printf("# %s\n", stage);
}

/* ---- The stages; each returns the file it wrote ---- */

char* write_preprocessed(struct text* text)
{
	char* name = new_temporary("M2-Mesoplanet");
	FILE* file = fopen(name, "w");
	if (file == NULL) give_up("cannot write ", name);
	write_text(text, file);
	fclose(file);
	return name;
}

char* compile(char* source_name, char* result)
{
	note("compiling");
	begin_command("M2-Planet");
	option("--file", source_name);
	option("--output", result);
	option("--architecture", machine->name);
	if (debug) argument("--debug");
	run_command();
	return result;
}

/* Appends the objects of the command line to what was compiled */
char* join_objects(char* compiled)
{
	struct name_list* o;
	if (objects == NULL) return compiled;
	note("joining objects");
	char* result = new_temporary("M2-Planet");
	begin_command("catm");
	argument(result);
	if (compiled != NULL) argument(compiled);
	for (o = objects; o != NULL; o = o->next) argument(o->name);
	run_command();
	return result;
}

char* make_symbols(char* compiled)
{
	char* result = new_temporary("blood-elf");
	note("making the symbol table");
	begin_command("blood-elf");
	option("--file", compiled);
	if (machine->is_64_bit) argument("--64");
	endianness();
	option("--output", result);
	run_command();
	return result;
}

char* assemble(char* compiled, char* symbols)
{
	char* result = new_temporary("M1-macro");
	note("assembling");
	begin_command("M1");
	option("--file", library_file(join(machine->name, "_defs.M1", "")));
	if (uses_stdio) option("--file", library_file("libc-full.M1"));
	else option("--file", library_file("libc-core.M1"));
	option("--file", compiled);
	endianness();
	option("--architecture", machine->name);
	if (symbols != NULL) option("--file", symbols);
	option("--output", result);
	run_command();
	return result;
}

void link_program(char* assembled)
{
	note("linking");
	begin_command("hex2");
	if (debug) option("--file", library_file(join("ELF-", machine->name, "-debug.hex2")));
	else option("--file", library_file(join("ELF-", machine->name, ".hex2")));
	option("--file", assembled);
	option("--output", output_name);
	option("--architecture", machine->name);
	option("--base-address", machine->base_address);
	endianness();
	run_command();
}

/* All of them. text is the preprocessed program, or NULL if there are only objects. */
void build(struct text* text)
{
	char* compiled = NULL;
	char* symbols = NULL;
	if (text != NULL) {
		if (stop_at_object) compiled = output_name;
		else compiled = new_temporary("M2-Planet");
		compile(write_preprocessed(text), compiled);
	}
	if (!stop_at_object) {
		compiled = join_objects(compiled);
		if (debug) symbols = make_symbols(compiled);
		link_program(assemble(compiled, symbols));
	}
	remove_temporaries();
}
