import { describe, expect, it } from 'vitest';
import type { Blocks, Hessian, RuleSettings } from '../../../src/model/heterosynaptic/rules.js';
import type { Tensor, Trainable } from '../../../src/train/trainable.js';
import { batchFor, opened, perceptron, stream } from './networks.js';

const NETWORK = perceptron([10, 7, 3]);
const ITEMS = 6;

type Matrix = readonly (readonly number[])[];

/** Gaussian elimination with the largest pivot: the straightforward reference. */
function solved(matrix: Matrix, right: readonly number[]): readonly number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]) > Math.abs(rows[best][k]) ? i + k : best), k);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}

/** Entries of each block of a tensor, numbered within it. */
function blocksOf({ shape, count }: Tensor, block: number, blocks: Blocks): readonly (readonly number[])[] {
  const length = blocks === 'row' ? shape[1] : count;
  const found: number[][] = [];
  for (let start = 0; start < count; start += length) {
    for (let at = 0; at < length; at += block) {
      found.push(Array.from({ length: Math.min(block, length - at) }, (_, i) => start + at + i));
    }
  }
  return found;
}

/** A drawn block that is symmetric and positive definite. */
function drawnBlock(order: number, seed: number): Float64Array {
  const draw = stream(seed);
  const half = Array.from({ length: order }, () => Array.from({ length: order }, () => draw() - 0.5));
  const entry = (i: number, j: number): number =>
    half[i].reduce((sum, x, k) => sum + x * half[j][k], i === j ? 0.2 : 0);
  return Float64Array.from({ length: order * order }, (_, at) => entry(Math.floor(at / order), at % order));
}

const isCoupled = ({ shape }: Tensor): boolean => shape.length > 1;

type Direction = (tensor: Tensor, gradient: readonly number[], moment: readonly number[]) => readonly number[];

/** Steps of mirror descent that take the gradients of the network, with directions through dense matrices. */
function reference(trainable: Trainable, steps: number, { rate, momentum }: RuleSettings, direction: Direction) {
  const moments = new Map(trainable.tensors.map(({ name, count }) => [name, new Array<number>(count).fill(0)]));
  for (let step = 0; step < steps; step++) {
    trainable.lossAndGradient(batchFor(NETWORK, ITEMS), { step });
    const gradient = trainable.gradient().slice();
    for (const tensor of trainable.tensors) {
      const { name, offset, count } = tensor;
      const g = Array.from(gradient.slice(offset, offset + count));
      const m = (moments.get(name) ?? []).map((old, i) => momentum * old + (1 - momentum) * g[i]);
      moments.set(name, m);
      const d = isCoupled(tensor) ? direction(tensor, g, m) : m;
      const parameters = trainable.parameters();
      for (let i = 0; i < count; i++) parameters[offset + i] -= rate * d[i];
    }
    trainable.changed();
  }
  return trainable.parameters();
}

function expectSame(rule: Partial<RuleSettings>, steps: number, direction: Direction): void {
  const own = opened({ network: NETWORK, items: ITEMS, rule });
  for (let step = 0; step < steps; step++) {
    own.lossAndGradient(batchFor(NETWORK, ITEMS), { step });
    own.optimize();
  }
  const other = opened({ network: NETWORK, items: ITEMS });
  const wanted = reference(other, steps, { rate: 0.05, momentum: 0, ...rule } as RuleSettings, direction);
  const found = own.parameters();
  for (let i = 0; i < wanted.length; i++) expect(Math.abs(found[i] - wanted[i]), `entry ${i}`).toBeLessThan(1e-11);
}

