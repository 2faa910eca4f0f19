#include "a.h"
#include "b.h"
#include "a.h"
int main;
