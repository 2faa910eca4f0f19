int g(x) int x; { return x << 1 }
