/* unpack.c : what ungz, unbz2 and unxz share: their command line, and how they complain. */

void damaged(char* what)
{
	fail(input_name, " is damaged: ", what);
}

/* NAME -f IN [-o OUT]    opens both; standard output without -o. */
void unpack_begin(char* name, char* usage, int argc, char** argv)
{
	char* input = 0;
	char* output = 0;
	options_begin(name, argc, argv);
	while(argument < argument_count)
	{
		common_options(" 1.0.0 (fullsource)", join(" -f IN [-o OUT]: unpacks ", usage, "\n"
			"  -f, --file IN\n"
			"  -o, --output OUT    (default: standard output)\n"
			"  -h, --help, -V, --version"));
		if(option("-f", "--file")) input = option_value();
		else if(option("-o", "--output")) output = option_value();
		else unknown_option();
	}
	if(0 == input) fail("no input: -f IN", "", "");
	if(0 != output) if(same(input, output)) fail("input and output are the same file: ", input, "");
	input_open(input);
	output_open_unsure(output, 0600);
}
