/* argv[0] and nothing else; the end of argv is a 0. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
int main(int argc, char** argv)
{
	show(argc);
	show(argv[0] != 0);
	show(argv[1] == 0);
	return 0;
}
