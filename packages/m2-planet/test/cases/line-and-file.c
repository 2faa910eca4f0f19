/* __LINE__ in a macro is the line where it is used; __FILE__ is the name on the command line. */
#define HERE __LINE__
#define TEXT(x) x
int main(void)
{
	printf("%d %d\n", HERE, TEXT(__LINE__)); /* line 6 */
	printf("%d\n",
		HERE);
	char* f = __FILE__;
	puts(f + strlen(f) - 15);
	return 0;
}
