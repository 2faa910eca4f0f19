/* number.c : numbers as M1 reads them, and bytes as M1 and blood-elf write them. */

/* number  := "0b" ["-"] binary | "0x" ["-"] hex | "0" ["-"] octal | ["-"] decimal
 * Digits may be separated by `_`. Arithmetic is modulo 2^32. Text of any other form is the number 0,
 * and clears `number_is_valid`. */
int number_is_valid;

int digit_of(int c)
{
	if((c >= '0') & (c <= '9')) return c - '0';
	if((c >= 'a') & (c <= 'z')) return (c - 'a') + 10;
	if((c >= 'A') & (c <= 'Z')) return (c - 'A') + 10;
	return 99;
}

int parse_digits(char* p, char* end, int base)
{
	int value = 0;
	int negative = 0;
	int count = 0;
	int digit;
	if(p != end) if('-' == p[0])
	{
		negative = 1;
		p = p + 1;
	}
	while(p != end)
	{
		if('_' != p[0])
		{
			digit = digit_of(p[0]);
			if(digit >= base) return 0;
			value = (value * base) + digit;
			count = count + 1;
		}
		p = p + 1;
	}
	number_is_valid = count > 0;
	if(negative) return 0 - value;
	return value;
}

int parse_number(char* text, int length)
{
	char* end = text + length;
	number_is_valid = 0;
	if(0 == length) return 0;
	if('0' != text[0]) return parse_digits(text, end, 10);
	if(1 == length)
	{
		number_is_valid = 1;
		return 0;
	}
	if('x' == text[1]) return parse_digits(text + 2, end, 16);
	if('b' == text[1]) return parse_digits(text + 2, end, 2);
	return parse_digits(text + 1, end, 8);
}

/* ---- Bytes as digits: 2 hex, 8 binary or 3 octal digits each ---- */

int digits_per_byte;      /* 2, 8 or 3 */
int digit_bits;           /* 4, 1 or 3 */
int is_big_endian;

void use_hex(void)
{
	digits_per_byte = 2;
	digit_bits = 4;
}

void use_binary(void)
{
	digits_per_byte = 8;
	digit_bits = 1;
}

void use_octal(void)
{
	digits_per_byte = 3;
	digit_bits = 3;
}

/* Writes the digits of one byte at `to`; returns the place behind them. */
char* byte_digits(char* to, int byte)
{
	char* digits = "0123456789ABCDEF";
	int i;
	byte = byte & 0xFF;
	for(i = digits_per_byte - 1; i >= 0; i = i - 1)
	{
		to[i] = digits[byte & ((1 << digit_bits) - 1)];
		byte = byte >> digit_bits;
	}
	return to + digits_per_byte;
}

/* The low `width` bytes of value, in the byte order chosen. */
char* number_digits(char* to, int value, int width)
{
	int i;
	for(i = 0; i < width; i = i + 1)
	{
		if(is_big_endian) to = byte_digits(to, value >> (8 * (width - 1 - i)));
		else to = byte_digits(to, value >> (8 * i));
	}
	return to;
}
