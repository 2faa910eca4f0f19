/* rm.c : rm FILE...    removes files. What cannot be removed is reported, but is no failure:
 * scripts remove what may not be there. */
#include "text.c"
#include "options.c"

int main(int argc, char** argv)
{
	options_begin("rm", argc, argv);
	common_options(" 1.0.0 (fullsource)", " FILE...: removes files; always exits 0");
	while(argument < argument_count)
	{
		if(unlink(arguments[argument]) != 0) warn("cannot remove ", arguments[argument], "");
		argument = argument + 1;
	}
	return 0;
}
