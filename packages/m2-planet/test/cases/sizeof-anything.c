/* sizeof of expressions, with and without parentheses. */
struct s
{
	char c[5];
	short h;
} v;
int f(void);
int main(void)
{
	struct s* p = &v;
	int a[4];
	char c;
	printf("%d %d %d %d\n", sizeof v, sizeof p->c, sizeof(p->h), sizeof *p);
	printf("%d %d %d %d\n", sizeof a, sizeof a[0], sizeof a / sizeof *a, sizeof(c + c));
	printf("%d %d %d\n", sizeof "abc" "def", sizeof(f()), sizeof &v);
	printf("%d\n", sizeof(int) * 2);
	return 0;
}
