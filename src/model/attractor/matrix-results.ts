/** Tables of a finished run that compare: parts and spectrum of the weights, pairs of patterns and attractors, times of a free run. */
import { angleTable } from '../../analysis/angles.js';
import { antisymmetricPart, symmetricPart } from '../../analysis/asymmetry.js';
import { correlationTable } from '../../analysis/correlation.js';
import { eigenvalues } from '../../analysis/eigenvalues.js';
import { dwellTimes, segments } from '../../analysis/sequence.js';
import type { ResultColumn, ResultTable } from '../record.js';
import { orNull } from '../recording/filled-columns.js';

const i32 = (name: string, meaning: string): ResultColumn => ({ name, type: 'i32', meaning });
const f64 = (name: string, meaning: string, symbol?: string, unit?: string): ResultColumn => ({
  name,
  type: 'f64',
  meaning,
  nullable: true,
  ...(symbol !== undefined && { symbol }),
  ...(unit !== undefined && { unit }),
});

/** The weights J [n, n] with their symmetric and antisymmetric parts, one row an entry. */
export function couplingTable(J: Float64Array, n: number): ResultTable {
  const index = (of: (at: number) => number): Int32Array => Int32Array.from(J, (_, at) => of(at));
  return {
    name: 'couplings',
    meaning: 'weights after the last step, with their symmetric and antisymmetric parts',
    columns: [
      i32('i', 'node that the weight leads to'),
      i32('j', 'node that it comes from'),
      { name: 'J', type: 'f64', symbol: 'J', meaning: 'weight from j to i' },
      { name: 'J_symmetric', type: 'f64', symbol: 'J†', meaning: '(J_ij + J_ji) / 2: the potential' },
      { name: 'J_antisymmetric', type: 'f64', symbol: 'J‡', meaning: '(J_ij - J_ji) / 2: the circulating flow' },
    ],
    rows: [index((at) => Math.floor(at / n)), index((at) => at % n), J, symmetricPart(J, n), antisymmetricPart(J, n)],
  };
}

/** Eigenvalues of J [n, n], largest modulus first. */
export function spectrumTable(J: Float64Array, n: number): ResultTable {
  const { real, imaginary, modulus } = eigenvalues(J, n);
  return {
    name: 'spectrum',
    meaning: 'eigenvalues of the weights, largest modulus first',
    columns: [
      i32('index', 'rank of the eigenvalue'),
      f64('real', 'real part', 'Re λ'),
      f64('imaginary', 'imaginary part', 'Im λ'),
      f64('modulus', 'modulus', '|λ|'),
    ],
    rows: [Int32Array.from(real, (_, i) => i), real, imaginary, modulus],
  };
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
  return {
    name: 'pairs',
    meaning:
      'angles and correlations of all pairs of patterns, and of all pairs of attractors of the first noise level',
    columns: [
      { name: 'of', type: 'text', meaning: 'patterns, or attractors with the phase of their search' },
      i32('a', 'one of the pair, by the pattern that it is or began from'),
      i32('b', 'the other'),
      f64('angle', 'angle between them', undefined, 'degrees'),
      f64('correlation', 'Pearson correlation', 'r'),
    ],
    rows: [
      pairs.map(({ of }) => of),
      Int32Array.from(pairs, ({ a }) => a),
      Int32Array.from(pairs, ({ b }) => b),
      pairs.map(({ angle }) => orNull(angle)),
      pairs.map(({ correlation }) => orNull(correlation)),
    ],
  };
}

/** How long a free run shows each of k patterns. */
export function dwellTable(labels: Int32Array, k: number): ResultTable {
  const all = segments(labels);
  const shown = Array.from({ length: k }, (_, label) => all.filter((segment) => segment.label === label));
  return {
    name: 'dwell',
    meaning: 'how long the free run shows each pattern',
    columns: [
      i32('pattern', 'pattern'),
      i32('visits', 'stretches of steps that show it'),
      i32('steps', 'steps that show it'),
      f64(
        'mean_steps',
        'mean length of a stretch, without the first and the last of the run, which are cut',
        undefined,
        'steps',
      ),
    ],
    rows: [
      Int32Array.from({ length: k }, (_, label) => label),
      Int32Array.from(shown, (stretches) => stretches.length),
      Int32Array.from(shown, (stretches) => stretches.reduce((sum, { steps }) => sum + steps, 0)),
      Array.from(dwellTimes(labels, k), orNull),
    ],
  };
}
