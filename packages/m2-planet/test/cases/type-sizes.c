/* The sizes of all types. */
enum color
{
	RED
};
int main(void)
{
	printf("%d %d %d %d\n", sizeof(void), sizeof(_Bool), sizeof(enum color), sizeof(FUNCTION));
	printf("%d %d %d %d\n", sizeof(long long), sizeof(long long int), sizeof(unsigned long long), sizeof(long int));
	printf("%d %d %d %d\n", sizeof(SCM), sizeof(int64_t), sizeof(uint64_t), sizeof(__va_list));
	printf("%d %d %d\n", sizeof(short int), sizeof(unsigned short int), sizeof(int unsigned short));
	printf("%d %d %d\n", sizeof(signed char), sizeof(char unsigned), sizeof(int64_t*));
	return 0;
}
