/* Arguments go left to right, also those that are calls; a prototype may come late, often and without names. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int f(int, char*, int);
int f(int a, char* b, int c);
int count;
int next()
{
	count = count + 1;
	return count;
}
int digits(int a, int b, int c, int d, int e, int f, int g, int h)
{
	return (((((((a * 10 + b) * 10 + c) * 10 + d) * 10 + e) * 10 + f) * 10 + g) * 10) + h;
}
int f(int a, char* b, int c)
{
	return a * 100 + b[0] * c;
}
int f(int one, char*, int two);
int depth(int n)
{
	int local = n;
	if(n == 0) return 0;
	return depth(n - 1) + local - n + 1;
}
int main()
{
	show(digits(1, 2, 3, 4, 5, 6, 7, 8));
	show(digits(next(), next(), next(), digits(0, 0, 0, 0, 0, 0, 0, next()), next(), 6, 7, 8));
	show(f(f(1, "a", 2), "b", f(3, "c", 4)));
	show(depth(10000));
	next();
	show(count);
	return 0;
}
