/** Loops for engines with wide vectors give the bits of those for all engines. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { CoreKernels } from '../../src/kernel/core-kernels.js';
import { type Build, type Kernels, loadKernels, supportsRelaxedSimd } from '../../src/kernel/kernels.js';
import type { VectorBits } from '../../src/kernel/module.js';
import type { AttractorKernels } from '../../src/model/attractor/kernels.js';
import { benchModel } from '../../src/model/hebbian/bench.js';
import type { HebbianKernels } from '../../src/model/hebbian/kernels.js';
import type { HeterosynapticKernels } from '../../src/model/heterosynaptic/kernels.js';
import type { RateKernels } from '../../src/model/rate/kernels.js';
import { bytesOf } from './modules.js';

const told: number[] = [];
vi.mock('@assemblyscript/loader', async (original) => {
  const loader = await original<typeof import('@assemblyscript/loader')>();
  return {
    ...loader,
    instantiateSync: (...given: Parameters<typeof loader.instantiateSync>) => {
      const made = loader.instantiateSync(...given);
      const use = made.exports.use_wide_vectors as () => void;
      const use_wide_vectors = (): void => {
        told.push(1);
        use();
      };
      return { ...made, exports: { ...made.exports, use_wide_vectors } };
    },
  };
});

const compiled = new Map<string, WebAssembly.Module>();
function open<K>(name: string, build: Build, vectors: VectorBits): Kernels<K> {
  const module = compiled.get(name + build) ?? new WebAssembly.Module(bytesOf(name, build));
  compiled.set(name + build, module);
  return loadKernels<K>(module, build, vectors);
}

/** `count` numbers of either sign at a place of their own. */
function place(kernels: Kernels<unknown>, type: 'f32' | 'f64', count: number): number {
  const [Numbers, bytes] = type === 'f32' ? [Float32Array, 4] : [Float64Array, 8];
  const address = kernels.allocate(bytes * count);
  const numbers = new Numbers(kernels.memory.buffer, address, count);
  for (let i = 0; i < count; i++) numbers[i] = ((i * 7919) % 1009) / 313 - 1.5;
  return address;
}

/** Rows and columns that fill no panel, behind two panels that are taken together and one that is alone; more terms than a block has. */
const [M, K] = [10, 300];
const COLUMNS = { f32: 3 * 8 + 5, f64: 3 * 4 + 3 } as const;
/** Numbers from row to row: more than there are columns. */
const LD = 320;

/** C of a product of a form, with what stands around it. */
function productOf(
  build: Build,
  vectors: VectorBits,
  type: 'f32' | 'f64',
  form: number,
  isDirect: boolean,
): Uint8Array {
  const kernels = open<HeterosynapticKernels>('heterosynaptic', build, vectors);
  const n = COLUMNS[type];
  const [a, b, c] = [LD * LD, LD * LD, LD * M].map((count) => place(kernels, type, count));
  const workspace = kernels.allocate(kernels.kernel(`product_bytes_${type}`)(M, n, K));
  if (isDirect) {
    kernels.kernel(`pack_right_${type}`)(form, n, K, b, LD, workspace + 128);
    kernels.kernel(`multiply_rows_${type}`)(form, M, n, K, a, LD, workspace + 128, c, LD, true, workspace);
  } else kernels.kernel(`product_${type}`)(form, M, n, K, a, LD, b, LD, c, LD, true, workspace);
  return new Uint8Array(kernels.memory.buffer, c, (type === 'f32' ? 4 : 8) * LD * M).slice();
}

/** What QR makes of k columns of n numbers, `entry` of these and their row and column: columns, logarithms and R. */
function factors(
  build: Build,
  vectors: VectorBits,
  [n, k]: readonly [number, number],
  entry: (x: number, i: number, j: number) => number,
): readonly Uint8Array[] {
  const kernels = open<RateKernels>('rate', build, vectors);
  const ld = k + 1;
  const q = place(kernels, 'f64', n * ld);
  kernels.f64(q, n * ld).forEach((x, at, all) => {
    all[at] = entry(x, Math.floor(at / ld), at % ld);
  });
  const [logs, r] = [kernels.allocate(8 * k), kernels.allocate(8 * k * k)];
  const scratch = kernels.allocate(kernels.kernel('qr_scratch_bytes')(n, k));
  // what is there already is not read
  kernels.f64(scratch, kernels.kernel('qr_scratch_bytes')(n, k) / 8).fill(Number.NaN);
  kernels.kernel('qr_f64')(n, k, q, ld, logs, r, scratch);
  return [n * ld, k, k * k].map((count, at) =>
    new Uint8Array(kernels.memory.buffer, [q, logs, r][at], 8 * count).slice(),
  );
}

