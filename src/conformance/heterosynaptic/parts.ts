/** Golden parts of training: couplings, coupled gradients, masks, mixing, tasks, texts and metrics. */
import { copyingSample } from '../../dataset/selective-copying.js';
import { countsOf, idsOf, WORDS, windowsOf, wordsOf } from '../../dataset/text.js';
import { elementaryOf } from '../../kernel/elementary.js';
import { couplingEigenvalues, isPositiveDefinite, mixedBlock } from '../../model/heterosynaptic/coupling.js';
import { HETEROSYNAPTIC_MODULE } from '../../model/heterosynaptic/kernels.js';
import { type Numeric, numericOf } from '../../model/heterosynaptic/numeric.js';
import { addBatch, passMetrics, plainTally } from '../../train/tally.js';
import type { Precision } from '../../train/trainable.js';
import { type Comparison, equal } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import { BOUNDS, close, corruptionOf, PRECISIONS } from './play.js';

/** Condition numbers reach 400 at alpha = 0.99: the bound of the golden files' own description. */
const COUPLED: { readonly [precision in Precision]: number } = { f64: 1e-11, f32: 1e-4 };
const LEAST: { readonly [precision in Precision]: number } = { f64: 1e-13, f32: 1e-6 };

export type PartCheck = (golden: Golden, context: Context) => readonly Comparison[];

/** Checks in both precisions what `compute` makes of given numbers. */
function both(
  { kernels }: Context,
  quantity: string,
  expected: Float64Array,
  bounds: { readonly [precision in Precision]: number },
  compute: (numeric: Numeric) => ArrayLike<number>,
): readonly Comparison[] {
  return PRECISIONS.map((precision) => {
    const numeric = numericOf(kernels(HETEROSYNAPTIC_MODULE), precision);
    return close(`${quantity} in ${precision}`, compute(numeric), expected, bounds[precision], LEAST[precision]);
  });
}

const SINGLE = { f64: BOUNDS.f64.single, f32: BOUNDS.f32.single } as const;

/** H^-1 g for segments of a length. */
function coupled(numeric: Numeric, g: Float64Array, length: number, block: number, alpha: number, mask?: Int32Array) {
  const address = numeric.room(g.length);
  numeric.view(address, g.length).set(g);
  const bits = mask === undefined ? 0 : numeric.kernels.allocate(mask.length);
  if (mask !== undefined) new Uint8Array(numeric.kernels.memory.buffer, bits, mask.length).set(mask);
  numeric.pick('couple').couple(g.length / length, length, address, block, alpha, bits);
  return numeric.view(address, g.length).slice();
}

/** Rows mixed in blocks. */
function mixed(numeric: Numeric, h: Float64Array, width: number, block: number, alpha: number) {
  const address = numeric.room(h.length);
  numeric.view(address, h.length).set(h);
  numeric.pick('mix').mix(h.length / width, width, address, address, block, alpha);
  return numeric.view(address, h.length).slice();
}

const unitRows = (n: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, i) => +(i % n === Math.floor(i / n)));

const matrices: PartCheck = (golden, context) => {
  const [block, alpha] = [golden.count('block_size'), golden.number('alpha')];
  const rows = unitRows(block);
  const { repeated, single } = couplingEigenvalues(block, alpha);
  return [
    ...both(context, 'H', golden.numbers('H'), SINGLE, (numeric) => mixed(numeric, rows, block, block, alpha)),
    ...both(context, 'inverse', golden.numbers('H_inv'), COUPLED, (numeric) =>
      coupled(numeric, rows, block, block, alpha),
    ),
    close('repeated eigenvalue', [repeated], golden.numbers('eigenvalue_repeated'), SINGLE.f64, LEAST.f64),
    close('single eigenvalue', [single], golden.numbers('eigenvalue_single'), SINGLE.f64, LEAST.f64),
    equal('positive definite', isPositiveDefinite(block, alpha), golden.flag('spd')),
  ];
};

const preconditioned: PartCheck = (golden, context) => {
  const [block, alpha] = [golden.count('block_size'), golden.number('alpha')];
  const g = golden.numbers('g');
  const shape = [...golden.integers('shape')];
  return [
    equal(
      'entries',
      shape.reduce((product, n) => product * n, 1),
      g.length,
    ),
    ...both(context, 'H^-1 g', golden.numbers('H_inv_g'), COUPLED, (numeric) =>
      coupled(numeric, g, g.length, block, alpha),
    ),
  ];
};

const rowsOf = (golden: Golden, key: string): { readonly all: Float64Array; readonly width: number } => {
  const rows = golden.rows(key);
  return { all: Float64Array.from(rows.flatMap((row) => [...row])), width: rows[0].length };
};

