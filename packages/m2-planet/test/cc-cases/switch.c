int main()
{
	switch(1)
	{
	}
}
