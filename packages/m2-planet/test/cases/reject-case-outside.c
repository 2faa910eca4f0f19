int main(void)
{
	case 1: return 2;
	return 0;
}
