/* cp.c : cp [-v] SRC... DST    copies files; DST may be a directory. A new copy has mode 0600. */
#include "text.c"
#include "output.c"
#include "options.c"

int is_verbose;

/* The part behind the last slash. */
char* file_name(char* path)
{
	char* slash = strrchr(path, '/');
	if(0 == slash) return path;
	return slash + 1;
}

/* The source is complete in memory before the copy is opened: it may be the same file by another name. */
void copy(char* from, char* to)
{
	struct source* s;
	if(is_verbose) fputs(join(from, " -> ", join(to, "\n", "")), stdout);
	s = read_source(from);
	output_open(to, 0600);
	put_block(s->text, s->end - s->text);
	output_close();
	free(s->text);
}

int main(int argc, char** argv)
{
	char* destination;
	int is_directory;
	options_begin("cp", argc, argv);
	common_options(" 1.0.0 (fullsource)", " [-v] SRC... DST: copies files to the file or into the directory DST");
	if(option("-v", "--verbose")) is_verbose = 1;
	if((argument_count - argument) < 2) fail("expected a source and a destination: cp [-v] SRC... DST", "", "");
	argument_count = argument_count - 1;
	destination = arguments[argument_count];
	is_directory = 0 == access(join(destination, "/.", ""), 0);
	if((argument_count - argument) > 1) if(!is_directory) fail("several files need a directory to go to, but ", destination, " is none");
	while(argument < argument_count)
	{
		if(is_directory) copy(arguments[argument], join(destination, "/", file_name(arguments[argument])));
		else copy(arguments[argument], destination);
		argument = argument + 1;
	}
	return 0;
}
