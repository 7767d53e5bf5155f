/** What is done to a pattern before a network sees it. */
import { MsmError } from '../errors.js';

/** Several patterns of one length: values [count, size] row-major, and the name of each. */
export interface PatternSet {
  readonly values: Float64Array;
  readonly count: number;
  readonly size: number;
  readonly names: readonly string[];
}

/**
 * Subtracts the mean and divides by the population standard deviation (divisor n).
 *
 * @param name - what the pattern is called in the message
 * @throws MsmError E_CONFIG if all values are equal or one is not finite
 */
export function zScored(values: ArrayLike<number>, name: string): Float64Array {
  const n = values.length;
  assertFinite(values, name);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let squares = 0;
  let isConstant = true;
  for (let i = 0; i < n; i++) {
    squares += (values[i] - mean) * (values[i] - mean);
    if (values[i] !== values[0]) isConstant = false;
  }
  const deviation = Math.sqrt(squares / n);
  if (isConstant || !(deviation > 0)) {
    throw new MsmError('E_CONFIG', `${name} is ${values[0]} everywhere and cannot be z-scored`, {
      place: name,
      next: "Leave it out, or take the values as they are by writing 'raw:' in front.",
    });
  }
  return Float64Array.from({ length: n }, (_, i) => (values[i] - mean) / deviation);
}

function assertFinite(values: ArrayLike<number>, name: string): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new MsmError('E_CONFIG', `value ${i} of ${name} is ${values[i]}; all must be finite numbers`, {
      place: name,
    });
  }
}

/** All rows z-scored one by one. Throws as `zScored`. */
export function zScoredSet(set: PatternSet): PatternSet {
  const values = new Float64Array(set.values.length); // [count, size]
  for (let r = 0; r < set.count; r++) {
    values.set(zScored(set.values.subarray(r * set.size, (r + 1) * set.size), set.names[r]), r * set.size);
  }
  return { ...set, values };
}

/** The rows asked for, in that order; a row may appear twice. Throws E_CONFIG for a row that does not exist. */
export function pickRows(set: PatternSet, rows: readonly number[], source: string): PatternSet {
  const wrong = rows.find((row) => !Number.isInteger(row) || row < 0 || row >= set.count);
  if (wrong !== undefined) {
    const allowed = set.count === 1 ? 'only row 0' : `rows 0 to ${set.count - 1}`;
    throw new MsmError('E_CONFIG', `${source}: there is no row ${wrong}, it has ${allowed}`, { place: source });
  }
  const values = new Float64Array(rows.length * set.size); // [rows, size]
  for (const [r, row] of rows.entries()) {
    values.set(set.values.subarray(row * set.size, (row + 1) * set.size), r * set.size);
  }
  return { values, count: rows.length, size: set.size, names: rows.map((row) => set.names[row]) };
}

/** Sums of rows: pattern p is the sum of the next `terms[p]` rows of the set. */
export function addRows(set: PatternSet, terms: readonly number[]): PatternSet {
  const values = new Float64Array(terms.length * set.size); // [terms, size]
  const names: string[] = [];
  let row = 0;
  for (const [p, count] of terms.entries()) {
    names.push(set.names.slice(row, row + count).join(' + '));
    for (const end = row + count; row < end; row++) {
      for (let i = 0; i < set.size; i++) values[p * set.size + i] += set.values[row * set.size + i];
    }
  }
  return { values, count: terms.length, size: set.size, names };
}
