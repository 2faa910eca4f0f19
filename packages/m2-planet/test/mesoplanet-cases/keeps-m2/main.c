#if __M2__ == 42 && defined(__M2__)
int m2 = __M2__;
#endif
