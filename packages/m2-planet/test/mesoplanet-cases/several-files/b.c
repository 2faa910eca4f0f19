#define B 5
int b;
