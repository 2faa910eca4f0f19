/* number.c : arithmetic. Fixnums here, everything larger in bignum.c. */

void wrong_type(object x, int position, char* expected);        /* error.c */
void throw_message(char* key, char* message, object irritants);
void throw_error(char* key, object message);
int check_string(object x, int position);       /* string.c; returns the length */

int is_number(object x) { if (IS_FIXNUM(x)) return 1; return is_big(x); }
void check_number(object x, int position) { if (!is_number(x)) wrong_type(x, position, "a number"); }

/* Which of many arguments it is, nobody says. */
void check_numbers(object a, object b) { check_number(a, 0); check_number(b, 0); }

/* An argument that has to be a fixnum from `least` up to `most` */
int check_range(object x, int position, int least, int most) {
	int n = VALUE(x);
	if (!IS_FIXNUM(x)) wrong_type(x, position, "an integer");
	if ((n < least) | (n > most)) throw_message("out-of-range", "out of range:", cons(x, NIL));
	return n;
}

int check_index(object x, int position, int most) { return check_range(x, position, 0, most); }
object boolean(int truth) { if (truth) return TRUE; return FALSE; }

/* ---- + - * ---- */

object add(object a, object b) {
	if (IS_FIXNUM(a) & IS_FIXNUM(b)) return integer(VALUE(a) + VALUE(b));
	check_numbers(a, b);
	return big_add(a, b, 0);
}

object subtract(object a, object b) {
	if (IS_FIXNUM(a) & IS_FIXNUM(b)) return integer(VALUE(a) - VALUE(b));
	check_numbers(a, b);
	return big_add(a, b, 1);
}

int is_small(int n) { return (n < 32768) & (n > -32768); }

object multiply(object a, object b) {
	int x = VALUE(a), y = VALUE(b);
	if (IS_FIXNUM(a) & IS_FIXNUM(b)) {
		if (is_small(x) & is_small(y)) return FIXNUM(x * y);
		if (0 == y) return FIXNUM(0);
		if (((x * y) / y) == x) return integer(x * y);
	}
	check_numbers(a, b);
	return big_multiply(a, b);
}

object prim_add(object* args, int n) {
	object sum = FIXNUM(0);
	int i;
	for (i = 0; i < n; i++) sum = add(args[i], sum);
	return sum;
}

object prim_subtract(object* args, int n) {
	object rest = args[0];
	int i;
	if (1 == n) return subtract(FIXNUM(0), rest);
	for (i = 1; i < n; i++) rest = subtract(rest, args[i]);
	return rest;
}

object prim_multiply(object* args, int n) {
	object product = FIXNUM(1);
	int i;
	for (i = 0; i < n; i++) product = multiply(args[i], product);
	return product;
}

/* ---- Comparison ---- */

/* Negative, 0 or positive as a is less than, equal to or greater than b */
int compare(object a, object b) {
	if (IS_FIXNUM(a) & IS_FIXNUM(b)) {
		if ((int) a < (int) b) return -1;
		return (int) a > (int) b;
	}
	check_numbers(a, b);
	return big_compare(a, b);
}

/* Do all neighbours compare as `low` to `high` says? */
object compare_all(object* args, int n, int low, int high) {
	object result = TRUE;
	int i, order;
	if (1 == n) check_number(args[0], 1);
	for (i = 1; i < n; i++) {
		order = compare(args[i - 1], args[i]);
		if ((order < low) | (order > high)) result = FALSE;
	}
	return result;
}

enum { FAR = 0x7FFFFFFF };      /* beyond everything that compare returns */

object prim_equal_numbers(object* args, int n) { return compare_all(args, n, 0, 0); }
object prim_less(object* args, int n) { return compare_all(args, n, 0 - FAR, -1); }
object prim_less_or_equal(object* args, int n) { return compare_all(args, n, 0 - FAR, 0); }
object prim_greater(object* args, int n) { return compare_all(args, n, 1, FAR); }
object prim_greater_or_equal(object* args, int n) { return compare_all(args, n, 0, FAR); }

object prim_is_number(object x) { return boolean(is_number(x)); }

/* ---- Division ---- */

void check_division(object a, object b) {
	check_numbers(a, b);
	if (b == FIXNUM(0)) throw_message("divide-by-zero", "division by zero:", cons(a, NIL));
}

object prim_quotient(object a, object b) {
	check_division(a, b);
	if (IS_FIXNUM(a) & IS_FIXNUM(b)) return integer(VALUE(a) / VALUE(b));
	return big_divide(a, b);
}

object prim_remainder(object a, object b) {
	check_division(a, b);
	if (IS_FIXNUM(a) & IS_FIXNUM(b)) return FIXNUM(VALUE(a) % VALUE(b));
	big_divide(a, b);
	return division_rest;
}

