int main(void)
{
	char* s = "a" "b";
	return 0;
}
