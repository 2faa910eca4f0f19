#ifndef NEST_H
#define NEST_H
#include "nest.h"
#define NESTED __FILE__
int nested = __LINE__;
#endif
