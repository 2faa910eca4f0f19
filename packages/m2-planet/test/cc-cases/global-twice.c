int a;
int a;
