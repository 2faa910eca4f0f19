/* For building M2-Planet with another C compiler:
 *
 *   cat $(the files of M2-Planet that build.kaem joins, without bootstrap.c) > M2-Planet.c
 *   gcc -m32 -std=gnu99 -fwrapv -include host.h M2-Planet.c -o M2-Planet
 *
 * (also gcc -m64, tcc). What it then writes is the same, byte for byte, as what the M2-Planet of the chain writes. */

#include <stdio.h>
#include <stdlib.h>

typedef int (*FUNCTION)();
