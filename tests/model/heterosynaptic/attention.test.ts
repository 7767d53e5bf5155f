/** Attention and the softmax of losses (assembly/train/attention.ts, cross-entropy.ts) against their definitions. */
import { describe, expect, it } from 'vitest';
import { HETEROSYNAPTIC_MODULE } from '../../../src/model/heterosynaptic/kernels.js';
import { numericOf } from '../../../src/model/heterosynaptic/numeric.js';
import type { Precision } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { stream } from './networks.js';

interface Shape {
  readonly length: number;
  readonly queries: number;
  readonly heads: number;
  readonly headWidth: number;
  readonly isCausal: boolean;
}

/** Tails of panels and vectors, more rows than are taken together, fewer queries than keys. */
const SHAPES: readonly Shape[] = [
  { length: 13, queries: 13, heads: 2, headWidth: 5, isCausal: true },
  { length: 24, queries: 24, heads: 1, headWidth: 16, isCausal: false },
  { length: 9, queries: 3, heads: 3, headWidth: 4, isCausal: false },
  { length: 11, queries: 2, heads: 1, headWidth: 3, isCausal: true },
];
const SEQUENCES = 2;
/** Units by which sums of up to 24 terms may differ, with a softmax between them. */
const BOUND: { readonly [precision in Precision]: number } = { f32: 32 * 2 ** -24, f64: 32 * 2 ** -53 };

const dot = (n: number, a: (i: number) => number, b: (i: number) => number): number =>
  Array.from({ length: n }, (_, i) => a(i) * b(i)).reduce((x, y) => x + y, 0);

/** One head of one sequence; matrices by row and column. */
function plainHead(
  { length, queries, headWidth, isCausal }: Shape,
  at: (name: string, r: number, c: number) => number,
) {
  const scale = 1 / Math.sqrt(headWidth);
  const a = Array.from({ length: queries }, (_, i) => {
    const seen = isCausal ? length - queries + i + 1 : length;
    const scores = Array.from({ length }, (_, j) =>
      j < seen
        ? scale *
          dot(
            headWidth,
            (c) => at('q', i, c),
            (c) => at('k', j, c),
          )
        : -Infinity,
    );
    const top = Math.max(...scores);
    const powers = scores.map((s) => Math.exp(s - top));
    const sum = powers.reduce((x, y) => x + y, 0);
    return powers.map((power) => power / sum);
  });
  const rows = (n: number, entry: (r: number, c: number) => number): number[][] =>
    Array.from({ length: n }, (_, r) => Array.from({ length: headWidth }, (_, c) => entry(r, c)));
  const o = rows(queries, (i, c) =>
    dot(
      length,
      (j) => a[i][j],
      (j) => at('v', j, c),
    ),
  );
  const ds = a.map((row, i) => {
    const da = row.map((_, j) =>
      dot(
        headWidth,
        (c) => at('d', i, c),
        (c) => at('v', j, c),
      ),
    );
    const mean = dot(
      length,
      (j) => row[j],
      (j) => da[j],
    );
    return row.map((p, j) => scale * p * (da[j] - mean));
  });
  const dq = rows(queries, (i, c) =>
    dot(
      length,
      (j) => ds[i][j],
      (j) => at('k', j, c),
    ),
  );
  const back = (m: number[][], name: string) =>
    rows(length, (j, c) =>
      dot(
        queries,
        (i) => m[i][j],
        (i) => at(name, i, c),
      ),
    );
  return { a, o, dq, dk: back(ds, 'q'), dv: back(a, 'd') };
}

