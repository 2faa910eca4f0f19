/* Comments are blanks wherever blanks may be. */
void show(int n)
{
	fputs(int2str(n, 10, TRUE), stdout);
	fputc(10, stdout);
}
/**//***//* * / */ int/* in the middle */value;// to the end */
int main(/* none */)
{
	value = 8/* a division follows *// /* twice */ 2; // "
	show(value);
	// while(1) '
	return /* 1 */ 0 /* ; */;
}
// the last line has no end