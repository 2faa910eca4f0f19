struct s { int x; };
int main() { struct s v; v.y = 1; return 0 }