describe('block Hessians', () => {
  it.each(['flat', 'row'] as const)('that are given are solved as dense systems are (%s)', (blocks) => {
    // 3 divides neither the rows of 10 and 7 nor the 70 entries of the first weight; 4 is the order of the second's own block
    const given: { readonly [name: string]: Float64Array } = { all: drawnBlock(3, 1), 'fc2.weight': drawnBlock(4, 2) };
    const rule = { rate: 0.05, momentum: 0.6, blocks, block: 3, hessian: { kind: 'given', blocks: given } } as const;
    expectSame(rule, 4, (tensor, _, m) => {
      const values = given[tensor.name] ?? given.all;
      const order = Math.sqrt(values.length);
      const d = [...m];
      for (const at of blocksOf(tensor, order, blocks)) {
        const matrix = at.map((_a, i) => at.map((_b, j) => values[i * order + j]));
        for (const [i, x] of solved(
          matrix,
          at.map((a) => m[a]),
        ).entries())
          d[at[i]] = x;
      }
      return d;
    });
  });

  it.each([
    ['flat', 1],
    ['row', 1],
    ['row', 2],
  ] as const)(
    'that are learned are running averages of outer products, damped (%s, every %i steps)',
    (blocks, every) => {
      const [keep, damping, block] = [0.8, 0.2, 4];
      const hessian: Hessian = { kind: 'learned', keep, damping, every };
      const rule = { rate: 0.05, momentum: 0.5, blocks, block, hessian } as const;
      const averages = new Map<string, number[][]>();
      const acting = new Map<string, Matrix>();
      let calls = 0;
      expectSame(rule, 5, (tensor, g, m) => {
        const step = Math.floor(calls++ / 2);
        const old = averages.get(tensor.name) ?? g.map(() => g.map(() => 0));
        const next = old.map((row, i) => row.map((x, j) => keep * x + (1 - keep) * g[i] * g[j]));
        averages.set(tensor.name, next);
        const mean = next.reduce((sum, row, i) => sum + row[i], 0) / g.length;
        if (step % every === 0) {
          const damped = (x: number, i: number, j: number) => (x / mean + (i === j ? damping : 0)) / (1 + damping);
          acting.set(
            tensor.name,
            next.map((row, i) => row.map((x, j) => damped(x, i, j))),
          );
        }
        const H = acting.get(tensor.name) as Matrix;
        const d = [...m];
        for (const at of blocksOf(tensor, block, blocks)) {
          const matrix = at.map((a) => at.map((b) => H[a][b]));
          for (const [i, x] of solved(
            matrix,
            at.map((a) => m[a]),
          ).entries())
            d[at[i]] = x;
        }
        return d;
      });
    },
  );

  const refused: readonly (readonly [string, string, Float64Array, string])[] = [
    [
      'not positive definite',
      'all',
      Float64Array.of(1, 1.5, 1.5, 1),
      "the block Hessian 'all' is not positive definite",
    ],
    ['not square', 'all', new Float64Array(6), "the block Hessian 'all' has 6 numbers: it must be square"],
    [
      'not symmetric',
      'fc1.weight',
      Float64Array.of(1, 0.5, 0.25, 1),
      "the block Hessian 'fc1.weight' is not symmetric: it has 0.25 in row 1, column 0, and 0.5 across the diagonal",
    ],
    [
      'not finite',
      'all',
      Float64Array.of(1, 0, Number.NaN, 1),
      "the block Hessian 'all' has NaN in row 1, column 0: it must be finite",
    ],
    [
      'for a bias',
      'fc1.bias',
      Float64Array.of(1),
      "the block Hessian 'fc1.bias' is for no weight of this network, which has fc1.weight, fc2.weight",
    ],
  ];
  it.each(refused)('that are %s are refused', (_, name, values, message) => {
    const rule = { hessian: { kind: 'given', blocks: { [name]: values } } } as const;
    const open = () => opened({ network: NETWORK, items: ITEMS, rule });
    expect(open).toThrow(expect.objectContaining({ code: 'E_CONFIG', message, place: 'block-hessian' }));
  });

  it('say which weight was meant', () => {
    const rule = { hessian: { kind: 'given', blocks: { 'fc1.wieght': Float64Array.of(1) } } } as const;
    const open = () => opened({ network: NETWORK, items: ITEMS, rule });
    expect(open).toThrow(expect.objectContaining({ next: 'Did you mean fc1.weight or fc2.weight?' }));
  });

  it('are not for the survivors of pruning alone', () => {
    const hessian = { kind: 'learned', keep: 0.9, damping: 0.1, every: 1 } as const;
    const open = () => opened({ network: NETWORK, items: ITEMS, rule: { hessian, blocks: 'survivors' } });
    expect(open).toThrow(expect.objectContaining({ code: 'E_CONFIG', place: 'blocks' }));
  });
});
