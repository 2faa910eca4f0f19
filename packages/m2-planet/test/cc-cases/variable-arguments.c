int f(char* format, ...);
