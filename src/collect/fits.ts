/**
 * Fits asked for as text, and their results as a table.
 *
 *     KIND:X:Y             power-law:tau_J:residuals_std
 *     KIND:X:Y:by=COLUMNS  one fit for each value of these columns
 *     surface:X1,X2:Y      surface:K,tau_J:residuals_std
 *
 * X may be a ratio of two columns, as K/N.
 */
import type { Elementary } from '../analysis/elementary.js';
import {
  bestPolynomialFit,
  type Fit,
  logLogFit,
  polynomialFit,
  powerLawFit,
  powerLawOffsetFit,
  purePowerFit,
  surfaceFit,
} from '../analysis/fits.js';
import { configError, unknownKey } from '../config/problem.js';
import { MsmError } from '../errors.js';
import { quoted } from '../text.js';
import { type Frame, type FrameColumn, type Group, groupRows, groupText, numbersOf } from './frame.js';
import { groupColumns } from './statistics.js';

type Numbers = readonly number[];

interface FitKind {
  readonly help: string;
  /** Columns of x. */
  readonly nX: 1 | 2;
  readonly fit: (xs: readonly Numbers[], y: Numbers, f: Elementary) => Fit;
}

/** The kinds of fits, by the word that asks for them. */
export const FIT_KINDS: { readonly [kind: string]: FitKind } = {
  line: { help: 'y = c1 x + c0', nX: 1, fit: ([x], y) => polynomialFit(x, y, 1) },
  quadratic: { help: 'y = c2 x^2 + c1 x + c0', nX: 1, fit: ([x], y) => polynomialFit(x, y, 2) },
  cubic: { help: 'y = c3 x^3 + ... + c0', nX: 1, fit: ([x], y) => polynomialFit(x, y, 3) },
  polynomial: { help: 'degree 1 to 3 with the largest r^2', nX: 1, fit: ([x], y) => bestPolynomialFit(x, y) },
  'log-log': { help: 'y = a x^b as a line through logarithms', nX: 1, fit: ([x], y, f) => logLogFit(x, y, f) },
  'power-law': { help: 'y = a x^b, least squares of y', nX: 1, fit: ([x], y, f) => powerLawFit(x, y, f) },
  'power-law-offset': { help: 'y = a x^b + c', nX: 1, fit: ([x], y, f) => powerLawOffsetFit(x, y, f) },
  'pure-power': { help: 'y = x^g through logarithms', nX: 1, fit: ([x], y, f) => purePowerFit(x, y, f) },
  surface: { help: 'y = a x1^g x2^d + b', nX: 2, fit: ([x1, x2], y, f) => surfaceFit(x1, x2, y, f) },
};

export interface FitRequest {
  readonly text: string;
  readonly kind: string;
  readonly x: readonly string[];
  readonly y: string;
  readonly by: readonly string[];
}

const PLACE = '--fit';

/** Names separated by commas. */
export const namesOf = (text: string): readonly string[] => text.split(',').map((name) => name.trim());

/** Reads `KIND:X:Y` or `KIND:X:Y:by=COLUMNS`. Throws E_CONFIG with what is allowed. */
export function parseFit(text: string): FitRequest {
  const [kind = '', x = '', y = '', by, ...more] = text.split(':').map((part) => part.trim());
  if (x === '' || y === '' || more.length > 0 || (by !== undefined && !/^by=./.test(by))) {
    throw configError(
      `${PLACE} ${quoted(text)}: must be KIND:X:Y or KIND:X:Y:by=COLUMNS, as power-law:tau_J:residuals_std:by=K`,
      PLACE,
      `Kinds: ${Object.keys(FIT_KINDS).join(', ')}.`,
    );
  }
  if (!Object.hasOwn(FIT_KINDS, kind)) throw unknownKey(kind, 'a kind of fit', Object.keys(FIT_KINDS), PLACE);
  const { nX } = FIT_KINDS[kind];
  const xs = namesOf(x);
  if (xs.length !== nX) {
    const wanted =
      nX === 1 ? 'one column of x' : 'two columns of x with a comma between them, as surface:K,tau_J:residuals_std';
    throw configError(`${PLACE} ${quoted(text)}: ${kind} takes ${wanted}`, PLACE);
  }
  return { text, kind, x: xs, y, by: by === undefined ? [] : namesOf(by.slice('by='.length)) };
}

