/* Inside the library: system calls by the number of their arguments. */
int __syscall(int number, int a, int b, int c, int d, int e);
int __sys(int number, int a, int b, int c, int d, int e);
#define SYS0(n) __sys(n, 0, 0, 0, 0, 0)
#define SYS1(n, a) __sys(n, (int)(a), 0, 0, 0, 0)
#define SYS2(n, a, b) __sys(n, (int)(a), (int)(b), 0, 0, 0)
#define SYS3(n, a, b, c) __sys(n, (int)(a), (int)(b), (int)(c), 0, 0)
#define SYS4(n, a, b, c, d) __sys(n, (int)(a), (int)(b), (int)(c), (int)(d), 0)
