/* Large pieces, single bytes, positions and bytes that are pushed back. */
int main(void)
{
	char* name = "library_files.tmp";
	char* big = malloc(20001);
	char* back = calloc(20001, 1);
	FILE* f = fopen(name, "w");
	int i;
	int n;
	for (i = 0; i < 20000; i++) big[i] = i * 7;
	printf("%d ", fwrite(big, 1000, 20, f));
	printf("%d ", ftell(f));
	fputc('x', f);
	fputs("yz", f);
	printf("%d\n", ftell(f));
	fseek(f, 3, SEEK_SET);
	fputc('!', f);
	fclose(f);
	f = fopen(name, "a");
	fputs("end\n", f);
	fclose(f);
	f = fopen(name, "r");
	printf("%d ", fgetc(f));
	printf("%d ", fread(back + 1, 1, 20000, f));
	n = 0;
	big[3] = '!';
	for (i = 1; i < 20000; i++) if (back[i] != big[i]) n++;
	printf("%d %c %d\n", n, back[20000], ftell(f));
	printf("%s", fgets(back, 100, f));
	printf("%d %d %d\n", fgetc(f), fgets(back, 9, f) == NULL, fread(back, 4, 2, f));
	fseek(f, -3, SEEK_END);
	n = fgetc(f);
	ungetc('#', f);
	printf("%c %d ", n, ftell(f));
	printf("%c", fgetc(f));
	printf("%s", fgets(back, 3, f));
	printf("[%s]\n", fgets(back, 3, f));
	fseek(f, 0, SEEK_SET);
	fseek(f, 20000, SEEK_CUR);
	printf("%c ", fgetc(f));
	printf("%d\n", fread(back, 10, 5, f));
	rewind(f);
	printf("%d\n", fgetc(f));
	fclose(f);
	printf("%d ", remove(name));
	printf("%d\n", remove(name));
	return 0;
}
