int f();
int main()
{
	f() = 2;
}
