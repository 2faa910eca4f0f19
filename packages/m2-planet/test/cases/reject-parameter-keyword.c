int f(int if);
