enum
{
	A
};
int main()
{
	A = 2;
}
