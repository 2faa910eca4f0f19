int main(void)
{
	goto 5;
	return 0;
}
