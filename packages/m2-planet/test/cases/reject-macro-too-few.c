#define F(x, y) x
int a = F(1);
