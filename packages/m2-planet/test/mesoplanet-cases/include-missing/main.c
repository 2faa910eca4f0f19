#include <not-there.h>
