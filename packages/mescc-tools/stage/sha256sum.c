/* sha256sum.c : digests of files, or a check of files against a list of digests.
 *
 *   list := { digest "  " name newline }            digest: 64 digits, lower case
 */
#include "text.c"
#include "output.c"
#include "input.c"
#include "options.c"
#include "sha256.c"

enum { DIGEST_LENGTH = 64 };

/* The digest of the file that input_open opened. */
char* digest_of_input(void)
{
	sha_begin();
	while(input_more())
	{
		sha_add(input_buffer + input_at, input_end - input_at);
		input_at = input_end;
	}
	close(input_file);
	sha_end();
	return sha_digits();
}

void print_digest(char* name)
{
	input_open(name);
	put_text(digest_of_input());
	put_text("  ");
	put_text(name);
	put_byte('\n');
}

int bad_lines;           /* of all lists, with files that fail or cannot be read */

void report(char* name, char* result)
{
	put_text(name);
	put_text(result);
}

/* One line of a list: is the file still what it was? */
void check_file(char* wanted, char* name)
{
	char* found;
	if(0 != access(name, 0))
	{
		report(name, ": FAILED, cannot be read\n");
		bad_lines = bad_lines + 1;
		return;
	}
	input_open(name);
	found = digest_of_input();
	if(same(found, wanted))
	{
		report(name, ": OK\n");
		return;
	}
	report(name, ": FAILED\n");
	put_text(join("  expected ", wanted, "\n"));
	put_text(join("  found    ", found, "\n"));
	bad_lines = bad_lines + 1;
}

/* The end of a digest that begins at p; p if there is none. */
char* skip_digest(char* p)
{
	char* from = p;
	while(((p[0] >= '0') & (p[0] <= '9')) | ((p[0] >= 'a') & (p[0] <= 'f'))) p = p + 1;
	if(DIGEST_LENGTH != (p - from)) return from;
	return p;
}

char* check_line(char* line, char* end)
{
	char* after = skip_digest(line);
	char* name = after + 2;
	char* p = name;
	if(after != line) if(' ' == after[0]) if(' ' == after[1])
	{
		while(p != end)
		{
			if('\n' == p[0]) break;
			p = p + 1;
		}
	}
	if(p == name) fail_at(line, "expected 64 lower-case hex digits, two blanks and a file name", "", "");
	check_file(copy_text(line, DIGEST_LENGTH), copy_text(name, p - name));
	if(p == end) return p;
	return p + 1;
}

void check_list(struct source* list)
{
	char* p = list->text;
	while(p != list->end) p = check_line(p, list->end);
}

int main(int argc, char** argv)
{
	char* output = 0;
	struct source* list;
	int count = 0;
	char** names;
	int i;
	options_begin("sha256sum", argc, argv);
	names = allocate(argc * sizeof(char*));
	while(argument < argument_count)
	{
		common_options(" 1.0.0 (fullsource)", " [-o OUT] FILE... | -c LIST: prints digests, or checks the files of a list\n"
			"  -c, --check LIST    lines of the form that this program prints\n"
			"  -o, --output OUT    write there (default: standard output)");
		if(option("-c", "--check")) read_source(option_value());
		else if(option("-o", "--output")) output = option_value();
		else if(('-' == arguments[argument][0]) & (0 != arguments[argument][1])) unknown_option();
		else
		{
			names[count] = option_value();
			count = count + 1;
		}
	}
	if((0 == count) & (0 == sources)) fail("no file named", "", "");
	output_open(output, 0600);
	for(i = 0; i < count; i = i + 1) print_digest(names[i]);
	for(list = sources; 0 != list; list = list->next) check_list(list);
	output_close();
	return bad_lines != 0;
}
