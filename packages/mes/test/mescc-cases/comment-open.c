int a;
	int b; /* this one
never ends

