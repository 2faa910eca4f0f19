int main()
{
	'ab';
}
