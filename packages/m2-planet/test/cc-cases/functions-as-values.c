/* FUNCTION in variables, arguments, members and elements; the arguments may be calls of the same kind. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
struct operation
{
	char* name;
	FUNCTION code;
};
FUNCTION global;
int add(int a, int b)
{
	return a + b;
}
int twice(FUNCTION f, int a)
{
	return f(f(a, a), f(a, 1));
}
FUNCTION choose(int n)
{
	if(n) return twice;
	return add;
}
int nothing()
{
	return 42;
}
int main()
{
	struct operation* o = calloc(1, sizeof(struct operation));
	FUNCTION* table = calloc(2, sizeof(FUNCTION));
	FUNCTION local = add;
	global = local;
	o->code = add;
	table[1] = twice;
	show(local(1, 2));
	show(global(local(1, 2), global(3, 4)));
	show(o->code(5, o->code(6, 7)));
	show(table[1](add, 10));
	show(twice(o->code, table[1](local, 1)));
	local = choose(1);
	show(local(choose(0), 100));
	local = nothing;
	show(local());
	show(local == nothing);
	return 0;
}
