/* How often each point c of a square can go to z^2 + c before it is on its way to infinity. */

#define SIZE 400
#define MOST 200

static int iterations(double re, double im) {
  double x = 0, y = 0;
  int n = 0;
  for (; n < MOST && x * x + y * y < 4; n++) {
    double next = x * x - y * y + re;
    y = 2 * x * y + im;
    x = next;
  }
  return n;
}

int main(void) {
  int sum = 0;
  for (int row = 0; row < SIZE; row++)
    for (int column = 0; column < SIZE; column++)
      sum += iterations(2.0 * column / SIZE - 1.5, 2.0 * row / SIZE - 1.0);
  return sum == 0;
}
