/* bignum.c : integers too large for a fixnum.
 *
 * A sign and a magnitude: digits of 16 bits, one to a word, least first. The product of two digits plus two more
 * digits still fits an unsigned word, so nothing here needs more than 32 bits. Operations take fixnums as well; their
 * results are fixnums again when they fit.
 */

#define SIZE(x) (LENGTH(x) - 1)         /* digits of a bignum */

object subtract(object a, object b);    /* number.c */
object multiply(object a, object b);
object call(object procedure, int n, object a, object b);       /* vm.c */

object make_big(int digits, int is_negative) {
	object big = allocate(BIGNUM, digits + 1);
	BIGNUM_OF(big)->is_negative = is_negative;
	return big;
}

int is_big(object x) { if (OBJECT_TAG != TAG(x)) return 0; return BIGNUM == HEADER_TYPE(OBJECT_HEADER(x)); }

/* A fixnum as a bignum, which only this file may see; a bignum as it is */
object as_big(object x) {
	int n = VALUE(x);
	object big;
	if (!IS_FIXNUM(x)) return x;
	big = make_big(2, n < 0);
	if (n < 0) n = 0 - n;
	DIGITS(big)[0] = n & 0xFFFF;
	DIGITS(big)[1] = n >> 16;
	return big;
}

/* Takes zeros off the top. */
void drop_zeros(object big) {
	int size = SIZE(big);
	while (size > 0) {
		if (0 != DIGITS(big)[size - 1]) break;
		size--;
	}
	OBJECT_HEADER(big) = HEADER_OF(BIGNUM, size + 1);
}

/* Without zeros at the top; a fixnum if it fits. */
object normal(object big) {
	int* digits = DIGITS(big);
	int size;
	unsigned n;
	drop_zeros(big);
	size = SIZE(big);
	if (size > 2) return big;
	n = 0;
	if (size > 0) n = digits[0];
	if (size > 1) n = n | (digits[1] << 16);
	if (BIGNUM_OF(big)->is_negative) {
		if (n <= 0x40000000) return FIXNUM(0 - (int) n);
	} else if (n <= MOST_FIXNUM) return FIXNUM((int) n);
	return big;
}

/* A word of C as a number */
object integer(int n) {
	object big;
	unsigned magnitude = n;
	if ((n <= MOST_FIXNUM) & (n >= (0 - MOST_FIXNUM))) return FIXNUM(n);
	big = make_big(2, n < 0);
	if (n < 0) magnitude = 0 - magnitude;
	DIGITS(big)[0] = magnitude & 0xFFFF;
	DIGITS(big)[1] = magnitude >> 16;
	return normal(big);
}

/* ---- Magnitudes ---- */

/* Negative, 0 or positive as |a| is less than, equal to or greater than |b|. Neither has zeros at the top. */
int compare_magnitudes(object a, object b) {
	int i = SIZE(a);
	if (i != SIZE(b)) return i - SIZE(b);
	while (i > 0) {
		i--;
		if (DIGITS(a)[i] != DIGITS(b)[i]) return DIGITS(a)[i] - DIGITS(b)[i];
	}
	return 0;
}

int digit_at(object big, int i) { if (i < SIZE(big)) return DIGITS(big)[i]; return 0; }

/* |a| + |b| */
object add_magnitudes(object a, object b, int is_negative) {
	int size = SIZE(a);
	object sum;
	int carry = 0;
	int i;
	if (size < SIZE(b)) size = SIZE(b);
	sum = make_big(size + 1, is_negative);
	for (i = 0; i <= size; i++) {
		carry = carry + digit_at(a, i) + digit_at(b, i);
		DIGITS(sum)[i] = carry & 0xFFFF;
		carry = carry >> 16;
	}
	return normal(sum);
}

/* |a| - |b|, where |a| is not less */
object subtract_magnitudes(object a, object b, int is_negative) {
	int size = SIZE(a);
	object difference = make_big(size, is_negative);
	int borrow = 0;
	int i;
	for (i = 0; i < size; i++) {
		borrow = (DIGITS(a)[i] - digit_at(b, i)) - borrow;
		DIGITS(difference)[i] = borrow & 0xFFFF;
		borrow = (borrow >> 16) & 1;
	}
	return normal(difference);
}

/* a + b, with the sign of b turned if `negate` */
object big_add(object a, object b, int negate) {
	int a_negative, b_negative;
	a = as_big(a);
	b = as_big(b);
	a_negative = BIGNUM_OF(a)->is_negative;
	b_negative = BIGNUM_OF(b)->is_negative ^ negate;
	if (a_negative == b_negative) return add_magnitudes(a, b, a_negative);
	normal(a);
	normal(b);
	if (compare_magnitudes(a, b) >= 0) return subtract_magnitudes(a, b, a_negative);
	return subtract_magnitudes(b, a, b_negative);
}

