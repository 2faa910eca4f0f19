/* mkdir.c : mkdir [-p] [-m OCTAL] DIR... */
#include "text.c"
#include "options.c"
#include "mode.c"

/* Makes the directories above `path` as far as they are missing: a/b/c needs a and a/b. */
void make_parents(char* path)
{
	char* p;
	char* parent;
	for(p = path + 1; 0 != p[0]; p = p + 1)
	{
		if('/' == p[0])
		{
			parent = copy_text(path, p - path);
			if(0 != access(parent, 0)) mkdir(parent, 0755);
		}
	}
}

/* With -p, a directory that is there already is as good as a new one. */
void make_directory(char* path, int mode, int with_parents)
{
	if(with_parents) if(0 != path[0]) make_parents(path);
	if(mkdir(path, mode) == 0) return;
	if(with_parents) if(0 == access(join(path, "/.", ""), 0)) return;
	fail("cannot make directory ", path, "");
}

int main(int argc, char** argv)
{
	int with_parents = 0;
	int mode = 0755;
	int count = 0;
	options_begin("mkdir", argc, argv);
	while(argument < argument_count)
	{
		common_options(" 1.0.0 (fullsource)", " [-p] [-m OCTAL] DIR...: makes directories\n"
			"  -p, --parents     also the directories above; no error if it is there already\n"
			"  -m, --mode OCTAL  its permission bits (default 0755)");
		if(option("-p", "--parents")) with_parents = 1;
		else if(option("-m", "--mode")) mode = parse_mode(option_value());
		else if('-' == arguments[argument][0]) unknown_option();
		else
		{
			make_directory(option_value(), mode, with_parents);
			count = count + 1;
		}
	}
	if(0 == count) fail("no directory named", "", "");
	return 0;
}
