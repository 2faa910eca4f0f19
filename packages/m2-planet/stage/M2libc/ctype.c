/* Kinds of characters, for ASCII. Each returns 1 or 0. */

int isspace(int c)
{
	return (c == ' ') || ((c >= '\t') && (c <= '\r'));
}

int isdigit(int c)
{
	return (c >= '0') && (c <= '9');
}

int isupper(int c)
{
	return (c >= 'A') && (c <= 'Z');
}

int islower(int c)
{
	return (c >= 'a') && (c <= 'z');
}

int isalpha(int c)
{
	return isupper(c) || islower(c);
}

int isalnum(int c)
{
	return isalpha(c) || isdigit(c);
}

int isxdigit(int c)
{
	return isdigit(c) || ((c >= 'a') && (c <= 'f')) || ((c >= 'A') && (c <= 'F'));
}

int isprint(int c)
{
	return (c >= ' ') && (c <= '~');
}

int toupper(int c)
{
	if (islower(c)) return c - 32;
	return c;
}

int tolower(int c)
{
	if (isupper(c)) return c + 32;
	return c;
}
