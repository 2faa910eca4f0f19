/* Blocks of all sizes keep their bytes while others come and go; calloc gives zeros also in memory that was used. */
int main(void)
{
	char** blocks = calloc(100, sizeof(char*));
	int i;
	int j;
	int round;
	int bad = 0;
	int size;
	char* p;
	for (round = 0; round < 50; round++)
	{
		for (i = 0; i < 100; i++)
		{
			size = (i * 37 + round * 11) % 3000 + 1;
			if (blocks[i] != NULL)
			{
				if (blocks[i][0] != i) bad++;
				if (i % 3 == round % 3) blocks[i] = realloc(blocks[i], size);
				else
				{
					free(blocks[i]);
					blocks[i] = NULL;
				}
			}
			if (blocks[i] == NULL)
			{
				blocks[i] = calloc(size, 1);
				for (j = 0; j < size; j++) bad += blocks[i][j] != 0;
			}
			memset(blocks[i], i, size);
		}
	}
	printf("%d\n", bad);
	p = malloc(10);
	strcpy(p, "kept");
	for (i = 1; i < 20; i++) p = realloc(p, 1 << i);
	puts(p);
	p = realloc(p, 5);
	puts(p);
	free(p);
	free(NULL);
	printf("%d %d\n", realloc(NULL, 10) != NULL, malloc(0x50000000) == NULL);
	printf("%d\n", malloc(0) != NULL);
	return 0;
}
