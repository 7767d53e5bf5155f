/**
 * A layer of a perceptron without bias, z = a C W' with activities a mixed by C, which leaves out what is zero where that is faster:
 * inputs, and its own errors, which are zero where a relu stood. The mixing is done on the weights, so that zeros of a stay zeros:
 *
 *   z = a (W C)',  da = d (W C),  dW = d' (a C)
 *
 * Dense and sparse products have the same bits (assembly/train/sparse.ts), so each pass may choose by itself.
 */
import type { Share } from '../../train/trainable.js';
import type { Corruption } from './coupling.js';
import { mixedBlock } from './coupling.js';
import { type DenseShape, openDenseLayer } from './dense.js';
import type { Numeric } from './numeric.js';
import type { SharedStrips } from './shared-strips.js';
import type { Listed, SparseLists } from './sparse-lists.js';

/** Activities or errors: rows of numbers with the lists of those that are not zero, undefined where they are not known. */
export interface Rows {
  readonly at: number;
  /** Rows before which the shares end: the last one is how many there are. */
  readonly ends: readonly number[];
  readonly lists: SparseLists | undefined;
}

export const countOf = ({ ends }: Rows): number => ends[ends.length - 1];

/** The rows of each share. */
export const sharesOfRows = ({ ends }: Rows): readonly Share[] =>
  ends.map((to, i) => ({ from: i === 0 ? 0 : ends[i - 1], to }));

interface ListedRows extends Rows {
  readonly lists: SparseLists;
}

export interface SparseLayer {
  /** Weights [outputs, inputs] at this address act from now on. */
  take(weights: number): void;
  /** Inputs are mixed in this way from now on. */
  mix(kind: Corruption): void;
  /** z [count, own outputs]. */
  forward(a: Rows, z: number): void;
  /** da [count, its inputs], d [count, outputs]. */
  backward(d: Rows, da: number): void;
  /** Packs what `forward` and `backward` need of the weights, rather than when they are first asked for it. */
  prepare(): void;
  /** Its rows of dW = or += d' h with errors of its own outputs and the mixed inputs h; it may be kept elsewhere until `finish`. */
  gradient(d: Rows, h: Rows, target: number, adds: boolean): void;
  finish(target: number): void;
}

/** Share of entries that are not zero from which the dense product is as fast. */
const DENSE_FROM = 0.8;
/** What the gradient of few inputs costs beyond that of few errors, as a share: it comes out transposed. */
const TRANSPOSITION = 0.15;
/** Whether inputs are so few that errors behind a relu are hardly fewer: the gradient then goes by their lists, by column. */
export const isPlainlyFew = (inputs: SparseLists): boolean => inputs.density() < 0.3;
/** Rows of a block of sums: lists of columns are one block. */
export const ROWS_OF_BLOCK = 256;

