enum
{
	A = 1;
	B
};
