/* Texts of growing redundancy through the compressors of LZ4, and back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lz4.h"
#include "lz4hc.h"
#include "lz4frame.h"
#include "xxhash.h"
static unsigned s = 1;
static unsigned r(void) { return (s = s * 1103515245 + 12345) >> 16; }
int main(void)
{
	int n = 200000, i, k;
	char *a = malloc(n), *b = malloc(LZ4F_compressFrameBound(n, 0) + LZ4_compressBound(n)),
	     *c = malloc(n);
	for (k = 0; k < 4; k++) {
		for (i = 0; i < n; i++)
			a[i] = i > 99 && r() % 20 < 4 * k ? a[i - 1 - r() % 99] : "etaoin shrdlu"[r() % 13];
		int m = LZ4_compress_default(a, b, n, LZ4_compressBound(n));
		printf("%d %x", m, XXH32(b, m, 7));
		printf(" %d", LZ4_decompress_safe(b, c, m, n));
		printf(" %d", memcmp(a, c, n) != 0);
		m = LZ4_compress_HC(a, b, n, LZ4_compressBound(n), 9);
		printf(" %d %llx %d\n", m, XXH64(b, m, 7), LZ4_decompress_safe(b, c, m, n));
		m = LZ4F_compressFrame(b, LZ4F_compressFrameBound(n, 0), a, n, 0);
		printf("%d %x\n", m, XXH32(b, m, 3));
	}
	return 0;
}
