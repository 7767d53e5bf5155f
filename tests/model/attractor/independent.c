/*
 * Simulations 1, 2 and 4 from their equations alone, with another generator and no line of the program: where the numbers of
 * "an independent program" in published.test.ts and published.statistics.ts come from. One line a seed.
 *
 *   cc -O2 -o independent tests/model/attractor/independent.c -lm
 *   ./independent 30 0.1 4000 bars                                                    (correlation of the attractors, how many)
 *   zcat data/digits.csv.gz | ./independent 11 0.16681005372000582 200 forget         (also 16 0.3593813663804626 and
 *                                                                                      6 0.027825594022071243, regime)
 *
 * Columns of digits: gains of retrieval and generalisation, attractors as published, searches that did not end; after `|` the correlation
 * of the upper triangles, the ratio of norms, and the first four once more.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64, ROWS = 1797, LEARNED = 10, TRIALS = 100, TRIAL_STEPS = 100, SEARCH_STEPS = 1000 };

static int n;
static double J[MOST][MOST], sigma[MOST], rows[ROWS][MOST];

/* xoshiro256**, seeded by splitmix64 */
static uint64_t words[4];

static uint64_t rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static double uniform(void) {
  uint64_t result = rotate(words[1] * 5, 7) * 9, t = words[1] << 17;
  words[2] ^= words[0], words[3] ^= words[1], words[1] ^= words[2], words[0] ^= words[3], words[2] ^= t;
  words[3] = rotate(words[3], 45);
  return (result >> 11) * 0x1p-53;
}

