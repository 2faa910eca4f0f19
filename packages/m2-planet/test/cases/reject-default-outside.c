int main(void)
{
	default: return 2;
	return 0;
}
