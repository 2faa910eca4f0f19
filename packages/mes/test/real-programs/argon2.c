/* Hashes by every variant of Argon2. */
#include <stdio.h>
#include <string.h>
#include "argon2.h"
int main(void)
{
	unsigned char out[32];
	char enc[200];
	int i, t;
	for (t = 0; t < 3; t++) {
		int r = argon2_hash(2, 64, 1, "password", 8, "somesalt", 8, out, 32, enc, 200, t, 0x13);
		printf("%d ", r);
		for (i = 0; i < 32; i++) printf("%02x", out[i]);
		printf(" %s %d\n", enc, argon2_verify(enc, "password", 8, t));
	}
	return 0;
}