describe.each(['f32', 'f64'] as const)('attention in %s', (precision) => {
  it.each(SHAPES)(
    'of $queries queries to $length keys is that of the definition, and so are its derivatives',
    (shape) => {
      const { length, queries, heads, headWidth, isCausal } = shape;
      const numeric = numericOf(freshKernels(HETEROSYNAPTIC_MODULE), precision);
      const k = numeric.pick('attention', 'attention_backward', 'attention_bytes');
      const width = heads * headWidth;
      const draw = stream(17);
      const [asked, held] = [SEQUENCES * queries, SEQUENCES * length];
      const filled = (count: number): number => {
        const address = numeric.room(count);
        numeric.view(address, count).set(Array.from({ length: count }, () => 4 * draw() - 2));
        return address;
      };
      const [q, d, o, dq] = [0, 1, 2, 3].map(() => filled(asked * width));
      const [kv, dkv] = [0, 1].map(() => filled(held * 2 * width));
      const a = numeric.room(SEQUENCES * heads * queries * length);
      const settings = numeric.words(16);
      const sizes = [SEQUENCES, length, queries, heads, width, +isCausal, 0, 0, 0, 0, 0, 0, 0, width, 2 * width];
      numeric.kernels.i32(settings, 15).set(sizes);
      const room = numeric.kernels.allocate(k.attention_bytes(length, queries, headWidth));
      const half = width * numeric.size;
      k.attention(settings, q, kv, kv + half, a, o, room);
      k.attention_backward(settings, q, kv, kv + half, a, o, d, dq, dkv, dkv + half, room);
      const read = (address: number, count: number, columns: number) => {
        const view = numeric.view(address, count);
        return (row: number, column: number): number => view[row * columns + column];
      };
      const [qs, ds, os, dqs] = [q, d, o, dq].map((one) => read(one, asked * width, width));
      const [kvs, dkvs] = [kv, dkv].map((one) => read(one, held * 2 * width, 2 * width));
      const near = (found: number, wanted: number, what: string): void =>
        expect(Math.abs(found - wanted), what).toBeLessThanOrEqual(BOUND[precision] * Math.max(1, Math.abs(wanted)));
      for (let s = 0; s < SEQUENCES; s++) {
        for (let h = 0; h < heads; h++) {
          const at = (name: string, r: number, c: number): number => {
            const column = h * headWidth + c;
            if (name === 'q') return qs(s * queries + r, column);
            if (name === 'd') return ds(s * queries + r, column);
            return kvs(s * length + r, column + (name === 'v' ? width : 0));
          };
          const wanted = plainHead(shape, at);
          for (let c = 0; c < headWidth; c++) {
            const column = h * headWidth + c;
            for (let i = 0; i < queries; i++) {
              near(os(s * queries + i, column), wanted.o[i][c], `o ${i} ${c}`);
              near(dqs(s * queries + i, column), wanted.dq[i][c], `dq ${i} ${c}`);
            }
            for (let j = 0; j < length; j++) {
              near(dkvs(s * length + j, column), wanted.dk[j][c], `dk ${j} ${c}`);
              near(dkvs(s * length + j, column + width), wanted.dv[j][c], `dv ${j} ${c}`);
            }
          }
        }
      }
    },
  );
});

describe.each(['f32', 'f64'] as const)('softmax with cross-entropy in %s', (precision) => {
  const losses = (logits: readonly number[]) => {
    const numeric = numericOf(freshKernels(HETEROSYNAPTIC_MODULE), precision);
    const k = numeric.pick('cross_entropy');
    const [z, top, targets] = [numeric.room(logits.length), numeric.room(1), numeric.words(1)];
    const out = numeric.kernels.allocate(16);
    const view = numeric.view(z, logits.length);
    view.set(logits);
    const given = Array.from(view);
    k.cross_entropy(1, logits.length, z, targets, 1, out, top);
    return { given, found: Array.from(view), loss: numeric.kernels.f64(out, 1)[0] };
  };
  const unit = precision === 'f32' ? 2 ** -24 : 2 ** -53;

  it('has probabilities within the bound that is stated, down to e^-80', () => {
    const draw = stream(23);
    for (const n of [2, 3, 4, 17, 37]) {
      const { given, found, loss } = losses(Array.from({ length: n }, (_, i) => (i === 1 ? 3 : 3 - 80 * draw())));
      const top = Math.max(...given);
      const powers = given.map((z) => Math.exp(z - top));
      const sum = powers.reduce((a, b) => a + b, 0);
      for (let i = 1; i < n; i++) {
        const bound = (3 * (top - given[i]) + 4 + n) * unit * (powers[i] / sum);
        expect(Math.abs(found[i] - powers[i] / sum), `${i} of ${n}`).toBeLessThanOrEqual(bound);
      }
      expect(Math.abs(loss - (Math.log(sum) - (given[0] - top)))).toBeLessThanOrEqual(
        (n + 7) * unit * Math.max(1, loss),
      );
    }
  });

  it('gives what is far below the largest logit nothing that counts, and keeps NaN', () => {
    const { found, loss } = losses([0, 1000, -3e38, 999, 5]);
    expect(loss).toBeCloseTo(1000 + Math.log1p(Math.exp(-1)), 3);
    for (const i of [2, 4]) expect(found[i]).toBeLessThan(2 ** -120);
    expect(found[0]).toBe(-1);
    expect(found[1] + found[3]).toBeCloseTo(1, 6);
    expect(losses([1, Number.NaN, 2, 3, 4]).found.some(Number.isNaN)).toBe(true);
    expect(losses([Number.NaN, 1, 2]).found.every(Number.isNaN)).toBe(true);
  });
});
