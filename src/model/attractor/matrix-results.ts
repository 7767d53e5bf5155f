/** Tables of a finished run that compare: parts and spectrum of the weights, pairs of patterns and attractors, times of a free run. */
import { angleTable } from '../../analysis/angles.js';
import { antisymmetricPart, symmetricPart } from '../../analysis/asymmetry.js';
import { correlationTable } from '../../analysis/correlation.js';
import { eigenvalues } from '../../analysis/eigenvalues.js';
import { dwellTimes, segments } from '../../analysis/sequence.js';
import type { ResultTable } from '../record.js';
import { type Filled, i32, integer, number, table, tableOf, word } from '../recording/filled-columns.js';

/** The weights J [n, n] with their symmetric and antisymmetric parts, one row an entry. */
export function couplingTable(J: Float64Array, n: number): ResultTable {
  const index = (of: (at: number) => number): Int32Array => new Int32Array(J.length).map((_, at) => of(at));
  const entry = (name: string, symbol: string, meaning: string, values: Float64Array): Filled => ({
    column: { name, type: 'f64', symbol, meaning },
    values,
  });
  return table('couplings', 'weights after the last step, with their symmetric and antisymmetric parts', [
    i32(
      'i',
      'node that the weight leads to',
      index((at) => Math.floor(at / n)),
    ),
    i32(
      'j',
      'node that it comes from',
      index((at) => at % n),
    ),
    entry('J', 'J', 'weight from j to i', J),
    entry('J_symmetric', 'J†', '(J_ij + J_ji) / 2: the potential', symmetricPart(J, n)),
    entry('J_antisymmetric', 'J‡', '(J_ij - J_ji) / 2: the circulating flow', antisymmetricPart(J, n)),
  ]);
}

/** Eigenvalues of J [n, n], largest modulus first. */
export function spectrumTable(J: Float64Array, n: number): ResultTable {
  const { real, imaginary, modulus } = eigenvalues(J, n);
  const ranks = Array.from(real, (_, i) => i);
  return tableOf('spectrum', 'eigenvalues of the weights, largest modulus first', ranks, [
    integer('index', 'rank of the eigenvalue', (i) => i),
    number('real', 'real part', (i) => real[i], { symbol: 'Re λ' }),
    number('imaginary', 'imaginary part', (i) => imaginary[i], { symbol: 'Im λ' }),
    number('modulus', 'modulus', (i) => modulus[i], { symbol: '|λ|' }),
  ]);
}

/** Sets of states [k, n] by name, each compared within itself. */
export type ComparedSets = readonly { readonly of: string; readonly rows: Float64Array; readonly k: number }[];

/** Angles and correlations of all pairs a < b within each set. */
export function pairTable(sets: ComparedSets, n: number): ResultTable {
  const pairs = sets.flatMap(({ of, rows, k }) => {
    const [angles, correlations] = [angleTable(rows, k, n), correlationTable(rows, k, n)];
    return Array.from({ length: k * k }, (_, at) => at)
      .filter((at) => Math.floor(at / k) < at % k)
      .map((at) => ({ of, a: Math.floor(at / k), b: at % k, angle: angles[at], correlation: correlations[at] }));
  });
  return tableOf(
    'pairs',
    'angles and correlations of all pairs of patterns, and of all pairs of attractors of the first noise level',
    pairs,
    [
      word('of', 'patterns, or attractors with the phase of their search', ({ of }) => of),
      integer('a', 'one of the pair, by the pattern that it is or began from', ({ a }) => a),
      integer('b', 'the other', ({ b }) => b),
      number('angle', 'angle between them', ({ angle }) => angle, { unit: 'degrees' }),
      number('correlation', 'Pearson correlation', ({ correlation: r }) => r, { symbol: 'r' }),
    ],
  );
}

/** How long a free run shows each of k patterns. */
export function dwellTable(labels: Int32Array, k: number): ResultTable {
  const [all, means] = [segments(labels), dwellTimes(labels, k)];
  const shown = Array.from({ length: k }, (_, label) => ({
    label,
    stretches: all.filter((segment) => segment.label === label),
  }));
  return tableOf('dwell', 'how long the free run shows each pattern', shown, [
    integer('pattern', 'pattern', ({ label }) => label),
    integer('visits', 'stretches of steps that show it', ({ stretches }) => stretches.length),
    integer('steps', 'steps that show it', ({ stretches }) => stretches.reduce((sum, { steps }) => sum + steps, 0)),
    number(
      'mean_steps',
      'mean length of a stretch, without the first and the last of the run, which are cut',
      ({ label }) => means[label],
      { unit: 'steps' },
    ),
  ]);
}
