/* Arithmetic and indexes on pointers to typedef names use the size of what they name. */
typedef unsigned char byte;
typedef short half;
typedef struct point
{
	half x;
	half y;
} point, *point_pointer;
typedef int number;
typedef int number;
typedef int (*operation)(int, int);
typedef point line[2];
typedef struct point* (*maker)(void);
int add(int a, int b)
{
	return a + b;
}
point origin = {3, 4};
point_pointer make(void)
{
	return &origin;
}
int main(void)
{
	byte bytes[3];
	byte* b = bytes;
	half halves[2];
	half* h = halves;
	line l;
	point* p = l;
	operation op = add;
	operation table[2];
	maker m = make;
	b[0] = 200;
	b[1] = 201;
	h[1] = -7;
	l[1].y = 11;
	table[1] = add;
	p++;
	h += 1;
	printf("%d %d %d %d\n", bytes[1], *h, p->y, op(1, 2));
	printf("%d %d %d %d\n", sizeof(line), sizeof(point_pointer), table[1](3, 4), m()->y);
	return 0;
}
