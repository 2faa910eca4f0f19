#ifdef FLAG
int  ten=TEN,FLAG b;


	char*s="a  b";
#endif
