#include <there.h
