/* Escapes, quotes, comment starters and directives inside strings; the empty string; a long one. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
/* The next two lines are no code: */
#define show nothing
  # include "nothing.h"
int length(char* s)
{
	int i = 0;
	while(s[i]) i = i + 1;
	return i;
}
int main()
{
	char* s = "no end: \x00 hidden";
	fputs("tab\there, \"quoted\", back\\slash, \x41\x62z, it's\n", stdout);
	fputs("/* no comment */ // none # none ; 'x'\n", stdout);
	fputs("", stdout);
	show(length(""));
	show(length(s));
	show(s[8]);
	show(s[9]);
	show(length("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"));
	show("abc"[1]);
	return 0;
}
