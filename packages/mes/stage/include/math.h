#ifndef _MATH_H
#define _MATH_H
#define HUGE_VAL (1.0 / 0.0)
#define INFINITY (1.0F / 0.0F)
#define NAN (0.0F / 0.0F)
#define M_PI 3.14159265358979323846
#define M_E 2.7182818284590452354
#define isnan(x) ((x) != (x))
#define isinf(x) ((x) == HUGE_VAL || (x) == -HUGE_VAL)
double fabs(double x);
float fabsf(float x);
double floor(double x);
double ceil(double x);
double sqrt(double x);
double sin(double x);
double cos(double x);
double tan(double x);
double atan(double x);
double atan2(double y, double x);
double exp(double x);
double log(double x);
double log10(double x);
double pow(double x, double y);
double fmod(double x, double y);
double frexp(double x, int *exponent);
double ldexp(double x, int exponent);
long double ldexpl(long double x, int exponent);
double modf(double x, double *whole);
#endif
