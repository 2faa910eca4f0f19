/* match.c : match A B    are the two words equal? Exit status 0 yes, 1 no, 2 wrong call. */
#include "text.c"

int main(int argc, char** argv)
{
	if(3 != argc)
	{
		say("match: expected two words: match A B\n");
		exit(2);
	}
	return !same(argv[1], argv[2]);
}
