/* After a cast to a pointer an index belongs to the new pointer; after other casts, and for members, C's rule holds. */
struct box
{
	int* inside;
};
int main(void)
{
	int words[2];
	struct box b;
	unsigned char* u = words;
	char* text = "\xf0z";
	words[0] = 0x04030201;
	words[1] = 0x08070605;
	b.inside = words;
	printf("%d %d\n", (char*)words[1], ((char*)words)[1]);
	printf("%d %d\n", (unsigned char)text[0], (int)u[5]);
	printf("%d %d\n", *(char*)b.inside, (short*)(words)[1]);
	return 0;
}
