/* op= on narrow objects works on their own value, and the target is computed once. */
char c = -100;
unsigned char u = 200;
short s = -30000;
unsigned short h = 60000;
int calls;
int array[2] = {100, 200};
int* which(void)
{
	calls++;
	return &array[1];
}
int main(void)
{
	char* p = &c;
	int i = 0;
	c /= 3;
	u >>= 3;
	s %= 7;
	h /= 7;
	printf("%d %d %d %d\n", c, u, s, h);
	*p -= 100;
	u *= 30;
	s <<= 12;
	h |= 1;
	printf("%d %d %d %d\n", c, u, s, h);
	*which() += 5;
	which()[0] *= 2;
	array[i++] -= 1;
	printf("%d %d %d %d\n", array[0], array[1], calls, i);
	i += array[i];
	c ^= c;
	printf("%d %d\n", i, c);
	return 0;
}
