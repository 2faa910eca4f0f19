/**
 * Functions of real numbers in fixed point: a BigInt n stands for n / 2^P. Errors stay far below the 2^-230 or so that a
 * result of 64 bits can need, by way of `P`.
 */

/** Bits behind the point. */
export const P = 384n;
export const ONE = 1n << P;

function multiply(a: bigint, b: bigint): bigint {
  return (a * b) >> P;
}

/** e^x - 1 for |x| < 1: the series at x / 2^16, and e^2x - 1 = (e^x - 1)(e^x + 1) sixteen times. */
export function expMinus1(x: bigint): bigint {
  const halvings = 16n;
  const small = x >> halvings;
  let term = small;
  let sum = small;
  for (let n = 2n; term !== 0n && term !== -1n; n++) {
    term = multiply(term, small) / n;
    sum += term;
  }
  for (let n = 0n; n < halvings; n++) sum = multiply(sum, sum + 2n * ONE);
  return sum;
}

/** ln((1 + x) / (1 - x)) = 2 (x + x^3/3 + x^5/5 + ...) for |x| < 1/5 or so. */
function doubleAtanh(x: bigint): bigint {
  return 2n * oddSeries(x, 1n);
}

/** x + sign x^3/3 + x^5/5 + sign x^7/7 + ... */
function oddSeries(x: bigint, sign: bigint): bigint {
  const square = multiply(x, x) * sign;
  let power = x;
  let sum = x;
  for (let n = 3n; power !== 0n && power !== -1n; n += 2n) {
    power = multiply(power, square);
    sum += power / n;
  }
  return sum;
}

/** ln(1 + a/b) for a ratio that is small against 1. */
export function logOnePlus(a: bigint, b: bigint): bigint {
  return doubleAtanh((a << P) / (2n * b + a));
}

/** The arc tangent of the ratio a/b from 0 to 1: arctan t = 2 arctan(t / (1 + sqrt(1 + t^2))), three times, and the series. */
export function arcTangent(a: bigint, b: bigint): bigint {
  const halvings = 3n;
  let t = (a << P) / b;
  for (let n = 0n; n < halvings; n++) t = (t << P) / (ONE + squareRoot(ONE + multiply(t, t)));
  return oddSeries(t, -1n) << halvings;
}

function squareRoot(x: bigint): bigint {
  let root = x;
  for (;;) {
    const next = (root + (x << P) / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** The sine and cosine of x, |x| < 1. */
export function sine(x: bigint): bigint {
  return alternating(x, x, 2n);
}

export function cosine(x: bigint): bigint {
  return alternating(ONE, x, 1n);
}

/** first - first x^2 / (n (n+1)) + ... with n going up by two: the series of the sine and the cosine. */
function alternating(first: bigint, x: bigint, start: bigint): bigint {
  const square = multiply(x, x);
  let term = first;
  let sum = first;
  for (let n = start; term !== 0n && term !== -1n; n += 2n) {
    term = -multiply(term, square) / (n * (n + 1n));
    sum += term;
  }
  return sum;
}

/** pi = 16 arctan(1/5) - 4 arctan(1/239) (Machin). */
export const PI = 16n * oddSeries(ONE / 5n, -1n) - 4n * oddSeries(ONE / 239n, -1n);

/** ln 2 = ln((1 + 1/3) / (1 - 1/3)). */
export const LN2 = doubleAtanh(ONE / 3n);
