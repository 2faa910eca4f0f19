#if defined 5
#endif
