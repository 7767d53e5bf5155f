// The coupled step of neurons and couplings: one pass over the couplings, two rows at a time, each coupling read and written once a step.
#include <math.h>

#include "peer.h"

static int n, steps, count;
static double *restrict J, *restrict sigma, *restrict field, *restrict xi, beta, u, r, a, b;
static int *shown;

static void step(void) {
  const double *restrict h = xi + (size_t)shown[count++ % steps] * n;
  for (int i = 0; i < n; i++) {
    sigma[i] = (1 - r) * sigma[i] + r * tanh(beta * (field[i] + u * h[i]));
    field[i] = 0;
  }
  // J is symmetric, so a row is also a column: sums run along rows and need no other order of additions
  double *restrict f = field, *restrict s = sigma;
  int i = 0;
  for (; i + 1 < n; i += 2) {
    double *restrict first = J + (size_t)i * n, *restrict second = first + n;
    const double x = s[i], y = s[i + 1], bx = b * x, by = b * y;
    for (int j = 0; j < n; j++) {
      const double p = a * first[j] + bx * s[j], q = a * second[j] + by * s[j];
      first[j] = p;
      second[j] = q;
      f[j] += x * p + y * q;
    }
    f[i] -= x * first[i];
    f[i + 1] -= y * second[i + 1];
    first[i] = second[i + 1] = 0;
  }
  if (i < n) {
    double *restrict row = J + (size_t)i * n;
    const double x = s[i];
    for (int j = 0; j < i; j++) {
      row[j] = a * row[j] + b * x * s[j];
      f[j] += x * row[j];
    }
  }
}

int main(int argc, char **arguments) {
  if (argc != 3) return 2;
  begin(arguments);
  n = (int)number("n");
  steps = (int)number("steps");
  beta = number("beta"), u = number("u"), r = number("r"), a = number("a"), b = number("b");
  J = doubles("J.f64", (size_t)n * n);
  sigma = doubles("sigma.f64", n);
  xi = doubles("xi.f64", (size_t)number("patterns") * n);
  shown = integers("shown.i32", steps);
  field = allocate(n * sizeof(double));
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) field[i] += J[(size_t)i * n + j] * sigma[j];
  for (int i = 0; i < steps; i++) step();
  leave(sigma, n);
  leave(J, (size_t)(n < 4 ? n : 4) * n);
  report(least(step));
  return 0;
}
