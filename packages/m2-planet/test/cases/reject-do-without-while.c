int main(void)
{
	do ; until (1);
	return 0;
}
