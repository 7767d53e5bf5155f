/** Measures of attractor networks: angles, orthogonality, counts, correlations, asymmetry, reconstruction, projections. */
import { describe, expect, it } from 'vitest';
import {
  angleBetween,
  angleTable,
  orthogonality,
  publishedAttractorOrthogonality,
  publishedDataOrthogonality,
} from '../../src/analysis/angles.js';
import { antisymmetricPart, asymmetry, frobeniusNorm, symmetricPart } from '../../src/analysis/asymmetry.js';
import { correlation, correlationTable, forgettingCorrelation, upperTriangle } from '../../src/analysis/correlation.js';
import { countDistinct, distinctRows, roundTo } from '../../src/analysis/distinct.js';
import { projections } from '../../src/analysis/projection.js';
import { median, reconstructionGain, reconstructionScore } from '../../src/analysis/reconstruction.js';
import { readPatterns } from '../../src/input/patterns.js';

/** Angles of a few roundings: 180/pi times some 2^-52, and the square root of that near 0 and 180 degrees. */
const ANGLE = 1e-12;

const f64 = (...values: readonly number[]): Float64Array => Float64Array.from(values);
const NONE = Number.NaN;
/** A root, a product and a quotient of numbers near 1. */
const ROUNDING = 2 ** -50;

describe('angles', () => {
  it('are 90 degrees for orthogonal vectors, whatever their length, and 45, 135 and 180 where they should be', () => {
    const x = f64(3, 0);
    const angles = [f64(0, 2), f64(1, 1), f64(-7, 7), f64(-1, 0), f64(2, 0)].map((y) => angleBetween(x, y));
    [90, 45, 135, 180, 0].forEach((angle, i) => {
      expect(Math.abs(angles[i] - angle)).toBeLessThan(ANGLE);
    });
  });

  it('are folded to the acute one on request', () => {
    const rows = f64(1, 0, -1, 1);
    expect(Math.abs(angleTable(rows, 2, 2)[1] - 135)).toBeLessThan(ANGLE);
    expect(Math.abs(angleTable(rows, 2, 2, { fold: true })[1] - 45)).toBeLessThan(ANGLE);
  });

  it('are NaN for a zero vector', () => {
    expect(angleBetween(f64(0, 0), f64(1, 0))).toBeNaN();
  });
});

describe('orthogonality', () => {
  it('of the ten digits is the published number with the diagonal and 23.26 without it', async () => {
    const { values } = await readPatterns('digits:0..9', 'patterns', '--patterns');
    // numbers of the published notebook and of the reference, given to 13 digits
    expect(Math.abs(publishedDataOrthogonality(angleTable(values, 10, 64)) - 29.9374356124914)).toBeLessThan(1e-12);
    expect(Math.abs(orthogonality(values, 10, 64) - 23.263817347212672)).toBeLessThan(1e-12);
  });

  it('of attractors, as published, leaves out equal and mirrored pairs, and is NaN when nothing is left', () => {
    const rows = f64(1, 0, -1, 0, 1, 1);
    // entries: 180 (dropped), 45, 135, each twice
    expect(Math.abs(publishedAttractorOrthogonality(angleTable(rows, 3, 2)) - 45)).toBeLessThan(ANGLE);
    expect(publishedAttractorOrthogonality(angleTable(f64(1, 0, 1, 0), 2, 2))).toBeNaN();
  });

  it('counts equal and mirrored rows once on request', () => {
    const rows = f64(1, 0, -1, 0, 0, 1, 0, 1);
    expect(Math.abs(orthogonality(rows, 4, 2) - (2 * 90 + 2 * 90) / 12)).toBeLessThan(ANGLE);
    expect(orthogonality(rows, 4, 2, { distinct: true })).toBeLessThan(ANGLE);
  });
});

describe('counting states', () => {
  const rows = f64(0.111, 0.5, 0.114, 0.5, -0.111, -0.5, NONE, 0, NONE, 0);

  it('rounds to two decimals, takes a mirror image as another one and each NaN row as one, as published', () => {
    expect(distinctRows(rows, 5, 2)).toEqual([0, 2, 3, 4]);
  });

  it('folds mirror images and drops NaN rows on request', () => {
    expect(countDistinct(rows, 5, 2, { foldMirror: true })).toBe(3);
    expect(countDistinct(rows, 5, 2, { foldMirror: true, dropNaN: true })).toBe(1);
    expect(countDistinct(rows, 5, 2, { decimals: 3, foldMirror: true, dropNaN: true })).toBe(2);
  });

  it('does not tell zero from minus zero', () => {
    expect(countDistinct(f64(-0.001, 1, 0.001, 1), 2, 2)).toBe(1);
  });

  it('rounds halves to the even digit', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5].map((x) => roundTo(x, 0))).toEqual([0, 2, 2, 0, -2]);
    expect(roundTo(0.12345, 3)).toBe(0.123);
  });
});

