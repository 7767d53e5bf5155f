// What the programs of the peer in C share: as peer.py, but numbers are asked for by name.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static const char *folder;
static double budget;

static void *allocate(size_t bytes) {
  void *room = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (room == NULL) exit(1);
  memset(room, 0, bytes);
  return room;
}

static FILE *open_in(const char *name, const char *mode) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, mode);
  if (file == NULL) {
    perror(path);
    exit(1);
  }
  return file;
}

static double number(const char *wanted) {
  FILE *file = open_in("numbers.txt", "r");
  char name[64];
  double value;
  while (fscanf(file, "%63s %lf", name, &value) == 2) {
    if (strcmp(name, wanted) == 0) {
      fclose(file);
      return value;
    }
  }
  fprintf(stderr, "no number %s\n", wanted);
  exit(1);
}

static void *given(const char *name, size_t size, size_t count) {
  void *values = allocate(size * count);
  FILE *file = open_in(name, "rb");
  if (fread(values, size, count, file) != count) {
    fprintf(stderr, "%s is too short\n", name);
    exit(1);
  }
  fclose(file);
  return values;
}

static double *doubles(const char *name, size_t count) { return given(name, sizeof(double), count); }
static int *integers(const char *name, size_t count) { return given(name, sizeof(int), count); }

static void leave(const double *result, size_t count) {
  FILE *file = open_in("result.f64", "ab");
  if (fwrite(result, sizeof(double), count, file) != count) exit(1);
  fclose(file);
}

static double processor_time(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// Least processor seconds of a call.
static double least(void (*call)(void)) {
  const double span = 0.02, end = processor_time() + budget;
  double best = 1e300;
  long calls = 1;
  for (int spans = 0; processor_time() < end || spans < 3;) {
    const double before = processor_time();
    for (long i = 0; i < calls; i++) call();
    const double took = processor_time() - before;
    if (took < span) calls *= 2;
    else {
      if (took / (double)calls < best) best = took / (double)calls;
      spans++;
    }
  }
  return best;
}

/* MiB. What getrusage says of a small process is that of the one that it was forked from; Linux also knows its own. */
static double largest_memory(void) {
  char line[256];
  double kib = 0;
  FILE *file = fopen("/proc/self/status", "r");
  while (file != NULL && kib == 0 && fgets(line, sizeof line, file) != NULL) sscanf(line, "VmHWM: %lf", &kib);
  if (file != NULL) fclose(file);
  if (kib > 0) return kib / 1024;
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (double)used.ru_maxrss / 1024;
}

static void report(double seconds) {
  printf("{\"version\": \"%s\", \"seconds\": %.17g, \"megabytes\": %.17g}\n", __VERSION__, seconds, largest_memory());
}

static void begin(char **arguments) {
  folder = arguments[1];
  budget = atof(arguments[2]) / 1000;
}
