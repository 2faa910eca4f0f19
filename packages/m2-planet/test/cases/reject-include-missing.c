#include "not-there.h"
