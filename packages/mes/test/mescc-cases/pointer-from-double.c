int main() { int *p; double d; p = d; return 08; }
