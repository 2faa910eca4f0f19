int main()
{
	"tab \q";
}
