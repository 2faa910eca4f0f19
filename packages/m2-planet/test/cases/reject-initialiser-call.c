int f(void);
int b = f();
