/* The sun and four planets attract each other, in steps of a hundredth of a year. */

struct body {
  double x, y, z, vx, vy, vz, mass;
};

#define SUN (4 * 3.141592653589793 * 3.141592653589793)
#define YEAR 365.24
#define BODIES 5
#define STEPS 200000

static struct body bodies[BODIES] = {
  {0, 0, 0, 0, 0, 0, SUN},
  {4.841, -1.160, -0.104, 0.001660 * YEAR, 0.007699 * YEAR, -0.000069 * YEAR, 0.000955 * SUN},
  {8.343, 4.125, -0.404, -0.002767 * YEAR, 0.004999 * YEAR, 0.000023 * YEAR, 0.000286 * SUN},
  {12.894, -15.111, -0.223, 0.002965 * YEAR, 0.002378 * YEAR, -0.000030 * YEAR, 0.000044 * SUN},
  {15.380, -25.919, 0.179, 0.002681 * YEAR, 0.001628 * YEAR, -0.000095 * YEAR, 0.000052 * SUN},
};

static double root(double x) {
  double result;
  __asm__("fsqrt" : "=t"(result) : "0"(x));
  return result;
}

static void attract(struct body *a, struct body *b, double time) {
  double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
  double square = dx * dx + dy * dy + dz * dz;
  double pull = time / (square * root(square));
  a->vx -= dx * b->mass * pull;
  a->vy -= dy * b->mass * pull;
  a->vz -= dz * b->mass * pull;
  b->vx += dx * a->mass * pull;
  b->vy += dy * a->mass * pull;
  b->vz += dz * a->mass * pull;
}

static void move(struct body *a, double time) {
  a->x += time * a->vx;
  a->y += time * a->vy;
  a->z += time * a->vz;
}

int main(void) {
  for (int step = 0; step < STEPS; step++) {
    for (int i = 0; i < BODIES; i++)
      for (int j = i + 1; j < BODIES; j++) attract(&bodies[i], &bodies[j], 0.01);
    for (int i = 0; i < BODIES; i++) move(&bodies[i], 0.01);
  }
  return bodies[0].x == 0;
}
