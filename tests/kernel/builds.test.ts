import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawPoints, hardPoints, openWorkbench, SUBJECTS, type Workbench } from './accuracy.js';

const N = 4097;

describe('the strict and the fast build', () => {
  let strict: Workbench;
  let fast: Workbench;

  beforeAll(() => {
    // Node 20 knows relaxed SIMD behind a flag; newer ones by default.
    const bytes = readFileSync(new URL('../../build/kernels.fast.wasm', import.meta.url));
    if (!WebAssembly.validate(bytes)) setFlagsFromString('--experimental-wasm-relaxed-simd');
    strict = openWorkbench('strict', 3 * N);
    fast = openWorkbench('fast', 3 * N);
  });

  const bytesOf = (bench: Workbench, n: number): Uint8Array =>
    new Uint8Array(bench.kernels.memory.buffer, bench.base, 8 * n).slice();

  it.each(SUBJECTS)('give the same bits for $name', (subject) => {
    const points = Float64Array.of(...drawPoints(strict, subject, N, 0), ...hardPoints(subject));
    const results = [strict, fast].map((bench) => {
      new Float64Array(bench.kernels.memory.buffer, bench.base, points.length).set(points);
      bench.kernels[`${subject.name}_array_f64`](bench.base, bench.base, points.length);
      return bytesOf(bench, points.length);
    });
    expect(results[0]).toEqual(results[1]);
  });

  it.each(['fill_uniform_f64', 'fill_normal_f64'] as const)('give the same bits for %s', (kernel) => {
    const results = [strict, fast].map((bench) => {
      bench.kernels[kernel](bench.base, N, 1, 2, 3, 4, 5, 0, -0.3, 1.7);
      return bytesOf(bench, N);
    });
    expect(results[0]).toEqual(results[1]);
  });
});
