/* A part that is skipped need not be C. */
#if 0
don't "look here
'
/* a comment with
#endif
in it */
"/*"
# if 1
# else
# nonsense
# endif
#else
int a = 1;
#endif // the end
#ifdef NEVER /* a comment that
goes on */
int a = 5;
#error no
#endif /* and
one more */
int b = 2;
int main(void)
{
	printf("%d %d\n", a, b);
	return 0;
}
