/* crc32.c : the check sum of gzip and xz: polynomial 0xEDB88320, low bit first. */

unsigned* crc_table;

void crc_begin(void)
{
	unsigned c;
	int n;
	int bit;
	crc_table = malloc(256 * sizeof(unsigned));
	for(n = 0; n < 256; n = n + 1)
	{
		c = n;
		for(bit = 0; bit < 8; bit = bit + 1)
		{
			if(c & 1) c = (c >> 1) ^ 0xEDB88320;
			else c = c >> 1;
		}
		crc_table[n] = c;
	}
}

/* The check sum of more bytes, going on from `crc` (0 at first). */
unsigned crc_add(unsigned crc, char* from, int size)
{
	char* end = from + size;
	crc = ~crc;
	while(from != end)
	{
		crc = crc_table[(crc ^ from[0]) & 0xFF] ^ (crc >> 8);
		from = from + 1;
	}
	return ~crc;
}
