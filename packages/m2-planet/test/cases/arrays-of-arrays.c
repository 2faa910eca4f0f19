/* Arrays of arrays, global, local and as members. */
int table[2][3] = {{1, 2, 3}, {4, 5, 6}};
struct grid
{
	char cell[2][2];
};
int sum(int row[3])
{
	return row[0] + row[1] + row[2];
}
int main(void)
{
	short local[2][2];
	struct grid g;
	local[1][0] = 7;
	local[0][1] = -8;
	g.cell[1][1] = 'x';
	printf("%d %d %d %d\n", table[1][2], local[1][0], local[0][1], g.cell[1][1]);
	printf("%d %d %d %d\n", sum(table[1]), sizeof(table), sizeof(table[0]), sizeof(struct grid));
	return 0;
}
