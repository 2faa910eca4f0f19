/* ++ and -- before and after globals, statics, members, elements, narrow and pointer objects. */
int g = 5;
char c = 127;
unsigned char u;
short s = -32768;
int a[3] = {1, 2, 3};
struct pair
{
	char x;
	int y;
	int* p;
} pair = {1, 2, a};
int next(void)
{
	static int n = 0;
	return n++;
}
int main(void)
{
	struct pair* q = &pair;
	int i = 0;
	int* p = a;
	char* t = "xyz";
	printf("%d %d %d %d\n", g++, ++g, g--, --g);
	printf("%d %d %d %d %d %d\n", c++, c, u--, u, s--, s);
	printf("%d %d %d %d\n", a[i++]++, a[i]--, ++a[i++], i);
	printf("%d %d %d %d %d\n", q->x++, ++q->y, *q->p++, *q->p, q->x--);
	next();
	printf("%d %d %d\n", next(), *p++, *++p);
	printf("%c%c%c\n", *t++, *t++, *t);
	p = a;
	(*p)++;
	++*p;
	printf("%d %d\n", *p, a[next() - 2]--);
	return 0;
}
