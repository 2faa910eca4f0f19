/* A string may stand outside of functions and initialisers, too. */
int size[sizeof("four")];
enum
{
	LENGTH = sizeof("sixsix") - 1,
};
int main(void)
{
	printf("%d %d\n", sizeof(size), LENGTH);
	return 0;
}
