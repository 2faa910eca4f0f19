int f(void);
enum
{
	A = f(),
};
