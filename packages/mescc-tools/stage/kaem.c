/* kaem.c : the script runner. Commands one after the other, each must succeed.
 *
 *   CC=M2-Planet                              a variable; all variables are exported
 *   ${CC} --architecture x86 \                backslash-newline continues the command
 *       -f "my program.c" -o tmp/x.M1         quotes keep blanks together
 *   if match ${CHECK:-no} yes ; then          the condition is one command
 *       sha256sum -c answers
 *   fi
 *
 * A command is read (Reading), its words become the final ones (Variables, Aliases), and it is an
 * assignment, a builtin or a program (Commands).
 */
#include "text.c"
#include "output.c"
#include "options.c"
#include <sys/wait.h>

enum { LONGEST_WORD = 4095, MOST_WORDS = 511 };     /* a command and 510 arguments */

int is_strict;           /* a failing command ends the run */
int is_verbose;          /* show commands before they run */
int is_warning;          /* say so when a failing command is passed over */
int is_fuzzing;          /* programs are not run but fail */
int shows_exit_codes;

char* script_name;
char* script;            /* the place where the next command begins */
char* script_end;
char* command_at;        /* the place of the present command, for messages */

/* ---- Lists of names with values: variables and aliases ---- */

struct pair
{
	struct pair* next;
	char* name;
	char* value;
};

struct pair* variables;  /* in the order of the environment */
struct pair* aliases;
char** known_environment;    /* the variables as programs get them; 0 when they changed since */

struct pair* find_pair(struct pair* list, char* name)
{
	while(0 != list)
	{
		if(same(list->name, name)) return list;
		list = list->next;
	}
	return 0;
}

struct pair* new_pair(char* name, char* value, struct pair* next)
{
	struct pair* p = allocate(sizeof(struct pair));
	p->name = name;
	p->value = value;
	p->next = next;
	return p;
}

/* The list with name = value in it: changed in its place, or new at the end. */
struct pair* set_pair(struct pair* list, char* name, char* value)
{
	struct pair* last = find_pair(list, name);
	if(0 != last)
	{
		last->value = value;
		return list;
	}
	if(0 == list) return new_pair(name, value, 0);
	last = list;
	while(0 != last->next) last = last->next;
	last->next = new_pair(name, value, 0);
	return list;
}

struct pair* remove_pair(struct pair* list, char* name)
{
	struct pair* before;
	if(0 == list) return 0;
	if(same(list->name, name)) return list->next;
	for(before = list; 0 != before->next; before = before->next)
	{
		if(same(before->next->name, name))
		{
			before->next = before->next->next;
			return list;
		}
	}
	return list;
}

/* The value of a variable, or 0. */
char* variable(char* name)
{
	struct pair* p = find_pair(variables, name);
	if(0 == p) return 0;
	return p->value;
}

/* ---- Reading: from the script to the words of one command ---- */

char** words;            /* ended by a 0 */
int word_count;

char* letters;           /* of the word being read, LONGEST_WORD and a 0 at most */
int letter_count;

void add_word(char* word)
{
	if(word_count == MOST_WORDS) fail_at(command_at, "this command has more than ", decimal(MOST_WORDS - 1), " arguments");
	words[word_count] = word;
	word_count = word_count + 1;
	words[word_count] = 0;
}

void add_letter(int c)
{
	if(letter_count == LONGEST_WORD) fail_at(script, "this word is longer than ", decimal(LONGEST_WORD), " characters");
	letters[letter_count] = c;
	letter_count = letter_count + 1;
}

/* Empty words vanish. */
void end_word(void)
{
	if(letter_count > 0) add_word(copy_text(letters, letter_count));
	letter_count = 0;
}

/* escape := "\" ( "n" | "r" | newline | any )      a newline, a carriage return, nothing, that character */
char* escape(char* p, char* end)
{
	int c;
	p = p + 1;
	if(p == end) return p;
	c = p[0];
	if('n' == c) add_letter('\n');
	else if('r' == c) add_letter('\r');
	else if('\n' != c) add_letter(c);
	return p + 1;
}

