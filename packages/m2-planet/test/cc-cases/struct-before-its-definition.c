/* A pointer to a struct needs no definition of the struct; names of members, structs and variables do not meet. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
struct b* first;
struct a
{
	struct b* b;
	int value;
};
struct b
{
	struct a* a;
	int value;
	int b;
};
int main()
{
	struct a* a = calloc(1, sizeof(struct a));
	struct b* value = calloc(1, sizeof(struct b));
	first = value;
	a->b = value;
	value->a = a;
	value->value = 3;
	value->b = 4;
	a->value = 5;
	show(a->b->value);
	show(a->b->b);
	show(first->a->value);
	show(sizeof(struct a));
	show(sizeof(struct b));
	show(sizeof(struct b*));
	return 0;
}
