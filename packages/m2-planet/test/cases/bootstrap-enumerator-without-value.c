enum
{
	A,
};
