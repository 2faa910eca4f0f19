enum
{
	A,
	B,
	A
};
