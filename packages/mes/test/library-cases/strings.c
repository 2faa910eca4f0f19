/* The string functions and ctype on random texts. */
#include "random.h"
#include <strings.h>
static char *text(char *to, int max, const char *alphabet)
{
	int n = below(max), i, m = strlen(alphabet);
	for (i = 0; i < n; i++) to[i] = alphabet[below(m)];
	to[n] = 0;
	return to;
}
static int sign(int n) { return n < 0 ? -1 : n > 0; }
#define OFF(p, base) ((p) ? (int)((char *)(p) - (char *)(base)) : -1)
static void show(const char *s, int n)
{
	while (n--) {
		unsigned char c = *s++;
		if (c >= 32 && c < 127)
			putchar(c);
		else
			printf("\\%o", c);
	}
	putchar('\n');
}
int main(void)
{
	char a[300], b[300], c[300], d[300];
	int i, j;
	for (i = 0; i < 100; i++) {
		const char *al = i % 3 == 0 ? "ab" : i % 3 == 1 ? "abcABC, \xe9\xff\x80" : "aA";
		text(a, 40, al);
		text(b, i % 2 ? 40 : 4, al);
		int n = below(20), k = al[below(strlen(al))];
		if (i % 5 == 0) {
			strcpy(b, a);
			if (*b) b[below(strlen(b))] = k;
		}
		printf("%d %d %d %d %d %d\n", sign(strcmp(a, b)), sign(strncmp(a, b, n)),
		       sign(memcmp(a, b, strlen(a) < strlen(b) ? strlen(a) : strlen(b))),
		       sign(strcasecmp(a, b)), sign(strncasecmp(a, b, n)), sign(strcoll(a, b)));
		printf("%d %d %d %d %d %d\n", OFF(strchr(a, k), a), OFF(strrchr(a, k), a),
		       OFF(strchr(a, 0), a), OFF(strrchr(a, 0), a), OFF(memchr(a, k, n), a),
		       OFF(strstr(a, b), a));
		printf("%d %d %d %d %d %d\n", (int)strspn(a, b), (int)strcspn(a, b), OFF(strpbrk(a, b), a),
		       (int)strnlen(a, n), OFF(index(a, k), a), OFF(rindex(a, k), a));
		memset(c, '#', 300);
		printf("%d ", OFF(strncpy(c, a, n), c));
		show(c, 50);
		memset(c, '#', 300);
		strcpy(c, a);
		printf("%d ", OFF(strcat(c, b), c));
		show(c, 85);
		memset(c, '#', 300);
		strcpy(c, a);
		printf("%d ", OFF(strncat(c, b, n), c));
		show(c, 85);
		memset(c, '#', 300);
		printf("%d ", OFF(stpcpy(c, a), c));
		show(c, 45);
		memcpy(c, "0123456789abcdefghijklmnopqrstuvwxyz", 37);
		memmove(c + below(16), c + below(16), below(20));
		show(c, 36);
		bcopy(c + below(16), c + below(16), below(20));
		show(c, 36);
		bzero(c + below(5), below(9));
		show(c, 36);
		memset(c + below(5), rnd(), below(30));
		show(c, 36);
		strcpy(c, a);
		{
			char *save, *p = strtok_r(c, b, &save);
			while (p) {
				printf("[%d:%d]", OFF(p, c), (int)strlen(p));
				p = strtok_r(0, b, &save);
			}
			putchar('\n');
		}
		strcpy(c, a);
		{
			char *p = strtok(c, ", ");
			while (p) {
				printf("[%d:%d]", OFF(p, c), (int)strlen(p));
				p = strtok(0, ",a");
			}
			putchar('\n');
		}
		{
			char *p = strdup(a), *q = strndup(a, n);
			printf("%d %d %d\n", strcmp(p, a), (int)strlen(q), strncmp(q, a, n));
			free(p);
			free(q);
		}
	}
	for (i = -1; i < 256; i++)
		printf("%d%d%d%d%d%d%d%d%d%d%d%d %d %d\n", !!isalnum(i), !!isalpha(i), !!isblank(i),
		       !!iscntrl(i), !!isdigit(i), !!isgraph(i), !!islower(i), !!isprint(i), !!ispunct(i),
		       !!isspace(i), !!isupper(i), !!isxdigit(i), tolower(i), toupper(i));
	for (i = 0; i < 135; i++)
		if (i < 41) printf("%s\n", strerror(i));
	return 0;
}
