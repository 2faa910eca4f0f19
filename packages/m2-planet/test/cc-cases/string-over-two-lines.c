int main()
{
	"first
second";
}
