/* The corners of string.h: empty strings, ends, bytes above 127, overlaps. */
int sign(int n)
{
	return (n > 0) - (n < 0);
}
int main(void)
{
	char* b = calloc(40, 1);
	char* s = "hello";
	printf("%d %d %d\n", strlen(""), strnlen_s("abcdef", 3), strnlen_s("ab", 9));
	printf("%d %d %d %d\n", sign(strcmp("", "")), sign(strcmp("a", "")), sign(strcmp("\xff", "a")), sign(strncmp("ab", "ac", 1)));
	printf("%d %d\n", strchr(s, 0) - s, strchr(s, 'z') == NULL);
	printf("%d %d %d\n", strrchr(s, 'l') - s, strrchr(s, 0) - s, strrchr(s, 'z') == NULL);
	printf("%d %d %d\n", strspn(s, "leh"), strcspn(s, "xyz"), strspn(s, ""));
	printf("%s %d\n", strpbrk(s, "ol"), strpbrk(s, "xyz") == NULL);
	printf("%s %d %s\n", strstr("aaab", "aab"), strstr("ab", "abc") == NULL, strstr("ab", ""));
	memset(b, 'x', 10);
	strncpy(b, "ab", 4);
	printf("%d %d %c\n", b[2], b[3], b[4]);
	strncpy(b, "abcdef", 3);
	printf("%c%c%c %d\n", b[0], b[1], b[2], b[3]);
	strcpy(b, "0123456789");
	memmove(b + 2, b, 5);
	puts(b);
	memmove(b, b + 2, 5);
	puts(b);
	strcpy(b, "ab");
	strncat(b, "cdef", 2);
	strncat(b, "gh", 9);
	strcat(b, "");
	puts(b);
	printf("%d %d\n", sign(memcmp("a\xff", "a\x01", 2)), memcmp("ab", "ac", 1));
	s = strdup("copy");
	s[0] = 'C';
	puts(s);
	printf("%d %d %d %d\n", isspace(' ') != 0, isspace('\v') != 0, isspace(8), isspace(0));
	return 0;
}