/* quoted := '"' { escape | any but '"' } '"'       ends the word, also when more text follows directly */
char* quoted(char* p)
{
	char* from = p;
	p = p + 1;
	do
	{
		if(p == script_end) fail_at(from, "this string is not closed", "", "");
		if('\\' == p[0]) p = escape(p, script_end);
		else if('"' != p[0])
		{
			add_letter(p[0]);
			p = p + 1;
		}
	} while('"' != p[0]);
	end_word();
	return p + 1;
}

/* comment := "#" { any but newline }               the newline must be there */
char* comment(char* p)
{
	char* from = p;
	while('\n' != p[0])
	{
		if(p == script_end) fail_at(from, "this comment is not ended by a newline", "", "");
		p = p + 1;
	}
	return p;
}

/* command := { blank | word } ( newline | ";" | comment newline )
 * Is there one more? A command that the end of the script cuts off does not count. */
int read_command(void)
{
	char* p = script;
	int c;
	word_count = 0;
	words[0] = 0;
	letter_count = 0;
	command_at = 0;
	while(p != script_end)
	{
		script = p;
		c = p[0];
		if(0 == command_at) if(!(is_blank(c) | (c == '\n') | (c == ';'))) command_at = p;
		if(('\n' == c) | (';' == c) | ('#' == c))
		{
			if('#' == c) p = comment(p);
			end_word();
			script = p + 1;
			return 1;
		}
		if(is_blank(c) | (0 == c))
		{
			end_word();
			p = p + 1;
		}
		else if('"' == c) p = quoted(p);
		else if('\\' == c) p = escape(p, script_end);
		else
		{
			add_letter(c);
			p = p + 1;
		}
	}
	if(0 != command_at) warn_at(command_at, "the last line has no newline and is not run", "", "");
	return 0;
}

/* ---- Variables and aliases: from the words that were read to the final ones ---- */

char* all_arguments;     /* for $@ : our own arguments from `--` on, joined by blanks */

/* braced := "{" name [ ":-" text ] "}"             the text if there is no such variable, else nothing */
char* braced_value(char* name, char* brace)
{
	char* end = name;
	char* value;
	while(end != brace)
	{
		if(':' == end[0]) if('-' == end[1]) break;
		end = end + 1;
	}
	value = variable(copy_text(name, end - name));
	if(0 != value) return value;
	if(end == brace) return "";
	return copy_text(end + 2, brace - (end + 2));
}

/* word := { any but "$" | "$" braced | "$@" } */
char* substitute(char* word)
{
	char* dollar = strchr(word, '$');
	char* before;
	char* brace;
	if(0 == dollar) return word;
	before = copy_text(word, dollar - word);
	if('@' == dollar[1]) return join(before, all_arguments, substitute(dollar + 2));
	if('{' != dollar[1]) fail_at(command_at, "a $ must begin ${NAME} or $@, in: ", word, "");
	brace = strchr(dollar + 2, '}');
	if(0 == brace) fail_at(command_at, "${ without a closing }, in: ", word, "");
	return join(before, braced_value(dollar + 2, brace), substitute(brace + 1));
}

/* The value of an alias: words between blanks, with escapes, no quotes. */
void add_alias_words(char* p)
{
	char* end = p + strlen(p);
	letter_count = 0;
	while(p != end)
	{
		if('\\' == p[0]) p = escape(p, end);
		else
		{
			if(is_blank(p[0])) end_word();
			else add_letter(p[0]);
			p = p + 1;
		}
	}
	end_word();
}

/* A word that variables made exactly one blank is left out: FLAG=" " stands for no flag at all. */
void finish_word(char* raw)
{
	char* word = substitute(raw);
	struct pair* alias;
	if(word != raw) if(same(word, " ")) return;
	alias = find_pair(aliases, word);
	if(0 != alias) add_alias_words(alias->value);
	else add_word(word);
}

char** raw_words;

void finish_words(void)
{
	char** swap = raw_words;
	int i;
	raw_words = words;
	words = swap;
	word_count = 0;
	words[0] = 0;
	for(i = 0; 0 != raw_words[i]; i = i + 1) finish_word(raw_words[i]);
}

/* ---- Commands ---- */

/* For commands that run the rest of their line: exec and if. */
void drop_first_word(void)
{
	int i;
	for(i = 0; i < word_count; i = i + 1) words[i] = words[i + 1];
	word_count = word_count - 1;
}

