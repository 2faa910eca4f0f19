/* Variables declared with their struct, anonymous members at any depth, arrays of all kinds as members. */
struct later;
struct outer
{
	char tag;
	union
	{
		int number;
		struct
		{
			short low;
			short high;
		};
		char bytes[4];
	};
	struct inner
	{
		char* names[2];
		struct later* links[2];
	} in;
	int (*call)(int);
} first, *second;
struct later
{
	int value;
};
struct
{
	int x, y, z[2];
} nameless = {1, 2, {3, 4}};
int minus(int n)
{
	return -n;
}
int main(void)
{
	struct later l;
	second = &first;
	second->number = 0x00050003;
	printf("%d %d %d %d\n", first.low, second->high, second->bytes[2], sizeof(struct outer));
	second->in.names[1] = "one";
	first.in.names[0] = "zero";
	second->in.links[1] = &l;
	second->in.links[1]->value = 9;
	first.call = minus;
	printf("%s %s %c %d %d\n", second->in.names[0], first.in.names[1], first.in.names[0][3], l.value, second->call(4));
	printf("%d %d %d\n", nameless.y, nameless.z[1], sizeof(struct inner));
	return 0;
}
