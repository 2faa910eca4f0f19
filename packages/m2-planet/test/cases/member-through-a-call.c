/* f(x)->m has the type that f was declared with, whatever its arguments are. */
struct a
{
	int n;
	struct b* other;
};
struct b
{
	char c;
	int n;
};
struct a* first(struct b* b);
struct b vb = {'x', 2};
struct a va = {1, &vb};
struct a* first(struct b* b)
{
	va.other = b;
	return &va;
}
int main(void)
{
	printf("%d %d %c\n", first(&vb)->n, first(&vb)->other->n, first(&vb)->other[0].c);
	first(&vb)->other->c = 'y';
	first(&vb)->n += 10;
	printf("%c %d %d\n", vb.c, va.n, -first(&vb)->n);
	return 0;
}
