/* The name of an array is its address, for global, static and local arrays and members alike; & of it is the same. */
int g[3] = {1, 2, 3};
struct s
{
	char t[2];
	int n[2];
};
int sum(int* p)
{
	return p[0] + p[1] + p[2];
}
int main(void)
{
	static int st[3] = {4, 5, 6};
	int l[3];
	char t[4];
	struct s m;
	int* p = l;
	l[0] = 7;
	l[1] = 8;
	*(l + 8) = 9;
	printf("%d %d %d %d %d\n", sum(g), sum(st), sum(l), sum(&l), p == &l);
	t[0] = 'o';
	t[1] = 'k';
	t[2] = 0;
	m.t[0] = 'm';
	m.t[1] = 0;
	m.n[1] = 1;
	puts(t);
	puts(m.t);
	printf("%d %d %d %d\n", *g, *m.t, *(m.n + 4), "abc"[1]);
	return 0;
}
