int f(int a, int b);
int main() { return f(1); }
