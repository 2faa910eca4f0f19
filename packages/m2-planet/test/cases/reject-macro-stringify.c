#define F(x) #x
char* s = F(a);
