int f(void);
int f;
