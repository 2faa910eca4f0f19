/* Not C: of several characters in a constant the first counts. */
int main(void)
{
	printf("%d %d\n", 'ab' == 'a', '\n?' == '\n');
	return 0;
}
