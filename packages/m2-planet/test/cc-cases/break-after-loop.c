int main()
{
	while(0) break;
	break;
}