/* How a command ended. */
enum { SUCCESS = 0, FAILURE = 1, NOT_FOUND = 2 };

/* Complains of the present command, and ends the run if that is the mode. */
void complain(char* before, char* what, char* after)
{
	if(is_strict) fail_at(command_at, before, what, after);
	if(is_warning) warn_at(command_at, before, what, after);
}

int failure(char* before, char* what, char* after)
{
	complain(before, what, after);
	return FAILURE;
}

void show_command(void)
{
	int i;
	put_text(" +> ");
	for(i = 0; i < word_count; i = i + 1)
	{
		if(i > 0) put_byte(' ');
		put_text(words[i]);
	}
	put_text(" \n");
	output_flush();
}

/* assignment := NAME "=" value                    anything behind it is ignored */
int assign(char* word)
{
	char* equals = strchr(word, '=');
	variables = set_pair(variables, copy_text(word, equals - word), equals + 1);
	known_environment = 0;
	return SUCCESS;
}

int builtin_echo(void)
{
	int i;
	for(i = 1; i < word_count; i = i + 1)
	{
		if(i > 1) put_byte(' ');
		put_text(words[i]);
	}
	put_byte('\n');
	output_flush();
	return SUCCESS;
}

int builtin_cd(void)
{
	if(word_count < 2) return failure("cd needs a directory", "", "");
	if(chdir(words[1]) < 0) return failure("cannot change to directory ", words[1], "");
	return SUCCESS;
}

enum { LONGEST_PATH = 4096 };

int builtin_pwd(void)
{
	char* path = allocate(LONGEST_PATH);
	if(0 == getcwd(path, LONGEST_PATH)) return failure("the working directory has no name", "", "");
	put_text(path);
	put_byte('\n');
	output_flush();
	return SUCCESS;
}

/* set := "set" "-" { "a" | "e" | "x" }            e strict, x verbose; a (export all) holds anyway */
int builtin_set(void)
{
	char* p;
	if(word_count < 2) return failure("set needs options: -a, -e or -x", "", "");
	p = words[1];
	if('-' != p[0]) fail_at(command_at, "set knows the options -a, -e and -x, not ", p, "");
	for(p = p + 1; 0 != p[0]; p = p + 1)
	{
		if('e' == p[0]) is_strict = 1;
		else if('x' == p[0])
		{
			is_verbose = 1;
			put_text(" +> set ");
			put_text(words[1]);
			put_byte('\n');
			output_flush();
		}
		else if('a' != p[0]) fail_at(command_at, "set knows the options -a, -e and -x, not ", words[1], "");
	}
	return SUCCESS;
}

int builtin_unset(void)
{
	int i;
	for(i = 1; i < word_count; i = i + 1) variables = remove_pair(variables, words[i]);
	known_environment = 0;
	return SUCCESS;
}

/* alias := "alias" { NAME "=" value }             without a word: list them */
int builtin_alias(void)
{
	struct pair* p;
	char* equals;
	int i;
	for(i = 1; i < word_count; i = i + 1)
	{
		equals = strchr(words[i], '=');
		if(0 == equals) fail_at(command_at, "alias NAME=VALUE expected, found ", words[i], "");
		if(0 == equals[1]) fail_at(command_at, "this alias has an empty value: ", words[i], "");
		aliases = set_pair(aliases, copy_text(words[i], equals - words[i]), equals + 1);
	}
	if(word_count > 1) return SUCCESS;
	for(p = aliases; 0 != p; p = p->next) put_text(join(p->name, "=", join(p->value, "\n", "")));
	output_flush();
	return SUCCESS;
}

/* ---- Programs ---- */

int can_open(char* path)
{
	int file = open(path, O_RDONLY, 0);
	if(file < 0) return 0;
	close(file);
	return 1;
}

char* search_path(void)
{
	char* path = variable("PATH");
	char* user = variable("LOGNAME");
	if(0 != path) return path;
	path = "/root/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	if(0 != user) return join("/home/", user, join("/bin:", path, ""));
	return path;
}

/* The file to run for a command: the name itself if it begins with . or /, else the first
 * DIR/NAME that can be opened, for the DIRs of PATH; or 0. */
