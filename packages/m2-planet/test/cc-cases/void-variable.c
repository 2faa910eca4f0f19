int main()
{
	void a;
}
