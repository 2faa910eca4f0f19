int a;
#if 1
#if 0
#endif
