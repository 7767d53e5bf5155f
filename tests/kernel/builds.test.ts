import { setFlagsFromString } from 'node:v8';
import { beforeAll, describe, expect, it } from 'vitest';
import { moduleNames } from '../../scripts/kernels.js';
import { supportsRelaxedSimd } from '../../src/kernel/kernels.js';
import { drawPoints, hardPoints, measure, openWorkbench, SUBJECTS, type Workbench } from './accuracy.js';
import { bytesOf, watOf } from './modules.js';

const N = 4097;

describe('the strict and the fast build', () => {
  let strict: Workbench;
  let fast: Workbench;

  beforeAll(() => {
    // Node 20 knows relaxed SIMD behind a flag; newer ones by default.
    if (!WebAssembly.validate(bytesOf('core', 'fast'))) setFlagsFromString('--experimental-wasm-relaxed-simd');
    strict = openWorkbench('strict', 3 * N);
    fast = openWorkbench('fast', 3 * N);
  });

  const bytesAt = (bench: Workbench, n: number): Uint8Array =>
    new Uint8Array(bench.kernels.memory.buffer, bench.base, 8 * n).slice();

  it.each(SUBJECTS.filter(({ isFused }) => !isFused))('give the same bits for $name', (subject) => {
    const points = Float64Array.of(...drawPoints(strict, subject, N, 0), ...hardPoints(subject));
    const results = [strict, fast].map((bench) => {
      new Float64Array(bench.kernels.memory.buffer, bench.base, points.length).set(points);
      bench.kernels[`${subject.name}_array_f64`](bench.base, bench.base, points.length);
      return bytesAt(bench, points.length);
    });
    expect(results[0]).toEqual(results[1]);
  });

  it.each(SUBJECTS.filter(({ isFused }) => isFused))(
    'keep the same bound for $name, which the fast one fuses',
    (subject) => {
      const points = drawPoints(strict, subject, N, 0);
      for (const all of [points, hardPoints(subject)])
        expect(measure(fast, subject, all).maxUlp).toBeLessThanOrEqual(subject.bound);
    },
  );

  it.each(['fill_uniform_f64', 'fill_normal_f64'] as const)('give the same bits for %s', (kernel) => {
    const results = [strict, fast].map((bench) => {
      bench.kernels[kernel](bench.base, N, 1, 2, 3, 4, 5, 0, -0.3, 1.7);
      return bytesAt(bench, N);
    });
    expect(results[0]).toEqual(results[1]);
  });
});

describe.each(moduleNames())('the builds of the module %s', (name) => {
  let compiled: readonly WebAssembly.Module[];
  beforeAll(() => {
    if (!supportsRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
    compiled = (['strict', 'fast'] as const).map((build) => new WebAssembly.Module(bytesOf(name, build)));
  });

  it('have the same interface: equal exports, and no import but an abort', () => {
    const [strict, fast] = compiled.map((module) => WebAssembly.Module.exports(module));
    expect(fast).toEqual(strict);
    for (const module of compiled) {
      const names = WebAssembly.Module.imports(module).map((one) => `${one.module}.${one.name}`);
      expect(names.filter((one) => one !== 'env.abort')).toEqual([]);
    }
    const arities = compiled.map((module) =>
      Object.values(new WebAssembly.Instance(module, { env: { abort: () => {} } }).exports).map((one) =>
        typeof one === 'function' ? one.length : undefined,
      ),
    );
    expect(arities[1]).toEqual(arities[0]);
  });

  it('differ in relaxed instructions: the strict text has none, the fast one may have', () => {
    expect(watOf(name, 'strict')).not.toMatch(/relaxed/);
    expect(watOf(name, 'fast')).toMatch(/relaxed/);
  });
});