/* Like remainder, but with the sign of the divisor */
object prim_modulo(object a, object b) {
	object rest = prim_remainder(a, b);
	if (rest == FIXNUM(0)) return rest;
	if ((compare(rest, FIXNUM(0)) < 0) == (compare(b, FIXNUM(0)) < 0)) return rest;
	return add(rest, b);
}

/* ---- Bits ---- */

object logic(object a, object b, int op) {
	if (IS_FIXNUM(a) & IS_FIXNUM(b)) {
		return (object) (logic_of_words((int) a, (int) b, op) | 1);
	}
	check_numbers(a, b);
	return big_logic(a, b, op);
}

object logic_all(object* args, int n, object result, int op) {
	int i;
	for (i = 0; i < n; i++) result = logic(args[i], result, op);
	return result;
}

object prim_logand(object* args, int n) { return logic_all(args, n, FIXNUM(-1), '&'); }
object prim_logior(object* args, int n) { return logic_all(args, n, FIXNUM(0), '|'); }
object prim_logxor(object* args, int n) { return logic_all(args, n, FIXNUM(0), '^'); }

object prim_ash(object x, object count) {
	int n = check_range(count, 2, -100000000, 100000000);
	int v = VALUE(x);
	check_number(x, 1);
	if (n <= 0) {
		if (!IS_FIXNUM(x)) return big_shift_right(x, 0 - n);
		if (n < -30) n = -30;
		return FIXNUM(v >> (0 - n));
	}
	if (IS_FIXNUM(x) & (n < 30)) if (((v << n) >> n) == v) return integer(v << n);
	return big_shift_left(x, n);
}

/* ---- Text ---- */

int check_radix(object radix, int position) {
	if (radix == MISSING) return 10;
	return check_range(radix, position, 2, 36);
}

char* digit_names = "0123456789abcdefghijklmnopqrstuvwxyz";

/* Filled from the last digit to the first */
char number_text[40];

char* fixnum_text(int n, int radix) {
	int at = 39;
	unsigned rest = n, base = radix;
	if (n < 0) rest = 0 - rest;
	number_text[39] = 0;
	do {
		at--;
		number_text[at] = digit_names[rest % base];
		rest = rest / base;
	} while (0 != rest);
	if (n < 0) {
		at--;
		number_text[at] = '-';
	}
	return number_text + at;
}

/* A digit of the number is at most 16 of the text. */
object big_text(object x, int radix) {
	int at = (SIZE(x) * 16) + 1;
	object text = allocate_string(STRING, at), rest = copy_magnitude(x, 0);
	while (SIZE(rest) > 0) {
		at--;
		BYTES(text)[at] = digit_names[divide_by_digit(rest, radix)];
		drop_zeros(rest);
	}
	if (BIGNUM_OF(x)->is_negative) {
		at--;
		BYTES(text)[at] = '-';
	}
	return new_string(BYTES(text) + at, STRING_OF(text)->length - at);
}

object prim_number_to_string(object x, object radix) {
	int base = check_radix(radix, 2);
	check_number(x, 1);
	if (IS_FIXNUM(x)) return string(fixnum_text(VALUE(x), base));
	return big_text(x, base);
}

/* 0 to 35, or 99 for what is no digit in any radix */
int digit_value(int c) {
	if ((c >= '0') & (c <= '9')) return c - '0';
	c = c | 32;
	if ((c >= 'a') & (c <= 'z')) return (c - 'a') + 10;
	return 99;
}

/* The number that the text spells, or FALSE */
object parse_number(char* text, int length, int radix) {
	int i = ('-' == text[0]) | ('+' == text[0]);
	int n = 0, digit;
	object number = FIXNUM(0);
	if (i >= length) return FALSE;
	for (; i < length; i++) {
		digit = digit_value(text[i]);
		if (digit >= radix) return FALSE;
		if (n < 20000000) {
			n = (n * radix) + digit;
			number = FIXNUM(n);
		} else number = add(multiply(number, FIXNUM(radix)), FIXNUM(digit));
	}
	if ('-' == text[0]) return subtract(FIXNUM(0), number);
	return number;
}

/* What the letter behind # means, or 0 */
int radix_of(int letter) {
	if ('x' == letter) return 16;
	if ('d' == letter) return 10;
	if ('o' == letter) return 8;
	if ('b' == letter) return 2;
	return 0;
}

object prim_string_to_number(object text, object radix) {
	int length = check_string(text, 1);
	int base = check_radix(radix, 2);
	char* digits = BYTES(text);
	if (length > 2) if ('#' == digits[0]) {
		base = radix_of(digits[1]);
		digits = digits + 2;
		length = length - 2;
	}
	if ((0 == length) | (0 == base)) return FALSE;
	return parse_number(digits, length, base);
}