/** A product of a stream of edges with `columns` numbers in each of `rows` rows, and what stands behind it. Each row of A has another number of edges. */
function sparseProduct(build: Build, vectors: VectorBits, rows: number, columns: number): Uint8Array {
  const kernels = open<RateKernels>('rate', build, vectors);
  const starts = Int32Array.from({ length: rows + 1 }, (_, i) => 3 * i + (i % 2));
  const count = starts[rows];
  const [rowStart, edges] = [kernels.allocate(4 * (rows + 1)), place(kernels, 'f64', 2 * (count + 1))];
  new Int32Array(kernels.memory.buffer, rowStart, rows + 1).set(starts);
  for (let edge = 0; edge < count; edge++) {
    new Uint32Array(kernels.memory.buffer, edges + 16 * edge, 1)[0] = (edge * 31) % rows;
  }
  kernels.kernel('stream_offsets')(count, edges, columns);
  const [x, y] = [rows * columns, (rows + 1) * columns].map((numbers) => place(kernels, 'f64', numbers));
  kernels.kernel('spmm_stream_f64')(rows, rowStart, edges, x, columns, y);
  return new Uint8Array(kernels.memory.buffer, y, 8 * (rows + 1) * columns).slice();
}

describe.each(['strict', 'fast'] as const)('wide vectors in the %s build', (build) => {
  beforeAll(() => {
    if (!supportsRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
  });

  it('are used where the engine was asked for them, and only there', () => {
    told.length = 0;
    open('core', build, 128);
    expect(told).toEqual([]);
    open('core', build, 256);
    expect(told).toEqual([1]);
  });

  it.each(['f32', 'f64'] as const)('change no bit of products in %s, of any form, packed or direct', (type) => {
    for (const form of [0, 1, 2]) {
      for (const isDirect of [false, true]) {
        const [narrow, wide] = ([128, 256] as const).map((bits) => productOf(build, bits, type, form, isDirect));
        expect(wide, `form ${form}`).toEqual(narrow);
      }
    }
  });

  it('change no bit of what an attractor network learns', () => {
    const np = 20;
    const [narrow, wide] = ([128, 256] as const).map((bits) => {
      const kernels = open<AttractorKernels>('attractor', build, bits);
      const [J, a, s, field] = [np * np, np, np, np].map((count) => place(kernels, 'f64', count));
      kernels.kernel('attractor_learn_f64')(J, np, a, s, field);
      return [...kernels.f64(J, np * np), ...kernels.f64(field, np)];
    });
    expect(wide).toEqual(narrow);
  });

  it('change no bit of neurons and couplings that both move', () => {
    // neurons that fill no panel, and more steps than couplings are put off for
    const [narrow, wide] = ([128, 256] as const).map((bits) => {
      const model = benchModel(open<HebbianKernels>('hebbian', build, bits), { N: 51, K: 3, u: 0.5 });
      model.advance(40, { append: () => {} });
      return model.block.bytes().slice();
    });
    expect(wide).toEqual(narrow);
  });

  it.each([
    ['so close to each other that two applications are needed', (x: number) => 1e5 + x],
    ['for which one application is enough', (x: number, i: number, j: number) => (i === j ? 1 : 0) + x / 1e4],
    ['of which some are zero or equal', (x: number, _: number, j: number) => (j % 7 === 3 ? 0 : j % 11 === 10 ? 1 : x)],
  ])('change no bit of QR, of columns %s', (_, entry) => {
    for (const k of [1, 4, 8, 9, 12, 13, 17, 20, 24, 25, 29, 40]) {
      const [narrow, wide] = ([128, 256] as const).map((bits) => factors(build, bits, [41, k], entry));
      expect(wide, `${k} columns`).toEqual(narrow);
    }
  });

  it('change no bit of sparse products, of few rows and of many, whatever blocks their columns make', () => {
    for (const [rows, columns] of [5, 450].flatMap((n) => [4, 36, 40, 44, 48, 56, 80, 92].map((m) => [n, m]))) {
      const [narrow, wide] = ([128, 256] as const).map((bits) => sparseProduct(build, bits, rows, columns));
      expect(Buffer.compare(wide, narrow), `${rows} rows, ${columns} columns`).toBe(0);
    }
  });

  it('leave the yardsticks of the ceiling what they compute', () => {
    for (const vectors of [128, 256] as const) {
      const kernels = open<CoreKernels>('core', build, vectors);
      const n = 64;
      const x = kernels.allocate(8 * n);
      kernels.f64(x, n).forEach((__, i, all) => {
        all[i] = i;
      });
      expect(kernels.kernel('bench_read_f64')(x, n)).toBe((n * (n - 1)) / 2);
      kernels.kernel('bench_update_f64')(x, n, 2);
      expect([...kernels.f64(x, n)]).toEqual(Array.from({ length: n }, (__, i) => i + 2));
    }
  });
});

describe('kernels that engines with wide vectors compile', () => {
  it('store no vector at a constant address, where V8 of Node 24 misplaces a pair', () => {
    const sources = readdirSync('assembly', { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    expect(sources.length).toBeGreaterThan(50);
    const atConstant = sources.filter((file) =>
      /(v128\.store|storePair)\(\s*[A-Z][A-Z0-9_]+\b/.test(readFileSync(join('assembly', file), 'utf8')),
    );
    expect(atConstant).toEqual([]);
  });
});
