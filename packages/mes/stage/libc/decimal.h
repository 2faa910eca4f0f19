/* Between binary and decimal, exactly, with integers of any size. */
#define DECIMAL_DIGITS 6200     /* 4933 before the point and a thousand after it */

/* The decimal digits of |x|, correctly rounded (half to even), terminated by 0.  count digits in all,
   or with `fixed` count digits after the point.  The value is 0.DIGITS * 10^*point. */
void __decimal(long double x, int count, int fixed, char *digits, int *point);

int __signbitl(long double x);

/* digits * 10^exponent with that many bits of precision, or digits * 2^exponent in base 16; sets errno when it is too
   large, or too small to be exact.  digits are n numbers below the base. */
long double __binary(const char *digits, int n, int base, int exponent, int bits, int least, int most);
