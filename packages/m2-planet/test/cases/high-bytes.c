/* Bytes above 127 in strings and comments: ü */
int main(void)
{
	char* s = "ü";
	printf("%d %d %d\n", s[0], s[1], s[2]);
	return 0;
}
