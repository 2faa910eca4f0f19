int f(int a, ...);
