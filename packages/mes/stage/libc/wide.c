/* Arithmetic of 64 bits that the compiler leaves to calls, under the names gcc uses. */
typedef unsigned long long u64;
typedef long long s64;

/* Shift and subtract, one bit of the quotient a turn; 32-bit operands go to the processor. */
static u64 divide(u64 a, u64 b, u64 *rest)
{
	u64 q = 0;
	u64 r = 0;
	int i;

	if ((a >> 32) == 0 && (b >> 32) == 0) {
		*rest = (unsigned int)a % (unsigned int)b;
		return (unsigned int)a / (unsigned int)b;
	}
	for (i = 63; i >= 0; i--) {
		int carry = (s64)r < 0;
		r = (r << 1) | ((a >> i) & 1);
		if (carry || r >= b) {
			r -= b;
			q |= 1ULL << i;
		}
	}
	*rest = r;
	return q;
}

u64 __udivdi3(u64 a, u64 b) { u64 r; return divide(a, b, &r); }
u64 __umoddi3(u64 a, u64 b) { u64 r; divide(a, b, &r); return r; }

s64 __divdi3(s64 a, s64 b)
{
	u64 r;
	s64 q = divide(a < 0 ? -a : a, b < 0 ? -b : b, &r);

	return (a < 0) != (b < 0) ? -q : q;
}

s64 __moddi3(s64 a, s64 b)
{
	u64 r;

	divide(a < 0 ? -a : a, b < 0 ? -b : b, &r);
	return a < 0 ? -(s64)r : (s64)r;
}

/* long double to unsigned long long: what does not fit a signed one is moved by 2^63 */
u64 __fixunsxfdi(long double x)
{
	if (x >= 9223372036854775808.0L)
		return (u64)(s64)(x - 9223372036854775808.0L) + 0x8000000000000000ULL;
	return (s64)x;
}
