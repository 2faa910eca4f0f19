int a;
enum
{
	B = a,
};
