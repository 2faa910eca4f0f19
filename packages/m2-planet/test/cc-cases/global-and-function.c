int a;
int a(int b);
