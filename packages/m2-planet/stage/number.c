/* Values: what numbers, characters and escapes mean, the levels of operators, and the arithmetic of constants. */

int literal_is_unsigned;    /* of the number read last: it has a U, or does not fit a signed word */
int escape_end;             /* where the escape read last ends */

/* number := "0x" digits | "0b" digits | "0" digits | digits; "_" may separate digits; suffixes U and L */
int number_value(struct token* t)
{
	char* s = t->word->text;
	int base = 10;
	int value = 0;
	int i = 0;
	int digits = 0;
	if ('0' == s[0]) {
		base = 8;
		if (in_set(s[1], "xX")) base = 16;
		if (in_set(s[1], "bB")) base = 2;
		if (8 != base) i = 2;
	}
	while ((digit_value(s[i]) < base) || ('_' == s[i])) {
		if ('_' != s[i]) {
			value = (value * base) + digit_value(s[i]);
			digits = digits + 1;
		}
		i = i + 1;
	}
	literal_is_unsigned = value < 0;
	while (in_set(s[i], "uUlL")) {
		if (in_set(s[i], "uU")) literal_is_unsigned = TRUE;
		i = i + 1;
	}
	if ((0 != s[i]) || (0 == digits)) fail(t, "the number ", spell(t), " is malformed");
	return value;
}

/* escape := "\" ( one of abtnvfre"'\? | "x" two hex digits | one to three octal digits ). s[at] is what follows "\". */
int escape_value(struct token* t, char* s, int at)
{
	char* letters = "abtnvfr";      /* 7 to 13 */
	int c = s[at];
	int value = 0;
	int i;
	escape_end = at + 1;
	for (i = 0; 0 != letters[i]; i = i + 1) {
		if (c == letters[i]) return 7 + i;
	}
	if ('e' == c) return 27;
	if (in_set(c, "\"'\\?")) return c;
	if ('x' == c) {
		if (digit_value(s[at + 1]) > 15) fail(t, "expected two hexadecimal digits after \\x", "", "");
		if (digit_value(s[at + 2]) > 15) fail(t, "expected two hexadecimal digits after \\x", "", "");
		escape_end = at + 3;
		return (digit_value(s[at + 1]) << 4) | digit_value(s[at + 2]);
	}
	if (digit_value(c) > 7) {
		s = join("\\", s + at, "");
		s[2] = 0;
		fail(t, "the escape ", s, " has no meaning");
	}
	escape_end = at;
	for (i = 0; (digit_value(s[escape_end]) < 8) && (i < 3); i = i + 1) {
		value = (value << 3) | digit_value(s[escape_end]);
		escape_end = escape_end + 1;
	}
	/* '\377' is a char, so it is -1; '\xff' is the number 255 */
	if ((value & 128) != 0) return (value & 255) - 256;
	return value;
}

/* The value of a CHARACTER: the first, if there are several */
int character_value(struct token* t)
{
	char* s = t->text;
	int value = s[0];
	escape_end = 1;
	if ('\\' == s[0]) value = escape_value(t, s, 1);
	if (0 == s[0]) fail(t, "this character constant is empty", "", "");
	return value;
}

/* ---- Operators ---- */

int is_shift(int op)
{
	return (SHIFT_LEFT == op) || (SHIFT_RIGHT == op);
}

int is_comparison(int op)
{
	if ((EQUAL == op) || (NOT_EQUAL == op)) return TRUE;
	return ((LESS_EQUAL == op) || (GREATER_EQUAL == op)) || (('<' == op) || ('>' == op));
}

/* How tightly an operator binds; 0: it is none. && and || are & and |, and bind like them. */
int level_of(int op)
{
	if ((('*' == op) || ('/' == op)) || ('%' == op)) return 6;
	if (('+' == op) || ('-' == op)) return 5;
	if (is_shift(op)) return 4;
	if (is_comparison(op)) return 3;
	if ((('&' == op) || ('|' == op)) || ('^' == op)) return 2;
	if ((AND_AND == op) || (OR_OR == op)) return 2;
	return 0;
}

/* ---- Arithmetic as the compiled program does it ---- */

/* a < b for unsigned a and b: turning the sign bits around makes it the signed question */
int is_below(int a, int b)
{
	int sign = 1 << 31;
	return (a ^ sign) < (b ^ sign);
}

/* a >> n, filled with zeros from the left */
int shift_right_unsigned(int a, int n)
{
	if (0 == n) return a;
	return ((a >> 1) & 0x7FFFFFFF) >> (n - 1);
}

int unsigned_remainder;

/* a / b for unsigned a and b; leaves the remainder. Half of a is no negative number, and twice its quotient at most 1 too low. */
int divide_unsigned(int a, int b)
{
	int quotient = 0;
	if (b > 0) quotient = (shift_right_unsigned(a, 1) / b) << 1;
	unsigned_remainder = a - (quotient * b);
	if (is_below(unsigned_remainder, b)) return quotient;
	unsigned_remainder = unsigned_remainder - b;
	return quotient + 1;
}

int magnitude(int n)
{
	if (n < 0) return -n;
	return n;
}

/* a / b or a % b; b is not 0. Signed division cuts toward zero and the remainder has the sign of a. */
int divide(int op, int a, int b, int is_unsigned)
{
	int quotient;
	if (is_unsigned) {
		quotient = divide_unsigned(a, b);
		if ('/' == op) return quotient;
		return unsigned_remainder;
	}
	quotient = divide_unsigned(magnitude(a), magnitude(b));
	if ('/' == op) {
		if ((a < 0) != (b < 0)) return -quotient;
		return quotient;
	}
	if (a < 0) return -unsigned_remainder;
	return unsigned_remainder;
}

/* a op b. Not for a division by 0. */
int calculate(int op, int a, int b, int is_unsigned)
{
	int sign = 1 << 31;
	if ('+' == op) return a + b;
	if ('-' == op) return a - b;
	if ('*' == op) return a * b;
	if (('/' == op) || ('%' == op)) return divide(op, a, b, is_unsigned);
	if ('&' == op) return a & b;
	if ('|' == op) return a | b;
	if ('^' == op) return a ^ b;
	if (SHIFT_LEFT == op) return a << (b & 31);
	if (EQUAL == op) return a == b;
	if (NOT_EQUAL == op) return a != b;
	if ((SHIFT_RIGHT == op) && is_unsigned) return shift_right_unsigned(a, b & 31);
	if (SHIFT_RIGHT == op) return a >> (b & 31);
	if (is_unsigned) {
		a = a ^ sign;
		b = b ^ sign;
	}
	if ('<' == op) return a < b;
	if (LESS_EQUAL == op) return a <= b;
	if ('>' == op) return a > b;
	return a >= b;
}
