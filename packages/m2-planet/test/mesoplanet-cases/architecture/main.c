#ifdef __x86_64__
int amd64;
#endif
#ifdef __i386__
int x86;
#endif
