#include <uefi/uefi.c>
int main;
