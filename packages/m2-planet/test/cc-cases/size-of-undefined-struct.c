int main()
{
	return sizeof(struct s);
}
