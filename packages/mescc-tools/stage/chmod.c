/* chmod.c : chmod [-v] OCTAL FILE... */
#include "text.c"
#include "options.c"
#include "mode.c"

int main(int argc, char** argv)
{
	int is_verbose = 0;
	char* text;
	int mode;
	options_begin("chmod", argc, argv);
	common_options(" 1.0.0 (fullsource)", " [-v] OCTAL FILE...: sets the permission bits of files");
	if(option("-v", "--verbose")) is_verbose = 1;
	text = next_argument("chmod [-v] OCTAL FILE...");
	mode = parse_mode(text);
	if(argument == argument_count) fail("no file named: chmod [-v] OCTAL FILE...", "", "");
	while(argument < argument_count)
	{
		if(chmod(arguments[argument], mode) != 0) fail("cannot change the mode of ", arguments[argument], "");
		if(is_verbose) fputs(join("mode of ", arguments[argument], join(" is now ", text, "\n")), stdout);
		argument = argument + 1;
	}
	return 0;
}