object big_multiply(object a, object b) {
	object product;
	unsigned carry, factor;
	int* to;
	int i, j;
	a = as_big(a);
	b = as_big(b);
	product = make_big(SIZE(a) + SIZE(b), BIGNUM_OF(a)->is_negative ^ BIGNUM_OF(b)->is_negative);
	to = DIGITS(product);
	for (i = 0; i < SIZE(product); i++) to[i] = 0;
	for (i = 0; i < SIZE(a); i++) {
		factor = DIGITS(a)[i];
		carry = 0;
		for (j = 0; j < SIZE(b); j++) {
			carry = carry + (factor * DIGITS(b)[j]) + to[i + j];
			to[i + j] = carry & 0xFFFF;
			carry = carry >> 16;
		}
		to[i + j] = carry;
	}
	return normal(product);
}

/* Negative, 0 or positive as a is less than, equal to or greater than b */
int big_compare(object a, object b) {
	int order;
	a = as_big(a);
	b = as_big(b);
	normal(a);
	normal(b);
	if (BIGNUM_OF(a)->is_negative != BIGNUM_OF(b)->is_negative) {
		return BIGNUM_OF(b)->is_negative - BIGNUM_OF(a)->is_negative;
	}
	order = compare_magnitudes(a, b);
	if (BIGNUM_OF(a)->is_negative) return 0 - order;
	return order;
}

/* ---- Division ---- */

/* Divides the magnitude of `big` in place; returns the remainder. */
int divide_by_digit(object big, unsigned divisor) {
	unsigned rest = 0;
	int* digits = DIGITS(big);
	int i = SIZE(big);
	while (i > 0) {
		i--;
		rest = (rest << 16) | digits[i];
		digits[i] = rest / divisor;
		rest = rest % divisor;
	}
	return rest;
}

object copy_magnitude(object big, int is_negative) {
	object copy = make_big(SIZE(big), is_negative);
	memcpy((char*) DIGITS(copy), (char*) DIGITS(big), SIZE(big) * 4);
	return copy;
}

object division_rest;       /* of the last division; its sign is that of the dividend */

/* (%divide-long a b): (quotient . rest) of two magnitudes; in (mes core number) */
object divide_long(object a, object b, int is_negative) {
	object pair = call(value_of("%divide-long"), 2, normal(copy_magnitude(a, 0)), normal(copy_magnitude(b, 0)));
	division_rest = pair->cdr;
	if (BIGNUM_OF(a)->is_negative) division_rest = subtract(FIXNUM(0), division_rest);
	if (is_negative) return subtract(FIXNUM(0), pair->car);
	return pair->car;
}

/* The quotient, truncated toward zero; leaves the rest in division_rest. b is not 0. */
object big_divide(object a, object b) {
	int is_negative;
	object quotient;
	a = as_big(a);
	b = as_big(b);
	normal(a);
	normal(b);
	is_negative = BIGNUM_OF(a)->is_negative ^ BIGNUM_OF(b)->is_negative;
	if (SIZE(a) < SIZE(b)) {
		division_rest = normal(a);
		return FIXNUM(0);
	}
	if (SIZE(b) > 1) return divide_long(a, b, is_negative);
	quotient = copy_magnitude(a, is_negative);
	division_rest = FIXNUM(divide_by_digit(quotient, DIGITS(b)[0]));
	if (BIGNUM_OF(a)->is_negative) division_rest = FIXNUM(0 - VALUE(division_rest));
	return normal(quotient);
}

/* ---- Bits: a negative number has infinitely many ones at the top ---- */

int is_negative_number(object x) { return big_compare(x, FIXNUM(0)) < 0; }

/* op: '&', '|' or '^' */
int logic_of_words(int a, int b, int op) {
	if ('&' == op) return a & b;
	if ('|' == op) return a | b;
	return a ^ b;
}

/* The bits of -1 - x are those of x, flipped: so all can be done with numbers that are not negative. */
object big_logic(object a, object b, int op) {
	int flip_a = 0, flip_b = 0, flip, size, i;
	object result;
	if (is_negative_number(a)) flip_a = 0xFFFF;
	if (is_negative_number(b)) flip_b = 0xFFFF;
	if (flip_a) a = subtract(FIXNUM(-1), a);
	if (flip_b) b = subtract(FIXNUM(-1), b);
	a = as_big(a);
	b = as_big(b);
	flip = logic_of_words(flip_a, flip_b, op);
	size = SIZE(a);
	if (size < SIZE(b)) size = SIZE(b);
	result = make_big(size, 0);
	for (i = 0; i < size; i++) {
		DIGITS(result)[i] = flip ^ logic_of_words(digit_at(a, i) ^ flip_a, digit_at(b, i) ^ flip_b, op);
	}
	result = normal(result);
	if (flip) return subtract(FIXNUM(-1), result);
	return result;
}

object big_shift_left(object x, int count) {
	for (; count > 15; count = count - 15) x = multiply(x, FIXNUM(1 << 15));
	return multiply(x, FIXNUM(1 << count));
}

/* Toward negative infinity, as the bits say */
object big_shift_right(object x, int count) {
	if (is_negative_number(x)) return subtract(FIXNUM(-1), big_shift_right(subtract(FIXNUM(-1), x), count));
	x = copy_magnitude(as_big(x), 0);
	for (; (count > 15) & (SIZE(x) > 0); count = count - 15) {
		divide_by_digit(x, 1 << 15);
		drop_zeros(x);
	}
	if (SIZE(x) > 0) divide_by_digit(x, 1 << count);
	return normal(x);
}
