#include there.h
