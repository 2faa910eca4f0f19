/* Small helpers that every program of the bootstrap uses. Written in the subset of the first compiler, so that it can
 * be compiled by all of them. */

enum {
	FALSE = 0,
	TRUE = 1
};

/* Ends the program with a message unless the condition holds. */
void require(int condition, char* message)
{
	if (!condition) {
		fputs(message, stderr);
		exit(1);
	}
}

/* Are the strings equal? Two missing strings (NULL) are, a missing one and a string are not. */
int match(char* a, char* b)
{
	int i = 0;
	if ((NULL == a) || (NULL == b)) return a == b;
	while (a[i] == b[i]) {
		if (0 == a[i]) return TRUE;
		i = i + 1;
	}
	return FALSE;
}

/* Is the character one of the set? The zero that ends the set is not in it. */
int in_set(int c, char* set)
{
	int i;
	if (NULL == set) return FALSE;
	for (i = 0; 0 != set[i]; i = i + 1) {
		if (c == set[i]) return TRUE;
	}
	return FALSE;
}

/* The value of a digit, or 99 */
int __digit_value(int c)
{
	if ((c >= '0') && (c <= '9')) return c - '0';
	if ((c >= 'a') && (c <= 'f')) return (c - 'a') + 10;
	if ((c >= 'A') && (c <= 'F')) return (c - 'A') + 10;
	return 99;
}

/* number := "0x" digits | "0b" digits | "0" digits | [ "-" ] digits; "_" between digits is skipped. What is no number
 * is 0. */
int strtoint(char* s)
{
	int base = 10;
	int value = 0;
	int is_negative = FALSE;
	int digits = 0;
	int i = 0;
	if ('0' == s[0]) {
		base = 8;
		if (in_set(s[1], "xX")) base = 16;
		if (in_set(s[1], "bB")) base = 2;
		if (8 != base) i = 2;
	} else if ('-' == s[0]) {
		is_negative = TRUE;
		i = 1;
	}
	while (0 != s[i]) {
		if ('_' != s[i]) {
			if (__digit_value(s[i]) >= base) return 0;
			value = (value * base) + __digit_value(s[i]);
			digits = digits + 1;
		}
		i = i + 1;
	}
	if (0 == digits) return 0;
	if (is_negative) return 0 - value;
	return value;
}

/* One digit of an unsigned number: the remainder of value / base is returned, the quotient left in __quotient. Base 16
 * and less; done bit by bit, since the smallest compiler only divides signed numbers. */
int __quotient;

int __last_digit(int value, int base)
{
	int rest = 0;
	int quotient = 0;
	int i;
	for (i = 31; i >= 0; i = i - 1) {
		rest = (rest << 1) | ((value >> i) & 1);
		quotient = quotient << 1;
		if (rest >= base) {
			rest = rest - base;
			quotient = quotient | 1;
		}
	}
	__quotient = quotient;
	return rest;
}

/* The number as text in a base from 2 to 16; as unsigned unless it is signed and negative. The text is fresh memory. */
char* int2str(int value, int base, int is_signed)
{
	char* digits = "0123456789ABCDEF";
	char* text = calloc(36, 1);
	int is_negative = is_signed && (value < 0);
	int i = 34;
	require((base >= 2) && (base <= 16), "int2str: the base has to be from 2 to 16\n");
	require(NULL != text, "int2str: out of memory\n");
	if (is_negative) value = 0 - value;
	do {
		text[i] = digits[__last_digit(value, base)];
		value = __quotient;
		i = i - 1;
	} while (0 != value);
	if (is_negative) {
		text[i] = '-';
		i = i - 1;
	}
	return text + i + 1;
}
