/* Where bit-fields lie: 64-bit ones are aligned as words, packing lets them cross, width 0 ends a word. */
#include <stdio.h>
#include <stddef.h>
#include <string.h>

struct crossing { long long a; int b : 30; long long c : 2; unsigned long long d : 36; char e; };
struct ended { short a : 5; long long : 0; char b : 2; int c; };
struct __attribute__((packed)) packed { char a; int b : 5, c : 30; short d; };
#pragma pack(push, 1)
struct bytes { char a; int b; short c; double d; int e : 5, f : 30; char g; };
#pragma pack(push, 2)
struct halves { char a; int b; short c; double d; int e : 5, f : 30; char g; };
#pragma pack(pop)
struct bytes_again { char a; int b; };
#pragma pack(pop)
struct plain { char a; int b; short c; double d; int e : 5, f : 30; char g; };
struct aligned { char a; long long b __attribute__((aligned(8))); };

static void show(void *object, int size)
{
	unsigned char *p = object;

	while (size--) printf("%02x", *p++);
	printf("\n");
}

#define FILL(type, member, value) { struct type x; memset(&x, 0, sizeof x); x.member = value; show(&x, sizeof x); }

int main(void)
{
	printf("%d %d %d %d %d %d %d %d\n", (int)sizeof(struct crossing), (int)sizeof(struct ended),
		(int)sizeof(struct packed), (int)sizeof(struct bytes), (int)sizeof(struct halves),
		(int)sizeof(struct bytes_again), (int)sizeof(struct plain), (int)sizeof(struct aligned));
	printf("%d %d %d %d\n", (int)offsetof(struct ended, c), (int)offsetof(struct halves, g),
		(int)offsetof(struct plain, g), (int)offsetof(struct aligned, b));
	FILL(crossing, c, -1)
	FILL(crossing, d, 0xfedcba987ULL)
	FILL(ended, b, -2)
	FILL(packed, c, 0x2aaaaaaa)
	FILL(bytes, f, -1)
	FILL(halves, f, 0x12345678)
	return 0;
}