const preconditionedRows: PartCheck = (golden, context) => {
  const [block, alpha] = [golden.count('block_size'), golden.number('alpha')];
  const { all, width } = rowsOf(golden, 'g');
  return both(context, 'H^-1 g', golden.numbers('H_inv_g'), COUPLED, (numeric) =>
    coupled(numeric, all, width, block, alpha),
  );
};

const preconditionedMasked: PartCheck = (golden, context) => {
  const [block, alpha] = [golden.count('block_size'), golden.number('alpha')];
  const g = golden.numbers('g');
  const mask = golden.integers('mask');
  return both(context, 'H^-1 g', golden.numbers('H_inv_g'), COUPLED, (numeric) =>
    coupled(numeric, g, g.length, block, alpha, mask),
  );
};

const spdTable: PartCheck = (golden) => [
  equal('spd', isPositiveDefinite(golden.count('block_size'), golden.number('alpha')), golden.flag('spd')),
];

const selectiveCopying: PartCheck = (golden) => {
  const task = {
    noise: golden.count('l_noise'),
    memorize: golden.count('l_memorize'),
    tokens: golden.count('n_tokens'),
    isVariable: golden.flag('variable'),
    isReversed: golden.flag('reverse'),
  };
  const { x, y } = copyingSample(task, golden.integers('tokens'), golden.integers('permutation'));
  return [equal('x', [...x], [...golden.integers('x')]), equal('y', [...y], [...golden.integers('y')])];
};

const text: PartCheck = (golden) => {
  const tokens = golden.texts('lines').map(wordsOf);
  const vocabulary = WORDS.vocabulary(countsOf(tokens.flat()));
  const ids = idsOf(tokens.flat(), vocabulary);
  return [
    equal('tokens', tokens, golden.value('tokens')),
    equal('vocabulary', vocabulary, golden.texts('vocabulary')),
    equal('ids', [...ids], [...golden.integers('ids')]),
    ...golden.list('windows').flatMap((window) => {
      const { x, y } = windowsOf(ids, window.count('seq_len'));
      return [equal('x', [...x], [...window.integers('x')]), equal('y', [...y], [...window.integers('y')])];
    }),
  ];
};

const nmMasks: PartCheck = (golden, { kernels }) => {
  const w = golden.numbers('w');
  const [n, m] = [golden.count('N'), golden.count('M')];
  const expected = [...golden.integers('mask')];
  return PRECISIONS.map((precision) => {
    const numeric = numericOf(kernels(HETEROSYNAPTIC_MODULE), precision);
    const [address, mask] = [numeric.room(w.length), numeric.kernels.allocate(w.length)];
    numeric.view(address, w.length).set(w);
    numeric.pick('nm_mask').nm_mask(w.length, address, n, m, mask);
    return equal(`mask in ${precision}`, [...new Uint8Array(numeric.kernels.memory.buffer, mask, w.length)], expected);
  });
};

const corruption: PartCheck = (golden, context) => {
  const kind = corruptionOf(golden);
  const width = golden.count('d');
  const block = mixedBlock(kind, width);
  const h = golden.numbers('h');
  return [
    ...both(context, 'C', golden.numbers('C'), SINGLE, (numeric) =>
      mixed(numeric, unitRows(width), width, block, kind.alpha),
    ),
    ...both(context, 'h mixed', golden.numbers('h_mixed'), SINGLE, (numeric) =>
      mixed(numeric, h, width, block, kind.alpha),
    ),
  ];
};

const metrics: PartCheck = (golden, { kernels }) => {
  const batches = golden.list('batches').map((batch) => {
    const targets = batch.count('targets');
    return { loss: batch.number('loss') * targets, correct: batch.count('correct'), targets };
  });
  const { exp } = elementaryOf(kernels(HETEROSYNAPTIC_MODULE));
  const pass = plainTally();
  for (const batch of batches) addBatch(pass, batch, exp);
  const found = passMetrics(pass, exp);
  const compare = (key: string, value: number): Comparison =>
    close(key, [value], golden.numbers(key), SINGLE.f64, LEAST.f64);
  return [
    compare('loss', found.batchLoss),
    compare('ppl', found.batchPerplexity),
    compare('acc', found.accuracy),
    compare('loss_by_target', found.loss),
    compare('ppl_by_target', found.perplexity),
  ];
};

/** Checks by the key of the list whose parts they take. */
export const PARTS: { readonly [key: string]: PartCheck } = {
  matrices,
  preconditioned,
  preconditioned_rows: preconditionedRows,
  preconditioned_masked: preconditionedMasked,
  spd_table: spdTable,
  selective_copying: selectiveCopying,
  text,
  nm_masks: nmMasks,
  corruption,
  epoch_metrics: metrics,
};
