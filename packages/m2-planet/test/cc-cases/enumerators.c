/* A value may be given: a number, a character, an enumerator, a size; or it is one more than the one before. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
enum
{
	A,
	B,
	C = 10,
	D,
	E = 0x20,
	F = 'x',
	G = B,
	H = -3,
	I,
	J = sizeof(int)
};
enum { K = 1000, };
int main()
{
	show(A);
	show(B);
	show(C);
	show(D);
	show(E);
	show(F);
	show(G);
	show(H);
	show(I);
	show(J);
	show(K - -I);
	return 0;
}
