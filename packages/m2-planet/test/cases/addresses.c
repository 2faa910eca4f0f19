/* & of variables, elements, members, parameters and functions; * of any address. */
struct s
{
	int a;
	char b[4];
	struct s* next;
};
struct s global;
int array[3];
int f(int x, int y)
{
	int* p = &y;
	*p += x;
	*&x = 100;
	return x + y;
}
int main(void)
{
	struct s local;
	int i = 1;
	int* p = &array[i + 1];
	char* c = &local.b[2];
	int** pp = &p;
	struct s* q = &global;
	**pp = 5;
	*c = 'c';
	local.next = &global;
	*(&local.next->a) = 9;
	*(&local.b + 1) = 'x';
	i = *(int*)&global + *&i;
	printf("%d %c %d %c %d\n", array[2], local.b[2], global.a, local.b[1], i);
	printf("%d %d %d\n", f(1, 2), &f == f, &q->next == &global.next);
	printf("%d %d\n", (&local.next)[0]->a, *(p - 4) + **pp);
	return 0;
}
