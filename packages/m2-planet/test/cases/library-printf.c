/* Flags, width, precision and the results of the printf family. */
int main(void)
{
	char* b = calloc(100, 1);
	printf("[%5d] [%-5d] [%05d] [%+d] [% d] [%.3d] [%8.3d] [%-8.3d|]\n", 42, 42, 42, 42, 42, 42, 42, 42);
	printf("[%5s] [%-5s] [%.2s] [%6.2s] [%s]\n", "abc", "abc", "abc", "abc", "");
	printf("[%x] [%X] [%#x] [%#X] [%#o] [%o] [%08x] [%#010x]\n", 255, 255, 255, 255, 8, 8, 0xBEEF, 0xBEEF);
	printf("[%d] [%i] [%u] [%ld] [%lu] [%hd] [%zu]\n", -2147483647 - 1, -1, -1, -5, 5, 6, 7);
	printf("[%c] [%3c] [%-3c] [%%] [%5%]\n", 'a', 'b', 'c');
	printf("[%*d] [%-*d] [%.*s] [%*d]\n", 4, 1, 4, 2, 2, "xyz", -4, 3);
	printf("[%d] [%.0d] [%x] [%.0x] [%05d] [%+05d]\n", 0, 0, 0, 0, -42, 42);
	printf("%d %d\n", printf("four"), sprintf(b, "%s-%d", "text", 12));
	puts(b);
	printf("%d ", snprintf(b, 5, "%s", "123456789"));
	puts(b);
	printf("%d ", snprintf(b, 1, "%d", 12345));
	printf("[%s] %d\n", b, snprintf(NULL, 0, "abc"));
	return 0;
}