/** A fit of one group of runs. */
export interface FitResult extends Fit {
  readonly request: FitRequest;
  /** `K=5`; empty for all runs. */
  readonly group: string;
  /** Rows of the group that were left out because x or y has no value. */
  readonly left: number;
}

/** The points of a group: rows in which x and y are finite numbers. */
function pointsOf(xs: readonly (readonly (number | null)[])[], y: readonly (number | null)[], { rows }: Group) {
  const used = rows.filter((row) => y[row] !== null && xs.every((x) => x[row] !== null));
  return {
    xs: xs.map((x) => used.map((row) => x[row] as number)),
    y: used.map((row) => y[row] as number),
    left: rows.length - used.length,
  };
}

/** One fit for each group. Throws E_CONFIG for unknown columns, and for points that cannot be fitted, naming the group. */
export function fitFrame(frame: Frame, request: FitRequest, f: Elementary): readonly FitResult[] {
  const place = `${PLACE} ${request.text}`;
  const xs = request.x.map((name) => numbersOf(frame, name, place));
  const y = numbersOf(frame, request.y, place);
  const by: readonly FrameColumn[] = groupColumns(frame, request.by, place);
  return groupRows(frame, by).map((group) => {
    const points = pointsOf(xs, y, group);
    const text = groupText(by, group);
    try {
      return { request, group: text, left: points.left, ...FIT_KINDS[request.kind].fit(points.xs, points.y, f) };
    } catch (error) {
      if (!(error instanceof MsmError)) throw error;
      const where = text === '' ? '' : ` for ${text}`;
      const gone = points.left === 0 ? '' : ` (${points.left} runs have no number there)`;
      throw configError(`${place}${where}: ${error.message}${gone}`, PLACE, error.next);
    }
  });
}

/** fits.parquet: one row a coefficient. */
export function fitsTable(fits: readonly FitResult[]): Frame {
  const rows = fits.flatMap((fit, number) => fit.coefficients.map((coefficient) => ({ number, fit, coefficient })));
  type Row = (typeof rows)[number];
  const column = (
    name: string,
    type: FrameColumn['type'],
    meaning: string,
    value: (row: Row) => string | number | null,
  ): FrameColumn => ({ name, type, meaning, values: rows.map(value) });
  return {
    nRows: rows.length,
    columns: [
      column('fit', 'i32', 'number of the fit', ({ number }) => number),
      column('kind', 'text', 'kind of fit', ({ fit }) => fit.request.kind),
      column('x', 'text', 'columns of the results, or their ratio', ({ fit }) => fit.request.x.join(',')),
      column('y', 'text', 'column of the results', ({ fit }) => fit.request.y),
      column('group', 'text', 'runs that were fitted; empty: all', ({ fit }) => fit.group),
      column('equation', 'text', 'what was fitted', ({ fit }) => fit.equation),
      column('coefficient', 'text', 'name of the coefficient in the equation', ({ coefficient }) => coefficient.name),
      column('value', 'f64', 'value of the coefficient', ({ coefficient }) => coefficient.value),
      column('standard_error', 'f64', 'its standard error', ({ coefficient }) => coefficient.standardError),
      column('r_squared', 'f64', '1 - RSS/TSS of the fit', ({ fit }) => fit.rSquared),
      column('n', 'i32', 'points of the fit', ({ fit }) => fit.count),
      column('residual', 'f64', 'sum of squared residuals', ({ fit }) => fit.residual),
    ],
  };
}
