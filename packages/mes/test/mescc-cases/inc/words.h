/* read several times, under other definitions of WORD and OP */
WORD(IF, "if")
WORD(ELSE, "else")
WORD(WHILE, "while")
#ifdef OP
OP(add, 0x0001, GROUP(0) | SIZE)
OP(or, 0x0801, GROUP(1) | SIZE)
OP(movzx, 0x0fb6, WORDY)
OP(call, 0xff10, 0)
#endif
WORD(LAST, "last" "\1")
