/* Structs of any size are copied by =, through variables, pointers and elements. */
struct big
{
	int a[5];
	char c;
};
struct big list[2];
struct small
{
	short s;
} x, y;
struct big* where(void)
{
	return &list[1];
}
int main(void)
{
	struct big b;
	struct big* p = &b;
	int i;
	for (i = 0; i < 5; i++) b.a[i] = i * i;
	b.c = 'b';
	list[0] = b;
	b.a[4] = 0;
	*where() = list[0];
	*p = *where();
	x.s = 5;
	y = x;
	printf("%d %c %d %d\n", list[1].a[4], p->c, b.a[4], y.s);
	return 0;
}
