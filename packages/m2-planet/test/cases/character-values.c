/* '\377' is a char and so negative; '\xff' is the number 255. */
int main(void)
{
	printf("%d %d %d %d\n", '\377', '\xff', '\0', '\e');
	return 0;
}
