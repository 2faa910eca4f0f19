int main()
{
	"no end;
}
