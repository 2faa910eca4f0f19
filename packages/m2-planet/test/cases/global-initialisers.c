/* Constants of all kinds, narrow and negative values, strings with blanks, addresses, lists with and without inner braces. */
enum
{
	TWO = 2,
};
struct pair
{
	char a;
	short b;
	char* name;
};
int sum = 1 + TWO * sizeof(int) - (7 >> 1);
int neg = -(3 + 4), not = !5, inverse = ~0;
unsigned big = 0xFFFFFFFF / 2;
char letter = -5;
char letters[] = {-1, 'b', 300};
short shorts[3] = {-2, 40000};
unsigned char byte = 200;
char* text = "two words: one, two";
char in_array[] = "abc";
char longer[6] = "de";
char exact[2] = "fg";
char* names[] = {"first one", "second", 0};
int* where = &sum;
int row[4] = {1, 2, 3, 4};
int* rows[2] = {row, 0};
struct pair one = {1, -2, "pair"};
struct pair some[] = {{'x', 3, "x y"}, {'y'}, {'z', 5, 0},};
struct pair flat[2] = {1, 2, "three", 4, 5, "six"};
union
{
	short s;
	int i;
} u = {-1};
int answer(void)
{
	return 42;
}
FUNCTION f = answer;
int main(void)
{
	printf("%d %d %d %d %u\n", sum, neg, not, inverse, big);
	printf("%d %d %d %d %d %d %d\n", letter, letters[0], letters[1], letters[2], shorts[0], shorts[1], shorts[2]);
	printf("%d %s %s %s %d %c%c\n", byte, text, in_array, longer, sizeof(longer), exact[0], exact[1]);
	printf("%s, %s, %d, %d\n", names[0], names[1], names[2] == 0, sizeof(names));
	printf("%d %d %d\n", *where == sum, rows[0][2], rows[1] == 0);
	printf("%d %d %s %d %s %d %d\n", one.a, one.b, one.name, some[0].b, some[0].name, some[1].b, some[2].b);
	printf("%d %s %d %d %s\n", sizeof(some) / sizeof(struct pair), flat[0].name, flat[1].a, flat[1].b, flat[1].name);
	printf("%d %d %d\n", u.s, u.i, f());
	return 0;
}
