/* p + n and p - q count bytes; p += n, p++ and p[n] count what p points to. void is a word. */
struct trio
{
	int a, b;
	short c;
};
int main(void)
{
	struct trio* t = calloc(4, sizeof(struct trio));
	int base = t;
	short* s = t;
	void* v = t;
	char** w = t;
	char* c = t;
	t++;
	printf("%d ", t - base);
	t -= 1;
	--t;
	printf("%d ", t - base);
	t = base;
	printf("%d %d ", &t[2] - base, &t->c - base);
	s++;
	s += 2;
	v++;
	v += 2;
	w += 3;
	c += 3;
	printf("%d %d %d %d\n", s - base, v - base, w - base, c - base);
	v = base;
	v[1] = 77;
	t->b = t->b + 1;
	printf("%d %d %d %d\n", *(int*)(base + 4), (t + 4)[0].a, s[-1], ((char*)t)[4]);
	return 0;
}
