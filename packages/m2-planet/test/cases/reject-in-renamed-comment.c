int a;
// #FILENAME other.c 41
int b;
int b(