describe('correlations', () => {
  it('are 1, -1 and 0 where they must be, and NaN for a constant', () => {
    const x = f64(1, 2, 3, 4);
    expect(Math.abs(correlation(x, f64(10, 20, 30, 40)) - 1)).toBeLessThan(ROUNDING);
    expect(Math.abs(correlation(x, f64(4, 3, 2, 1)) + 1)).toBeLessThan(ROUNDING);
    expect(correlation(x, f64(1, -1, -1, 1))).toBe(0);
    expect(correlation(x, f64(5, 5, 5, 5))).toBeNaN();
  });

  it('make a symmetric table with ones on its diagonal', () => {
    const table = correlationTable(f64(1, 2, 4, 0, 3, 1, 5, 5, 1), 3, 3);
    for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) expect(table[3 * a + b]).toBe(table[3 * b + a]);
    expect([table[0], table[4], table[8]].map((r) => roundTo(r, 12))).toEqual([1, 1, 1]);
  });

  it('of two matrices look above the diagonal alone', () => {
    const before = f64(9, 1, 2, 7, 9, 3, 7, 7, 9);
    expect([...upperTriangle(before, 3)]).toEqual([1, 2, 3]);
    const after = f64(0, 2, 4, 1, 0, 6, -5, 8, 0);
    expect(Math.abs(forgettingCorrelation(before, after, 3) - 1)).toBeLessThan(ROUNDING);
  });
});

describe('asymmetry', () => {
  const J = f64(1, 2, 3, 4, 5, 6, 7, 8, 9);

  it('is 0 for symmetric, 2 for antisymmetric couplings and NaN for none', () => {
    const [symmetric, antisymmetric] = [symmetricPart(J, 3), antisymmetricPart(J, 3)];
    expect(asymmetry(symmetric, 3)).toBe(0);
    expect(Math.abs(asymmetry(antisymmetric, 3) - 2)).toBeLessThan(1e-15);
    expect(asymmetry(new Float64Array(9), 3)).toBeNaN();
  });

  it('comes of parts that add up to J and whose squares add up', () => {
    const [symmetric, antisymmetric] = [symmetricPart(J, 3), antisymmetricPart(J, 3)];
    expect(J.map((_, i) => symmetric[i] + antisymmetric[i])).toEqual(J);
    const squares = frobeniusNorm(symmetric) ** 2 + frobeniusNorm(antisymmetric) ** 2;
    // sums of squares of small whole numbers: a rounding or two of 285
    expect(Math.abs(squares - frobeniusNorm(J) ** 2)).toBeLessThan(285 * 2 ** -50);
  });
});

describe('reconstruction', () => {
  it('scores cue and mean state by squared correlations, to three decimals on request', () => {
    const clean = f64(1, 2, 3, 4, 5);
    const noisy = f64(1, 3, 2, 5, 4);
    const mean = f64(-2, -4, -6, -8, -10);
    const exact = reconstructionScore(mean, noisy, clean);
    expect(roundTo(exact.r2In, 12)).toBe(0.64);
    expect(roundTo(exact.r2Out, 12)).toBe(1);
    expect(reconstructionScore(f64(0, 0, 1, 2, 0), noisy, clean, { isRounded: true }).r2Out).toBe(0.125);
  });

  it('gains the median over trials', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
    expect(median([1, NONE, 2])).toBeNaN();
    const scores = [
      { r2In: 0.5, r2Out: 0.75 },
      { r2In: 0.5, r2Out: 0.5 },
      { r2In: 0.25, r2Out: 1 },
    ];
    expect(reconstructionGain(scores)).toBe(0.25);
  });
});

describe('projections', () => {
  it('are absolute products of states and attractors, one row a step', () => {
    expect([...projections(f64(1, 0, 0, -2), f64(3, 4, -1, 1), 2, 2)]).toEqual([3, 1, 8, 2]);
  });
});
