int main(void)
{
	char* s = "\x4";
	return 0;
}
