/* Every level of a pointer has its own element; an index binds tighter than any operator before it. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
struct node
{
	char* name;
	struct node* next;
	int** table;
};
int main()
{
	struct node** nodes = calloc(2, sizeof(struct node*));
	char*** words = calloc(1, sizeof(char**));
	nodes[0] = calloc(1, sizeof(struct node));
	nodes[1] = calloc(1, sizeof(struct node));
	nodes[0]->next = nodes[1];
	nodes[1]->next = nodes[0];
	nodes[1]->name = "second";
	words[0] = calloc(2, sizeof(char*));
	words[0][1] = "word";
	nodes[0]->table = calloc(3, sizeof(int*));
	nodes[0]->table[2] = calloc(3, sizeof(int));
	nodes[0]->table[2][1] = 77;
	fputs(nodes[0]->next->name, stdout);
	fputc(10, stdout);
	show(words[0][1][2]);
	show(nodes[0]->next->name[1]);
	show(nodes[1]->next->table[2][1]);
	show(-nodes[1]->next->table[2][1]);
	show(!nodes[0]->name);
	nodes[0]->next->name = words[0][1];
	fputs(nodes[1]->name, stdout);
	fputc(10, stdout);
	return 0;
}
