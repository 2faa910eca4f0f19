int main()
{
	case 1:
	return 1;
}
