// Steps of pairs of trajectories of a rate network: sparse rows times all columns, then tanh and the update.
#include <math.h>

#include "peer.h"

static int n, m, pairs;
static int *rows, *edges;
static double *weights, *x, *drive, *found, h;

static void step(void) {
  for (int t = 0; t < pairs; t++) found[t] = 0;
  for (int i = 0; i < n; i++) {
    const double *restrict row = x + (size_t)i * m;
    for (int t = 0; t < pairs; t++) {
      const double apart = row[t] - row[pairs + t];
      found[t] += apart * apart;
    }
  }
  for (int t = 0; t < pairs; t++) found[t] = sqrt(found[t]);
  for (int i = 0; i < n; i++) {
    double *restrict row = drive + (size_t)i * m;
    for (int c = 0; c < m; c++) row[c] = 0;
    for (int e = rows[i]; e < rows[i + 1]; e++) {
      const double *restrict other = x + (size_t)edges[e] * m;
      const double w = weights[e];
      for (int c = 0; c < m; c++) row[c] += w * other[c];
    }
  }
  for (size_t i = 0; i < (size_t)n * m; i++) x[i] += h * (tanh(drive[i]) - x[i]);
}

static void experiment(int steps, const double *start, const double *own) {
  const int gains = (int)number("gains"), kept = (int)number("kept");
  const double *g = doubles("gains.f64", gains);
  double *means = allocate(steps * sizeof(double));
  for (int k = 0; k < gains; k++) {
    memcpy(x, start, (size_t)n * m * sizeof(double));
    for (int e = 0; e < rows[n]; e++) weights[e] = g[k] * own[e];
    for (int s = 0; s < steps; s++) {
      step();
      means[s] = 0;
      for (int t = 0; t < pairs; t++) means[s] += found[t] / pairs;
    }
    leave(means, kept);
  }
  report(processor_time());
}

int main(int argc, char **arguments) {
  if (argc != 3) return 2;
  begin(arguments);
  n = (int)number("n"), m = (int)number("columns"), h = number("h");
  pairs = m / 2;
  const int steps = (int)number("steps");
  rows = integers("rows.i32", n + 1);
  edges = integers("edges.i32", rows[n]);
  weights = doubles("weights.f64", rows[n]);
  x = doubles("x.f64", (size_t)n * m);
  drive = allocate((size_t)n * m * sizeof(double));
  found = allocate(pairs * sizeof(double));
  if (number("whole") > 0) {
    experiment(steps, doubles("x.f64", (size_t)n * m), doubles("weights.f64", rows[n]));
    return 0;
  }
  for (int s = 0; s < steps; s++) step();
  leave(x, (size_t)n * m);
  leave(found, pairs);
  report(least(step));
  return 0;
}
