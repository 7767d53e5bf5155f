/** What is timed of the kernels of no family: products, elementary functions, draws. */
import { CORE_MODULE } from '../kernel/core-kernels.js';
import type { FreshKernels } from '../kernel/kernels.js';
import { repeated, type Subject } from '../model/bench.js';

/** Vectors of the products. */
const ROWS = 24;
/** Numbers of the elementary functions and draws. */
const NUMBERS = 4096;

const ELEMENTARY = [
  ['tanh', 13],
  ['exp', 22],
  ['log', 28],
  ['sigmoid', 26],
] as const;

/** Products of vectors and matrices of one size. */
function* products(fresh: FreshKernels, n: number): Iterable<Subject> {
  const kernels = fresh(CORE_MODULE);
  const [matrix, x, y] = [kernels.allocate(4 * n * n + 64 * n), kernels.allocate(8 * n), kernels.allocate(8 * n)];
  const [vectors, weights] = [kernels.allocate(8 * ROWS * n), kernels.allocate(8 * ROWS)];
  kernels.f64(matrix, (n * n) / 2).fill(0.01);
  kernels.f64(x, n).fill(0.5);
  kernels.f64(vectors, ROWS * n).fill(0.5);
  const symv = kernels.kernel('symv_packed_f64');
  const dots = kernels.kernel('dots_f64');
  const combine = kernels.kernel('combine_f64');
  const flops = 2 * ROWS * n;
  yield {
    name: `symv_packed_f64 N=${n}`,
    flops: 2 * n * n,
    bytes: 4 * n * n,
    run: repeated(() => symv(matrix, n, x, y)),
  };
  yield {
    name: `dots_f64 ${ROWS} x ${n}`,
    flops,
    bytes: 8 * (ROWS + ROWS / 6) * n,
    run: repeated(() => dots(vectors, ROWS, n, x, weights)),
  };
  yield {
    name: `combine_f64 ${ROWS} x ${n}`,
    flops,
    bytes: 8 * (ROWS + 2) * n,
    run: repeated(() => combine(vectors, ROWS, n, weights, y)),
  };
}

/** All of them. */
export function* coreSubjects(fresh: FreshKernels): Iterable<Subject> {
  yield* products(fresh, 200);
  yield* products(fresh, 1000);
  const kernels = fresh(CORE_MODULE);
  const [source, target] = [kernels.allocate(8 * NUMBERS), kernels.allocate(8 * NUMBERS)];
  kernels.f64(source, NUMBERS).forEach((_, i, all) => {
    all[i] = (i - NUMBERS / 2) / 512;
  });
  for (const [name, flops] of ELEMENTARY) {
    const kernel = kernels.kernel(`${name}_array_f64`);
    const run = repeated(() => kernel(source, target, NUMBERS));
    yield { name: `${name}_array_f64 ${NUMBERS}`, flops: flops * NUMBERS, bytes: 16 * NUMBERS, run };
  }
  const normal = kernels.kernel('fill_normal_f64');
  const run = repeated(() => normal(target, NUMBERS, 1, 0, 1, 0, 0, 0, 0, 1));
  yield { name: `fill_normal_f64 ${NUMBERS}`, flops: 40 * NUMBERS, bytes: 8 * NUMBERS, run };
}
