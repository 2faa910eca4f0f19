int a;
/* begins here
int b;

