#include "one.h"
#include "two.h"
#include "three.h"
#include "four.h"
#include <five.h>
#include <one.h>
