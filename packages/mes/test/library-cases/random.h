/* A generator that is the same everywhere. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <stdint.h>
#include <errno.h>
#include <limits.h>
static uint32_t state = 12345;
static uint32_t rnd(void)
{
	state = state * 1664525u + 1013904223u;
	return state >> 8 ^ state << 16;
}
static uint32_t below(uint32_t n) { return (rnd() >> 4) % n; }
static uint64_t rnd64(void)
{
	uint64_t hi = rnd();
	return hi << 32 | rnd();
}
