/* mode.c : permission bits on a command line. */

/* mode := octal digits, at most 7777 */
int parse_mode(char* text)
{
	char* p = text;
	int mode = 0;
	while(('0' <= p[0]) & (p[0] <= '7') & (mode <= 07777))
	{
		mode = (mode * 8) + (p[0] - '0');
		p = p + 1;
	}
	if((p == text) | (0 != p[0]) | (mode > 07777)) fail("a mode is an octal number up to 7777, not ", text, "");
	return mode;
}