char* find_program(char* name)
{
	char* directory = search_path();
	char* p;
	char* path;
	if(('.' == name[0]) | ('/' == name[0]))
	{
		if(can_open(name)) return name;
		return 0;
	}
	while(1)
	{
		p = directory;
		while((':' != p[0]) & (0 != p[0])) p = p + 1;
		path = join(copy_text(directory, p - directory), "/", name);
		if(p == directory) path = name;         /* an empty DIR is the working directory */
		if(can_open(path)) return path;
		if(0 == p[0]) return 0;
		directory = p + 1;
	}
	return 0;
}

/* NAME=value for each variable, ended by a 0. Made anew only after a variable changed. */
char** environment(void)
{
	struct pair* p;
	char** result = known_environment;
	int count = 0;
	if(0 != result) return result;
	for(p = variables; 0 != p; p = p->next) count = count + 1;
	result = allocate((count + 1) * sizeof(char*));
	count = 0;
	for(p = variables; 0 != p; p = p->next)
	{
		result[count] = join(p->name, "=", p->value);
		count = count + 1;
	}
	result[count] = 0;
	known_environment = result;
	return result;
}

/* Returns only if the kernel cannot run the file. */
void execute(char* path, char** list)
{
	execve(path, words, list);
	say_place(command_at);
	say_three("cannot execute ", path, "");
}

int builtin_exec(void)
{
	char* path;
	if(word_count < 2) return failure("exec needs a command", "", "");
	drop_first_word();
	path = find_program(words[0]);
	if(0 == path) fail_at(command_at, "command not found: ", words[0], "");
	execute(path, environment());
	exit(1);
	return FAILURE;
}

/* Runs the program and returns what waitpid says: exit code times 256 plus signal. */
int run_program(char* path)
{
	char** list = environment();
	int* status = allocate(sizeof(int));
	int child;
	status[0] = 0;
	child = fork();
	if(child < 0) fail_at(command_at, "cannot start a process for ", path, "");
	if(0 == child)
	{
		if(!is_fuzzing) execute(path, list);
		_exit(1);
	}
	if(waitpid(child, status, 0) < 0) fail_at(command_at, "lost the process of ", path, "");
	return status[0];
}

int program(void)
{
	char* path = find_program(words[0]);
	int status;
	int signal;
	if(0 == path)
	{
		complain("command not found: ", words[0], "");
		return NOT_FOUND;
	}
	status = run_program(path);
	signal = status & 0x7F;
	status = (status >> 8) & 0xFF;
	if(shows_exit_codes)
	{
		say_place(command_at);
		say_three(words[0], " returned ", decimal(status));
	}
	if(0 != signal) return failure(words[0], " was ended by signal ", decimal(signal));
	if(0 != status) return failure(words[0], " failed with status ", decimal(status));
	return SUCCESS;
}

/* command := [ assignment | builtin | program ]        of the words from finish_words */
int run_command(void)
{
	char* name = words[0];
	if(0 == name) return SUCCESS;
	if(0 != strchr(name, '=')) return assign(name);
	if(same(name, "cd")) return builtin_cd();
	if(same(name, "pwd")) return builtin_pwd();
	if(same(name, "echo")) return builtin_echo();
	if(same(name, "set")) return builtin_set();
	if(same(name, "unset")) return builtin_unset();
	if(same(name, "exec")) return builtin_exec();
	if(same(name, "alias")) return builtin_alias();
	if(same(name, "then") | same(name, "else") | same(name, "fi")) return SUCCESS;
	return program();
}

/* ---- Blocks ---- */

int silence;             /* how many of the ifs around us had a false condition: no verbose output then */

/* condition := command behind `if`                a failure is an answer, a missing program an error */
int condition(void)
{
	int keep_strict = is_strict;
	int keep_warning = is_warning;
	int result;
	if(word_count < 2) fail_at(command_at, "if needs a command as its condition", "", "");
	drop_first_word();
	is_strict = 0;
	is_warning = 0;
	result = run_command();
	is_strict = keep_strict;
	is_warning = keep_warning;
	if(NOT_FOUND == result) complain("command not found: ", words[0], "");
	return SUCCESS == result;
}

