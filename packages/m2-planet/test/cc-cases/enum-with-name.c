enum e
{
	A
};
