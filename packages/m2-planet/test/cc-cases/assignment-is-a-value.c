/* = is right-associative; its value is what was stored, in variables, elements and members. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
struct pair
{
	int one;
	int two;
};
int global;
int main()
{
	int a;
	int b;
	int* list = calloc(4, sizeof(int));
	char* text = calloc(4, 1);
	struct pair* p = calloc(1, sizeof(struct pair));
	a = b = global = 7;
	show(a + b + global);
	list[0] = list[1] = p->one = p->two = 9;
	show(list[0] + list[1] + p->one + p->two);
	show((a = 3) + (list[2] = 4) + (p->one = 5));
	if((text[0] = 'x') == 'x') show(text[0]);
	show(list[a = 1]);
	show(a);
	return 0;
}
