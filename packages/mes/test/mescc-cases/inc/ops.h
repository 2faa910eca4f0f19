DEF(add, "add", 1)
DEF(sub, "su" "b", 2)
#ifdef EXTRA
DEF_ASM_OP0(x, 3)
#endif
DEFN(mul)
#undef DEF
#undef DEFN
