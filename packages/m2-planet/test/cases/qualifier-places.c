/* const, restrict, static, inline, extern and _Noreturn wherever they may stand. */
const char const* const a = "a";
char const* restrict b = "b";
static const unsigned int c = 3;
extern int d;
static inline int add(const int x, register int y)
{
	const static int one = 1;
	volatile int z = x + y;
	return z + one;
}
_Noreturn void stop(void)
{
	exit(0);
}
int d = 4;
int main(void)
{
	auto int e = 5;
	printf("%s %s %d %d %d %d\n", a, b, c, d, e, add(1, 2));
	stop();
}
