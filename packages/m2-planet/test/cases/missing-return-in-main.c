/* Reaching the end of main gives status 0, also from a branch. */
int main(int argc, char** argv, char** envp)
{
	if (argc > 5) return 7;
	puts("end");
}
