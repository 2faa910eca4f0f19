/* sha256.c : SHA-256 (FIPS 180-4), a byte at a time. */

/* Fractional parts of the cube roots of the first 64 primes, and of the square roots of the first 8. */
unsigned sha_k[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2 };
unsigned sha_start[8] = {
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };

unsigned sha_state[8];
unsigned sha_w[64];      /* of one block: 16 words of message, the others are mixed from them */
int sha_filled;          /* bytes in the present block */
unsigned sha_low;        /* bytes in the message so far, a 64-bit number in two halves */
unsigned sha_high;

void sha_begin(void)
{
	int i;
	for(i = 0; i < 8; i = i + 1) sha_state[i] = sha_start[i];
	for(i = 0; i < 64; i = i + 1) sha_w[i] = 0;
	sha_filled = 0;
	sha_low = 0;
	sha_high = 0;
}

/* Words 16 to 63 of the message schedule. A rotation is written as its two shifts: this and sha_block
 * are where the time goes, and a call would cost more than the work. */
void sha_schedule(void)
{
	unsigned s0;
	unsigned s1;
	unsigned x;
	int i;
	for(i = 16; i < 64; i = i + 1)
	{
		x = sha_w[i - 15];
		s0 = ((x >> 7) | (x << 25)) ^ ((x >> 18) | (x << 14)) ^ (x >> 3);
		x = sha_w[i - 2];
		s1 = ((x >> 17) | (x << 15)) ^ ((x >> 19) | (x << 13)) ^ (x >> 10);
		sha_w[i] = sha_w[i - 16] + s0 + sha_w[i - 7] + s1;
	}
}

/* The 64 rounds, with the standard's names. */
void sha_block(void)
{
	unsigned a = sha_state[0];
	unsigned b = sha_state[1];
	unsigned c = sha_state[2];
	unsigned d = sha_state[3];
	unsigned e = sha_state[4];
	unsigned f = sha_state[5];
	unsigned g = sha_state[6];
	unsigned h = sha_state[7];
	unsigned t1;
	unsigned t2;
	int i;
	sha_schedule();
	for(i = 0; i < 64; i = i + 1)
	{
		t1 = ((e >> 6) | (e << 26)) ^ ((e >> 11) | (e << 21)) ^ ((e >> 25) | (e << 7));
		t1 = t1 + h + ((e & f) ^ (~e & g)) + sha_k[i] + sha_w[i];
		t2 = ((a >> 2) | (a << 30)) ^ ((a >> 13) | (a << 19)) ^ ((a >> 22) | (a << 10));
		t2 = t2 + ((a & b) ^ (a & c) ^ (b & c));
		h = g;
		g = f;
		f = e;
		e = d + t1;
		d = c;
		c = b;
		b = a;
		a = t1 + t2;
	}
	sha_state[0] = sha_state[0] + a;
	sha_state[1] = sha_state[1] + b;
	sha_state[2] = sha_state[2] + c;
	sha_state[3] = sha_state[3] + d;
	sha_state[4] = sha_state[4] + e;
	sha_state[5] = sha_state[5] + f;
	sha_state[6] = sha_state[6] + g;
	sha_state[7] = sha_state[7] + h;
}

void sha_byte(int byte)
{
	int i = sha_filled >> 2;
	sha_w[i] = (sha_w[i] << 8) | (byte & 0xFF);
	sha_filled = sha_filled + 1;
	if(64 == sha_filled)
	{
		sha_block();
		sha_filled = 0;
	}
}

void sha_add(char* from, unsigned size)
{
	char* end = from + size;
	sha_low = sha_low + size;
	if(sha_low < size) sha_high = sha_high + 1;
	while(from != end)
	{
		sha_byte(from[0]);
		from = from + 1;
	}
}

/* Padding: the bit 1, zeros, and the length in bits as the last 8 bytes. sha_state is the digest then. */
void sha_end(void)
{
	int i;
	unsigned bits = (sha_high << 3) | (sha_low >> 29);
	sha_byte(0x80);
	while(56 != sha_filled) sha_byte(0);
	for(i = 24; i >= 0; i = i - 8) sha_byte(bits >> i);
	bits = sha_low << 3;
	for(i = 24; i >= 0; i = i - 8) sha_byte(bits >> i);
}

/* The digest as 64 hex digits. */
char* sha_digits(void)
{
	char* digits = "0123456789abcdef";
	char* result = allocate(65);
	int i;
	for(i = 0; i < 64; i = i + 1)
	{
		result[i] = digits[(sha_state[i >> 3] >> (28 - (4 * (i & 7)))) & 15];
	}
	result[64] = 0;
	return result;
}
