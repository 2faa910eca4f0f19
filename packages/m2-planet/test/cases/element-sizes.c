/* Elements are read and written with the size and sign of their type, through arrays and pointers. */
char gc[4];
unsigned char gu[4];
short gs[4];
char* texts[3];
struct node
{
	unsigned char u;
	short s;
	char c;
	unsigned short h;
} nodes[2];
int main(void)
{
	char lc[4];
	short ls[4];
	unsigned char* pu = gu;
	unsigned short* ph = ls;
	char* lt[2];
	struct node* n = nodes;
	struct node* table[2];
	int i = 1;
	gc[i] = 200;
	gu[i] = 200;
	gs[i] = 40000;
	gs[i + 1] = 7;
	lc[i] = 300;
	ls[i] = -3;
	texts[i] = "text";
	lt[i] = texts[i];
	table[i] = &nodes[1];
	table[i]->u = 255;
	table[i]->s = -1;
	n[1].c = 129;
	nodes[1].h = 65535;
	printf("%d %d %d %d %d\n", gc[1], gu[1], gs[1], lc[1], ls[1]);
	printf("%d %d %s %s %c\n", pu[1], ph[1], texts[1], lt[1], lt[1][2]);
	printf("%d %d %d %d\n", n[1].u, (n + sizeof(struct node))->s, table[1]->c, nodes[1].h);
	printf("%d %d\n", gs[2], gc[0] + gc[2] + gu[0] + gu[2]);
	return 0;
}