void run_block(int runs, char* opened_at);

/* if-command := "if" condition [ "then" ] block [ "else" block ] "fi" */
void if_command(int runs)
{
	char* at = command_at;
	int is_true = 0;
	if(runs) is_true = condition();
	if(runs & !is_true) silence = silence + 1;
	run_block(runs + is_true, at);
	if(runs & !is_true) silence = silence - 1;
}

/* block := { command | if-command | "then" | "else" } ( "fi" | end of script )
 * `runs` tells what happens to its commands, and what an `else` makes of that: */
enum { DEAD = 0, FALSE_BRANCH = 1, TRUE_BRANCH = 2 };    /* skipped for good; skipped; run */

void run_block(int runs, char* opened_at)
{
	while(read_command())
	{
		if(TRUE_BRANCH == runs) finish_words();
		if(0 != words[0])
		{
			if(TRUE_BRANCH == runs) if(is_verbose) if(0 == silence) show_command();
			if(same(words[0], "if")) if_command(TRUE_BRANCH == runs);
			else if((0 != opened_at) & same(words[0], "fi")) return;
			else if((0 != opened_at) & same(words[0], "else"))
			{
				if(DEAD != runs) runs = (FALSE_BRANCH + TRUE_BRANCH) - runs;
			}
			else if(TRUE_BRANCH == runs) run_command();
		}
	}
	if(0 != opened_at) fail_at(opened_at, "this if has no fi", "", "");
}

/* ---- Start ---- */

void take_environment(char** list)
{
	int i;
	char* equals;
	struct pair* last = 0;
	struct pair* p;
	for(i = 0; 0 != list[i]; i = i + 1)
	{
		equals = strchr(list[i], '=');
		if(0 != equals)
		{
			p = new_pair(copy_text(list[i], equals - list[i]), equals + 1, 0);
			if(0 == last) variables = p;
			else last->next = p;
			last = p;
		}
	}
}

/* The rest of the command line from `--` on, in one string. */
void take_arguments(void)
{
	all_arguments = "--";
	while(argument < argument_count) all_arguments = join(all_arguments, " ", option_value());
}

char* usage(void)
{
	return " [options] [-- arguments for $@]: runs a script\n"
		"  -f, --file FILE          the script (default: kaem.run)\n"
		"  -v, --verbose            show each command before it runs\n"
		"      --strict             stop at the first failing command (default)\n"
		"      --non-strict         go on after failing commands\n"
		"      --warn               and say so\n"
		"  -i, --init-mode          start with an empty environment\n"
		"      --show-exit-codes    report the status of each program\n"
		"      --fuzz               do not run programs: each one fails with status 1\n"
		"  -h, --help, -V, --version";
}

int main(int argc, char** argv, char** envp)
{
	int is_init = 0;
	struct source* s;
	options_begin("kaem", argc, argv);
	script_name = "kaem.run";
	is_strict = 1;
	all_arguments = "";
	while(argument < argument_count)
	{
		common_options(" 1.7.0 (fullsource)", usage());
		if(option("-f", "--file")) script_name = option_value();
		else if(option("-v", "--verbose")) is_verbose = 1;
		else if(option("--strict", "--strict")) is_strict = 1;
		else if(option("--non-strict", "--non-strict")) is_strict = 0;
		else if(option("--warn", "--warn")) is_warning = 1;
		else if(option("-i", "--init-mode")) is_init = 1;
		else if(option("--show-exit-codes", "--show-exit-codes")) shows_exit_codes = 1;
		else if(option("--fuzz", "--fuzz")) is_fuzzing = 1;
		else if(option("--", "--")) take_arguments();
		else unknown_option();
	}
	s = read_source(script_name);
	script = s->text;
	script_end = s->end;
	output_open(0, 0);
	if(!is_init) take_environment(envp);
	if(0 == variable("SHELL")) variables = new_pair("SHELL", argv[0], variables);
	words = allocate((MOST_WORDS + 1) * sizeof(char*));
	raw_words = allocate((MOST_WORDS + 1) * sizeof(char*));
	letters = allocate(LONGEST_WORD + 1);
	run_block(TRUE_BRANCH, 0);
	return 0;
}
