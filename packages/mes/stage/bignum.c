/* bignum.c : integers too large for a fixnum.
 *
 * A sign and a magnitude: digits of 16 bits, one to a word, least first. The product of two digits plus two more
 * digits still fits an unsigned word, so nothing here needs more than 32 bits. Operations take fixnums as well; their
 * results are fixnums again when they fit.
 */

#define SIZE(x) (LENGTH(x) - 1)         /* digits of a bignum */

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

/* A copy of the magnitude of `big`, shifted left by less than 16 bits, with one more digit */
object shifted_copy(object big, int shift) {
	object copy = make_big(SIZE(big) + 1, 0);
	unsigned carry = 0;
	int i;
	for (i = 0; i < SIZE(big); i++) {
		carry = carry | (DIGITS(big)[i] << shift);
		DIGITS(copy)[i] = carry & 0xFFFF;
		carry = carry >> 16;
	}
	DIGITS(copy)[i] = carry;
	return copy;
}

/* rest[at ...] -= digit * divisor. Returns 1 if that was too much. */
int subtract_product(int* rest, int* divisor, int size, unsigned digit) {
	unsigned carry = 0;
	int borrow = 0;
	int i;
	for (i = 0; i < size; i++) {
		carry = carry + (digit * divisor[i]);
		borrow = (rest[i] - (int) (carry & 0xFFFF)) - borrow;
		rest[i] = borrow & 0xFFFF;
		borrow = (borrow >> 16) & 1;
		carry = carry >> 16;
	}
	borrow = (rest[size] - (int) carry) - borrow;
	rest[size] = borrow & 0xFFFF;
	return borrow < 0;
}

void add_back(int* rest, int* divisor, int size) {
	int carry = 0;
	int i;
	for (i = 0; i < size; i++) {
		carry = carry + rest[i] + divisor[i];
		rest[i] = carry & 0xFFFF;
		carry = carry >> 16;
	}
	rest[size] = (rest[size] + carry) & 0xFFFF;
}

object division_rest;       /* of the last division; its sign is that of the dividend */

/* Knuth's algorithm D: a digit of the quotient is guessed from the leading digits. When the divisor's first digit is
 * at least half the base, the guess is at most 2 too large. */
object divide_long(object a, object b, int is_negative) {
	int size = SIZE(b);
	int steps = SIZE(a) - size;
	int shift = 0;
	int i;
	unsigned first = DIGITS(b)[size - 1];
	unsigned guess;
	object quotient = make_big(steps + 1, is_negative);
	object rest;
	int* divisor;
	int* part;
	while (0 == ((first << shift) & 0x8000)) shift = shift + 1;
	rest = shifted_copy(a, shift);
	divisor = DIGITS(shifted_copy(b, shift));
	first = divisor[size - 1];
	for (i = steps; i >= 0; i = i - 1) {
		part = (int*) ((char*) DIGITS(rest) + (4 * i));
		guess = 0xFFFF;
		if (part[size] < (int) first) {
			guess = (part[size] << 16) | part[size - 1];
			guess = guess / first;
		}
		if (subtract_product(part, divisor, size, guess)) {
			do {
				guess--;
				add_back(part, divisor, size);
				/* the sum went past the top again when the borrow is repaid */
			} while (0xFFFF == part[size]);
		}
		DIGITS(quotient)[i] = guess;
	}
	normal(rest);
	rest = as_big(rest);
	/* undo the shift: it divides evenly */
	divide_by_digit(rest, 1 << shift);
	BIGNUM_OF(rest)->is_negative = BIGNUM_OF(a)->is_negative;
	division_rest = normal(rest);
	return normal(quotient);
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
	quotient = shifted_copy(a, 0);
	BIGNUM_OF(quotient)->is_negative = is_negative;
	division_rest = FIXNUM(divide_by_digit(quotient, DIGITS(b)[0]));
	if (BIGNUM_OF(a)->is_negative) division_rest = FIXNUM(0 - VALUE(division_rest));
	return normal(quotient);
}

/* ---- Bits: a negative number has infinitely many ones at the top ---- */

/* The number in two's complement, in `size` digits */
object to_complement(object x, int size) {
	object bits = make_big(size, 0);
	int carry = BIGNUM_OF(x)->is_negative;
	int flip = 0;
	int i;
	if (carry) flip = 0xFFFF;
	for (i = 0; i < size; i++) {
		carry = carry + (digit_at(x, i) ^ flip);
		DIGITS(bits)[i] = carry & 0xFFFF;
		carry = carry >> 16;
	}
	return bits;
}

/* The inverse, in place */
object from_complement(object bits) {
	int* digits = DIGITS(bits);
	int size = SIZE(bits);
	int carry = 1;
	int i;
	if (0 == (digits[size - 1] & 0x8000)) return normal(bits);
	for (i = 0; i < size; i++) {
		carry = carry + (digits[i] ^ 0xFFFF);
		digits[i] = carry & 0xFFFF;
		carry = carry >> 16;
	}
	BIGNUM_OF(bits)->is_negative = 1;
	return normal(bits);
}

/* op: '&', '|' or '^' */
object big_logic(object a, object b, int op) {
	int size, i;
	int* digits;
	a = as_big(a);
	b = as_big(b);
	size = SIZE(a) + 1;
	if (size <= SIZE(b)) size = SIZE(b) + 1;
	a = to_complement(a, size);
	b = to_complement(b, size);
	digits = DIGITS(a);
	for (i = 0; i < size; i++) {
		if ('&' == op) digits[i] = digits[i] & DIGITS(b)[i];
		else if ('|' == op) digits[i] = digits[i] | DIGITS(b)[i];
		else digits[i] = digits[i] ^ DIGITS(b)[i];
	}
	return from_complement(a);
}

object big_shift_left(object x, int count) {
	int digits = count / 16;
	object moved = shifted_copy(as_big(x), count % 16);
	object result = make_big(SIZE(moved) + digits, BIGNUM_OF(as_big(x))->is_negative);
	int i;
	for (i = 0; i < digits; i++) DIGITS(result)[i] = 0;
	for (i = 0; i < SIZE(moved); i++) DIGITS(result)[i + digits] = DIGITS(moved)[i];
	return normal(result);
}

/* Toward negative infinity, as the bits say */
object big_shift_right(object x, int count) {
	int digits = count / 16;
	int size;
	object result;
	int i;
	x = as_big(x);
	size = SIZE(x) + 1;
	if (digits >= size) {
		if (BIGNUM_OF(x)->is_negative) return FIXNUM(-1);
		return FIXNUM(0);
	}
	x = to_complement(x, size);
	result = make_big(size - digits, 0);
	for (i = digits; i < size; i++) {
		DIGITS(result)[i - digits] = ((digit_at(x, i) | (digit_at(x, i + 1) << 16)) >> (count % 16)) & 0xFFFF;
	}
	/* the ones that come in at the top */
	if ((0 != (DIGITS(x)[size - 1] & 0x8000)) & (0 != (count % 16))) {
		i = SIZE(result) - 1;
		DIGITS(result)[i] = DIGITS(result)[i] | (0xFFFF & (0xFFFF << (16 - (count % 16))));
	}
	return from_complement(result);
}

/* ---- Text ---- */

/* big * factor + digit, in place; the magnitude has room at the top */
void multiply_add(object big, unsigned factor, unsigned carry) {
	int* digits = DIGITS(big);
	int i;
	for (i = 0; i < SIZE(big); i++) {
		carry = carry + (factor * digits[i]);
		digits[i] = carry & 0xFFFF;
		carry = carry >> 16;
	}
}
