int main(void)
{
	int a = 1;
	switch (1) { case a: ; }
	return 0;
}
