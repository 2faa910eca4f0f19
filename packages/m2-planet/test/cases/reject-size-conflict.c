int a;
char* b;
char a;
