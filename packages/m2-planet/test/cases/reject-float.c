int main(void)
{
	float f;
	return 0;
}
