/* replace.c : replace -f IN [-o OUT] -m PATTERN -r TEXT    plain text for plain text, everywhere. */
#include "text.c"
#include "output.c"
#include "options.c"

/* The next place of the pattern from p on, or `end`. */
char* find(char* p, char* end, char* pattern, int length)
{
	char* last = end - length;
	while(p <= last)
	{
		if(p[0] == pattern[0]) if(0 == memcmp(p, pattern, length)) return p;
		p = p + 1;
	}
	return end;
}

int main(int argc, char** argv)
{
	struct source* s = 0;
	char* output = 0;
	char* pattern = 0;
	char* text = 0;
	char* p;
	char* hit;
	int length;
	options_begin("replace", argc, argv);
	while(argument < argument_count)
	{
		common_options(" 1.0.0 (fullsource)", " -f IN [-o OUT] -m PATTERN -r TEXT: writes IN with TEXT in every place of PATTERN\n"
			"  -f, --file IN               -o, --output OUT (default: standard output; may be IN)\n"
			"  -m, --match-on PATTERN      -r, --replace-with TEXT");
		if(option("-f", "--file")) s = read_source(option_value());
		else if(option("-o", "--output")) output = option_value();
		else if(option("-m", "--match-on")) pattern = option_value();
		else if(option("-r", "--replace-with")) text = option_value();
		else unknown_option();
	}
	if((0 == s) | (0 == pattern) | (0 == text)) fail("-f IN, -m PATTERN and -r TEXT are all needed", "", "");
	length = strlen(pattern);
	if(0 == length) fail("the pattern is empty", "", "");
	if((s->end - s->text) <= length) fail(s->name, " is not longer than the pattern ", pattern);
	output_open(output, 0600);
	p = s->text;
	while(p != s->end)
	{
		hit = find(p, s->end, pattern, length);
		put_block(p, hit - p);
		p = hit;
		if(hit != s->end)
		{
			put_text(text);
			p = hit + length;
		}
	}
	output_close();
	return 0;
}
