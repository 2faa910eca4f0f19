#include "M2libc/helper.h"
#include "gcc_req.h"
#include <uefi/uefi.c>
int main;
