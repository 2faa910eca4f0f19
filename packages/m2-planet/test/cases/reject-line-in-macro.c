#define F 1 +
int a =
	F ;
