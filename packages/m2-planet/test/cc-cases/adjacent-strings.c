int main()
{
	char* s = "a" "b";
}