/** @param strips - what errors go back through in a team, where no thread has all rows */
export function openSparseLayer(numeric: Numeric, shape: DenseShape, strips?: SharedStrips): SparseLayer {
  const { inputs, outputs, rows } = shape;
  const { own = { from: 0, to: outputs }, back: passed = { from: 0, to: inputs } } = shape;
  const [units, heard] = [own.to - own.from, passed.to - passed.from];
  const { kernels, size } = numeric;
  const k = numeric.pick('strip_numbers', 'pack_strips', 'combine_listed', 'transpose', 'mix');
  const dense = openDenseLayer(numeric, shape);
  const room = (columns: number, depth: number): number => numeric.room(k.strip_numbers(columns, depth));
  const rowBytes = own.from * inputs * size;
  const ahead = {
    isTransposed: true,
    from: rowBytes,
    columns: units,
    depth: inputs,
    at: room(units, inputs),
    isStale: true,
  };
  const back = {
    isTransposed: false,
    from: passed.from * size,
    columns: heard,
    depth: outputs,
    at: strips?.at ?? room(heard, outputs),
    isStale: true,
  };
  const operand = room(Math.max(inputs, units), rows);
  const mixed = numeric.room(inputs * outputs);
  const made = numeric.room(inputs * units);
  const edge = kernels.allocate(256);
  let kind: Corruption | undefined;
  let [weights, acting] = [0, 0];
  let [isMade, isStale] = [false, true];
  /** How it was multiplied last, which is how it is likely to be next. */
  let isListed = true;

  /** Weights are mixed, and packs of them made, when somebody needs them. */
  const refresh = (): void => {
    isStale = true;
    ahead.isStale = true;
    back.isStale = true;
  };
  /** Its rows of the weights as they act. */
  const act = (): void => {
    if (!isStale) return;
    isStale = false;
    const block = kind === undefined ? 1 : mixedBlock(kind, inputs);
    if (block > 1) k.mix(units, inputs, weights + rowBytes, mixed + rowBytes, block, kind?.alpha ?? 0);
    acting = block > 1 ? mixed : weights;
    dense.take(acting);
  };
  const combine = (
    items: number,
    { blocks, starts, pairs }: Listed,
    [strips, depth, columns]: readonly [number, number, number],
    y: number,
    adds: boolean,
  ): void => k.combine_listed(items, blocks, starts, pairs, depth, strips, columns, y, columns, adds, edge);
  const packed = (pack: typeof ahead | typeof back): void => {
    if (!pack.isStale) return;
    act();
    if (pack === back && strips !== undefined) strips.pack(acting);
    else k.pack_strips(pack.isTransposed, pack.columns, pack.depth, acting + pack.from, inputs, pack.at);
    pack.isStale = false;
  };
  const multiply = (pack: typeof ahead | typeof back, count: number, listed: Listed, y: number): void => {
    packed(pack);
    combine(count, listed, [pack.at, pack.depth, pack.columns], y, false);
  };
  const isFew = (rows: Rows): rows is ListedRows => rows.lists !== undefined && rows.lists.density() < DENSE_FROM;
  /** Whether inputs are so few that their lists are the ones to go by; those of errors are looked at where that is not plain. */
  const isFewer = (own: SparseLists, errors: SparseLists | undefined): boolean =>
    isPlainlyFew(own) || own.density() + TRANSPOSITION < (errors?.density() ?? 1);
  return {
    take: (address) => {
      weights = address;
      refresh();
    },
    mix: (next) => {
      if (kind?.type === next.type && kind.alpha === next.alpha && kind.block === next.block) return;
      kind = next;
      refresh();
    },
    forward: (a, z) => {
      isListed = isFew(a);
      if (isFew(a)) return multiply(ahead, countOf(a), a.lists.byRow(), z);
      act();
      dense.forward(a.at, countOf(a), z);
    },
    backward: (d, da) => {
      // others packed their rows in strips, whatever the errors are
      if (d.lists !== undefined && (isFew(d) || strips !== undefined)) {
        return multiply(back, countOf(d), d.lists.byRow(), da);
      }
      act();
      dense.backward(d.at, countOf(d), da);
    },
    prepare: () => {
      act();
      if (isListed) packed(ahead);
      if (strips !== undefined) packed(back);
    },
    gradient: (d, h, target, adds) => {
      const count = countOf(d);
      // the first share says where the sum of all is kept
      if (!adds) isMade = isFew(h) && isFewer(h.lists, d.lists);
      if (isMade && h.lists !== undefined) {
        k.pack_strips(false, units, count, d.at, units, operand);
        combine(inputs, h.lists.byColumn(), [operand, count, units], made, adds);
      } else if (isFew(d)) {
        k.pack_strips(false, inputs, count, h.at, inputs, operand);
        combine(units, d.lists.byColumn(), [operand, count, inputs], target + rowBytes, adds);
      } else {
        for (const [i, { from, to }] of sharesOfRows(d).entries()) {
          const [errors, own] = [d.at + from * units * size, h.at + from * inputs * size];
          dense.gradient(errors, own, to - from, target, adds || i > 0);
        }
      }
    },
    finish: (target) => {
      if (isMade) k.transpose(inputs, units, made, units, target + rowBytes, inputs);
      isMade = false;
    },
  };
}
