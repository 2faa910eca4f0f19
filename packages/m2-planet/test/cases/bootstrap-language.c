/* What --bootstrap-mode has besides the subset of cc: x++, &x, *p, initialised globals; lines with # are skipped. */
#define ONE 7
#if 0
int one = 1;
#else
char* text = "text";
#endif
size_t size;
struct pair
{
	int a;
	char* b;
};
void num(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
void set(int* p, int n)
{
	*p = n;
}
int main(int argc, char** argv)
{
	struct pair* p = calloc(1, sizeof(struct pair));
	int n = 5;
	n++;
	set(&n, n * 7);
	num(n);
	p->b = text;
	p->a = one;
	num(p->a);
	fputs(p->b, stdout);
	size = sizeof(ssize_t);
	num(size);
	return 0;
}
