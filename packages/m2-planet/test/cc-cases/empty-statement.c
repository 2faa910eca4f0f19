int main()
{
	;
}
