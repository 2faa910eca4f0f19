/* A stand-in for a compiler: whatever it is asked to make is a copy of itself. */
#include "tcc.h"
#include "config.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char buffer[4096];

int main(int argc, char **argv)
{
	const char *output = 0;
	for (int i = 1; i < argc; i++)
	{
		if (strcmp(argv[i], "-o") == 0) output = argv[i + 1];
		if (strcmp(argv[i], "-ar") == 0) output = argv[i + 2];
	}
	FILE *in = fopen(argv[0], "rb"), *out = fopen(output, "wb");
	size_t n;
	while ((n = fread(buffer, 1, sizeof buffer, in)) > 0) fwrite(buffer, 1, n, out);
	fclose(out);
	chmod(output, 0755);
	printf("%s for %s\n", TCC_VERSION, VERSION_CHECK);
	return ONE_SOURCE - TCC_TARGET_I386;
}