static void seed(uint64_t s) {
  for (int i = 0; i < 4; i++) {
    uint64_t z = (s += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    words[i] = z ^ (z >> 31);
  }
}

static double normal(void) { return sqrt(-2 * log(1 - uniform())) * cos(2 * M_PI * uniform()); }

static double langevin(double t) { return fabs(t) < 1e-3 ? t / 3 - t * t * t / 45 : 1 / tanh(t) - 1 / t; }

static double log_partition(double t) {
  double a = fabs(t);
  return a < 1e-4 ? log(2) + a * a / 6 : a + log1p(-exp(-2 * a)) - log(a);
}

static double sample(double t, double u) {
  double a = fabs(t), v = t < 0 ? 1 - u : u;
  if (a < 1e-8) return 2 * u - 1;
  double x = a < 1 ? -1 + log1p(v * expm1(2 * a)) / a : 1 + log(v + (1 - v) * exp(-2 * a)) / a;
  return t < 0 ? -x : x;
}

static void times(const double *x, double *out) {
  for (int i = 0; i < n; i++) {
    out[i] = 0;
    for (int j = 0; j < n; j++) out[i] += J[i][j] * x[j];
  }
}

/* one step of all nodes at once; the prediction has neither bias nor beta, the diagonal is not trained */
static void step(const double *bias, double beta, double eta) {
  double h[MOST];
  times(sigma, h);
  for (int i = 0; i < n; i++) sigma[i] = sample(beta * (bias[i] + h[i]), uniform());
  for (int i = 0; eta > 0 && i < n; i++) {
    double rise = eta * (sigma[i] - langevin(h[i])), own = J[i][i];
    for (int j = 0; j < n; j++) J[i][j] += rise * sigma[j];
    J[i][i] = own;
  }
}

/* the published free energy without bias */
static double free_energy(const double *x) {
  double h[MOST], m[MOST] = {0}, w[MOST], f = 0;
  times(x, h);
  for (int i = 0; i < n; i++) m[i] = langevin(h[i]);
  times(m, w);
  for (int i = 0; i < n; i++) f += log(2) - log_partition(h[i]) + h[i] * m[i] - m[i] * w[i];
  return f;
}

static int relaxes(double *x) {
  double h[MOST], f = free_energy(x);
  for (int t = 0; t < SEARCH_STEPS; t++) {
    times(x, h);
    for (int i = 0; i < n; i++) x[i] = langevin(h[i]);
    double g = free_energy(x);
    if (fabs(g - f) < 1e-12) return 1;
    f = g;
  }
  return 0;
}

static double correlation(const double *a, const double *b, int count) {
  double ma = 0, mb = 0, ab = 0, aa = 0, bb = 0;
  for (int i = 0; i < count; i++) ma += a[i] / count, mb += b[i] / count;
  for (int i = 0; i < count; i++) {
    ab += (a[i] - ma) * (b[i] - mb), aa += (a[i] - ma) * (a[i] - ma), bb += (b[i] - mb) * (b[i] - mb);
  }
  return ab / sqrt(aa * bb);
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* median gain of trials at signal 0.1, a ratio of signal to noise of 1 and beta 1, scores rounded to three decimals */
static double gain(double e, int is_test) {
  double gains[TRIALS];
  for (int t = 0; t < TRIALS; t++) {
    const double *z = rows[is_test ? LEARNED + (int)(uniform() * (ROWS - LEARNED)) : t % LEARNED];
    double clean[MOST], noisy[MOST], mean[MOST] = {0};
    /* z has mean 0 and deviation 1 */
    for (int i = 0; i < n; i++) clean[i] = 0.1 * e * z[i], noisy[i] = clean[i] + 0.1 * e * normal();
    for (int s = 0; s < TRIAL_STEPS; s++) {
      step(noisy, 1, 0);
      for (int i = 0; i < n; i++) mean[i] += sigma[i];
    }
    double in = correlation(noisy, clean, n), out = correlation(mean, clean, n);
    gains[t] = rint(out * out * 1000) / 1000 - rint(in * in * 1000) / 1000;
  }
  qsort(gains, TRIALS, sizeof gains[0], ascending);
  return (gains[TRIALS / 2 - 1] + gains[TRIALS / 2]) / 2;
}

static double ends[LEARNED][MOST];

/* attractors as published: different ends after rounding to two decimals, and each search that did not end */
static int attractors(int count, double scale, int *lost) {
  int isLost[LEARNED], different = 0;
  *lost = 0;
  for (int k = 0; k < count; k++) {
    for (int i = 0; i < n; i++) ends[k][i] = langevin(0.1 * scale * rows[k][i]);
    *lost += isLost[k] = !relaxes(ends[k]);
    int isNew = 1;
    for (int l = 0; l < k; l++) {
      int i = 0;
      while (i < n && rint(100 * ends[k][i]) == rint(100 * ends[l][i])) i++;
      if (i == n && !isLost[l]) isNew = 0;
    }
    different += !isLost[k] && isNew;
  }
  return different + *lost;
}

static void standardise(double *z) {
  double mean = 0, square = 0;
  for (int i = 0; i < n; i++) mean += z[i] / n;
  for (int i = 0; i < n; i++) square += (z[i] - mean) * (z[i] - mean) / n;
  for (int i = 0; i < n; i++) z[i] = (z[i] - mean) / sqrt(square);
}

static void read_digits(void) {
  n = 64;
  if (scanf("%*[^\n]") == EOF) exit(2);
  for (int r = 0; r < ROWS; r++) {
    double label;
    for (int i = 0; i < n; i++) {
      if (scanf("%lf,", &rows[r][i]) != 1) exit(2);
      rows[r][i] *= rows[r][i];
    }
    if (scanf("%lf", &label) != 1) exit(2);
    standardise(rows[r]);
  }
}

static void make_bars(void) {
  n = 25;
  for (int k = 0; k < 2; k++) {
    for (int i = 0; i < n; i++) rows[k][i] = i == 12 ? 4 : (k == 0 ? i % 5 : i / 5) == 2;
    standardise(rows[k]);
  }
}

static double norm(void) {
  double sum = 0;
  for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) sum += J[i][j] * J[i][j];
  return sqrt(sum);
}

static int upper(double *out) {
  int count = 0;
  for (int i = 0; i < n; i++) for (int j = i + 1; j < n; j++) out[count++] = J[i][j];
  return count;
}

static void report(double e) {
  double retrieval = gain(e, 0), generalisation = gain(e, 1);
  int lost, count = attractors(LEARNED, e, &lost);
  printf(" %.4f %.4f %d %d", retrieval, generalisation, count, lost);
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  double e = atof(argv[1]), beta = atof(argv[2]);
  int isBars = strcmp(argv[4], "bars") == 0, isForget = strcmp(argv[4], "forget") == 0;
  if (isBars) make_bars();
  else read_digits();
  for (int s = 0; s < atoi(argv[3]); s++) {
    seed(1000003ull * s + 17);
    memset(J, 0, sizeof J);
    memset(sigma, 0, sizeof sigma);
    for (int epoch = 0; epoch < (isBars ? 500 : 5000); epoch++) {
      const double *z = rows[(int)(uniform() * (isBars ? 2 : LEARNED))];
      double evidence[MOST];
      for (int i = 0; i < n; i++) evidence[i] = e * z[i];
      for (int k = 0; k < 10; k++) step(evidence, beta, isBars ? 0.01 : 0.001);
    }
    printf("%d", s);
    if (isBars) {
      int lost, count = attractors(2, 1, &lost);
      printf(" %.6f %d", correlation(ends[0], ends[1], n), count);
    } else report(e);
    if (isForget) {
      static double before[MOST * MOST], after[MOST * MOST];
      double none[MOST] = {0}, size = norm();
      upper(before);
      for (int t = 0; t < 50000; t++) step(none, 1, 0.001);
      int count = upper(after);
      printf(" | %.5f %.4f", correlation(before, after, count), norm() / size);
      report(e);
    }
    printf("\n");
    fflush(stdout);
  }
  return 0;
}
