/* catm.c : catm OUT IN...    writes the inputs one behind the other. */
#include "text.c"
#include "output.c"
#include "input.c"
#include "options.c"

/* An input that is not there is found before OUT is touched. OUT itself may be an input: it counts
 * as what it is while catm writes. */
void check_inputs(char* output)
{
	int i;
	for(i = argument; i < argument_count; i = i + 1)
	{
		if(!same(arguments[i], output))
		{
			input_open(arguments[i]);
			close(input_file);
		}
	}
}

/* As far as it is written by now; reading on would meet its own output again. */
void copy_output_itself(void)
{
	int size = lseek(input_file, 0, SEEK_END);
	lseek(input_file, 0, SEEK_SET);
	copy_bytes(size);
	close(input_file);
}

int main(int argc, char** argv)
{
	char* output;
	options_begin("catm", argc, argv);
	common_options(" 1.7.0 (fullsource)", " OUT IN...: writes the inputs to OUT, one behind the other");
	output = next_argument("catm OUT IN...");
	check_inputs(output);
	output_open(output, 0600);
	while(argument < argument_count)
	{
		input_open(option_value());
		if(same(input_name, output)) copy_output_itself();
		else copy_rest();
		output_flush();
	}
	output_close();
	return 0;
}
