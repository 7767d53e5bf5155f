// Training of an attractor network: one pass over the weights learns and makes the new field.
#include <math.h>

#include "peer.h"

static int n, steps, shown;
static double *restrict J, *restrict sigma, *restrict field, *restrict a, *biases, *uniforms, eta;

static double langevin(double h) {
  const double q = h * h;
  if (fabs(h) < 0.1) return h * (1.0 / 3 - q * (1.0 / 45 - q * (2.0 / 945 - q / 4725)));
  return 1 / tanh(h) - 1 / h;
}

static double draw(double t, double u) { return t == 0 ? 2 * u - 1 : log1p(u * expm1(2 * t)) / t - 1; }

static void step(int at) {
  const double *bias = biases + (size_t)(at % shown) * n, *u = uniforms + (size_t)at * n;
  for (int i = 0; i < n; i++) {
    sigma[i] = draw(bias[i] + field[i], u[i]);
    a[i] = eta * (sigma[i] - langevin(field[i]));
    field[i] = 0;
  }
  // by columns: a sum over a row is then one of columns, which needs no other order of additions
  for (int j = 0; j < n; j++) {
    double *restrict column = J + (size_t)j * n, *restrict f = field;
    const double *restrict change = a;
    const double x = sigma[j], kept = column[j];
    for (int i = 0; i < n; i++) {
      const double w = column[i] + change[i] * x;
      column[i] = w;
      f[i] += w * x;
    }
    f[j] += (kept - column[j]) * x;
    column[j] = kept;
  }
}

static void train(void) {
  memset(J, 0, (size_t)n * n * sizeof(double));
  memset(field, 0, n * sizeof(double));
  for (int s = 0; s < steps; s++) step(s);
}

int main(int argc, char **arguments) {
  if (argc != 3) return 2;
  begin(arguments);
  n = (int)number("n"), steps = (int)number("steps"), shown = (int)number("shown"), eta = number("eta");
  J = allocate((size_t)n * n * sizeof(double));
  sigma = allocate(n * sizeof(double)), field = allocate(n * sizeof(double)), a = allocate(n * sizeof(double));
  biases = doubles("biases.f64", (size_t)shown * n);
  uniforms = doubles("uniforms.f64", (size_t)steps * n);
  train();
  leave(sigma, n);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) leave(J + (size_t)j * n + i, 1);
  report(least(train));
  return 0;
}
