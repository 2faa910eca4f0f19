/* Postfix operators bind tighter than unary ones. */
struct s
{
	int m;
	int* p;
};
int main(void)
{
	int a[2];
	struct s v;
	struct s* q = &v;
	a[1] = 3;
	v.m = 4;
	v.p = a;
	printf("%d %d %d %d\n", -a[1], -q->m, ~v.p[1], !q->p[1]);
	printf("%d %d %d %d\n", - -a[1], !!a[1], -~a[1], +a[1]);
	*q->p = 8;
	printf("%d %d\n", *&*q->p, -*q->p);
	return 0;
}
