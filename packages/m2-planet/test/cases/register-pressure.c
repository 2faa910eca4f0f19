/* Expressions that need more registers than there are, on both sides and around calls and divisions. */
int a[8];
int id(int n)
{
	return n;
}
int main(void)
{
	int* p = a;
	int i;
	int x;
	for (i = 0; i < 8; i++) a[i] = i + 1;
	x = (p[p[0]] + p[p[1]]) * ((p[p[2]] + p[p[3]]) * ((p[p[4]] - p[p[5]]) + ((p[i - 1] - p[p[0] + 1]) * ((p[i - 2] + p[i - 3]) - (p[i - 4] * (p[i - 5] - p[i - 6]))))));
	printf("%d\n", x);
	p[id(1) + p[0]] = p[p[p[p[0]]]] + (id(5) / (p[1] % id(3))) - ((p[7] << p[1]) >> (p[id(0)] + id(1)));
	printf("%d\n", a[2]);
	a[a[0]] += (a[a[a[0]]] / a[1]) * id(a[0] ^ a[3]);
	printf("%d\n", a[1]);
	x = ((((((((1 + p[0]) * (2 + p[1])) + ((3 + p[2]) * (4 + p[3]))) * (((5 + p[4]) * (6 + p[5])) + ((7 + p[6]) * (8 + p[7]))))))));
	printf("%d\n", x);
	return 0;
}
