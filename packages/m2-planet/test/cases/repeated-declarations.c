/* Globals and functions may be declared any number of times, functions even defined: the last definition holds. */
extern int a;
int a;
int a = 5;
extern int a;
int b = 6;
int b;
extern int only_declared;
extern int list[];
int list[2] = {1, 2};
int f();
int f(void);
int f(void)
{
	return 1;
}
int f(int x);
int f(void)
{
	return 2;
}
struct s;
struct s;
struct s* p;
struct s
{
	int m;
};
struct s* p;
int main(void)
{
	extern int a;
	int f(void);
	only_declared = 7;
	printf("%d %d %d %d %d %d\n", a, b, only_declared, list[1], f(), p == 0);
	return 0;
}
