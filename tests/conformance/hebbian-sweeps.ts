/** Stationarity, statistics and fits of sweeps, parameter tables: the cases of `stationarity_and_sweeps`. */

import { type Elementary, elementaryOf } from '../../src/analysis/elementary.js';
import {
  bestPolynomialFit,
  type Fit,
  logLogFit,
  polynomialFit,
  powerLawFit,
  purePowerFit,
  surfaceFit,
} from '../../src/analysis/fits.js';
import { sampleStatistics } from '../../src/analysis/sample.js';
import {
  augmentedDickeyFuller,
  convergenceSummary,
  detectConvergence,
  mackinnonP,
} from '../../src/analysis/stationarity.js';
import { PUBLISHED_COLUMNS, publishedTable } from '../../src/model/hebbian/published-table.js';
import { type LatexCell, latexCell, latexTable } from '../../src/table/latex.js';
import { type Comparison, equal, type Nested, relative } from './compare.js';
import type { Context } from './hebbian.js';

/** Bounds of the golden README. */
const STATIONARITY = 1e-8;
const LINEAR = 1e-9;
const NONLINEAR = 1e-6;

type Golden = { readonly [key: string]: never };
type Check = (context: Context, golden: Golden) => Comparison[];

interface GoldenDetection {
  readonly settings: { readonly significance: number; readonly window: number; readonly min_periods: number };
  readonly index: number | null;
  readonly windows: readonly { readonly end: number; readonly p: number }[];
  readonly summary: { readonly [key: string]: Nested };
}

function detection(series: readonly number[], golden: GoldenDetection, f: Elementary): Comparison[] {
  const { significance, window, min_periods } = golden.settings;
  const found = detectConvergence(series, { significance, window, minPeriods: min_periods }, f);
  const { meanAfter, stdAfter, percentage, ...rest } = convergenceSummary(series, found.index);
  const after = [meanAfter, stdAfter, percentage];
  const name = `significance ${significance}`;
  const { summary } = golden;
  return [
    equal(`${name}: index`, found.index, golden.index),
    equal(
      `${name}: window ends`,
      found.windows.map(({ end }) => end),
      golden.windows.map(({ end }) => end),
    ),
    relative(
      `${name}: window p`,
      found.windows.map(({ p }) => p),
      golden.windows.map(({ p }) => p),
      STATIONARITY,
    ),
    equal(`${name}: summary`, Object.values(rest), [
      summary.convergence_point,
      summary.series_length,
      summary.converged,
    ]),
    ...(found.index === null
      ? [equal(`${name}: nothing after`, after, [null, null, null])]
      : [
          relative(
            `${name}: after`,
            after.map((value) => value ?? Number.NaN),
            [summary.mean_after, summary.std_after, summary.percentage],
            STATIONARITY,
          ),
        ]),
  ];
}

const stationarity: Check = (context, golden) => {
  const f = elementaryOf(context.kernels());
  const series = golden.series as readonly number[];
  const expected = golden.expected as {
    readonly adf: { readonly statistic: number; readonly p: number; readonly lag: number };
    readonly detection: readonly GoldenDetection[];
  };
  const test = augmentedDickeyFuller(series, f);
  return [
    relative('statistic', [test?.statistic ?? Number.NaN], expected.adf.statistic, STATIONARITY),
    relative('p', [test?.p ?? Number.NaN], expected.adf.p, STATIONARITY),
    equal('lag', test?.lag, expected.adf.lag),
    ...expected.detection.flatMap((one) => detection(series, one, f)),
  ];
};

const mackinnon: Check = (context, golden) => {
  const f = elementaryOf(context.kernels());
  const p = (golden.t as readonly number[]).map((t) => mackinnonP(t, f));
  const expected = golden.expected as readonly number[];
  return p.map((value, i) => relative(`p(${(golden.t as readonly number[])[i]})`, [value], expected[i], STATIONARITY));
};

interface GoldenGroup {
  readonly x: number;
  readonly mean: number;
  readonly sd: number;
  readonly count: number;
  readonly sem: number;
}

function groups(
  name: string,
  x: readonly number[],
  y: readonly number[],
  golden: readonly GoldenGroup[],
): Comparison[] {
  const values = [...new Set(x)].sort((a, b) => a - b);
  const found = values.map((value) => sampleStatistics(y.filter((_, i) => x[i] === value)));
  const column = (key: 'mean' | 'std' | 'sem'): number[] => found.map((group) => group[key] ?? Number.NaN);
  return [
    equal(
      `${name}: groups`,
      values.map((value, i) => [value, found[i].count]),
      golden.map((group) => [group.x, group.count]),
    ),
    relative(
      `${name}: mean`,
      column('mean'),
      golden.map(({ mean }) => mean),
      LINEAR,
    ),
    relative(
      `${name}: sd`,
      column('std'),
      golden.map(({ sd }) => sd),
      LINEAR,
    ),
    relative(
      `${name}: sem`,
      column('sem'),
      golden.map(({ sem }) => sem),
      LINEAR,
    ),
  ];
}

const values = ({ coefficients }: Fit): number[] => coefficients.map(({ value }) => value);
const r2 = ({ rSquared }: Fit): number[] => [rSquared ?? Number.NaN];

const sweepStatistics: Check = (context, golden) => {
  const f = elementaryOf(context.kernels());
  const rows = golden.rows as readonly (readonly number[])[];
  const column = (name: string): number[] => {
    const index = (golden.columns as readonly string[]).indexOf(name);
    return rows.map((row) => row[index]);
  };
  const [K, tauJ, y] = ['K', 'tau_J', 'residuals_std'].map(column);
  const alpha = column('N').map((N, i) => K[i] / N);
  const expected = golden.expected as {
    readonly by_K: readonly GoldenGroup[];
    readonly by_tau_J: readonly GoldenGroup[];
    readonly alpha_polynomials: readonly {
      readonly degree: number;
      readonly coefficients: readonly number[];
      readonly r2: number;
    }[];
  } & { readonly [key in 'alpha_power_direct' | 'K_loglog' | 'surface']: readonly number[] } & {
    readonly [key in 'alpha_power_direct_r2' | 'K_pure_power' | 'surface_r2']: number;
  };
  const polynomials = expected.alpha_polynomials.flatMap(({ degree, coefficients, r2: wanted }) => {
    const fit = polynomialFit(alpha, y, degree);
    return [
      // their sizes differ by powers of ten: each against its own
      ...values(fit).map((value, i) => relative(`degree ${degree}: c${degree - i}`, [value], coefficients[i], LINEAR)),
      relative(`degree ${degree}: r2`, r2(fit), wanted, LINEAR),
    ];
  });
  const best = Math.max(...expected.alpha_polynomials.map(({ r2: value }) => value));
  const direct = powerLawFit(alpha, y, f);
  const line = logLogFit(K, y, f);
  const surface = surfaceFit(K, tauJ, y, f);
  return [
    ...groups('by K', K, y, expected.by_K),
    ...groups('by tau_J', tauJ, y, expected.by_tau_J),
    ...polynomials,
    relative('best polynomial: r2', r2(bestPolynomialFit(alpha, y)), best, LINEAR),
    relative('alpha_power_direct', values(direct), expected.alpha_power_direct, NONLINEAR),
    relative('alpha_power_direct_r2', r2(direct), expected.alpha_power_direct_r2, NONLINEAR),
    relative('K_loglog', [...values(line), ...r2(line)], expected.K_loglog, LINEAR),
    relative('K_pure_power', values(purePowerFit(K, y, f)), expected.K_pure_power, LINEAR),
    relative('surface', values(surface), expected.surface, NONLINEAR),
    relative('surface_r2', r2(surface), expected.surface_r2, NONLINEAR),
  ];
};

/** A value as the kind that the golden file names. */
function cellOf(value: unknown, kind: string): LatexCell {
  if (typeof value !== 'number') return value as string | null;
  return { kind: kind === 'int' ? 'whole' : 'real', value };
}

const parameterTable: Check = (_, golden) => {
  const cells = golden.cells as readonly { readonly value: unknown; readonly kind: string; readonly text: string }[];
  const given = golden.row as { readonly [name: string]: number | string | null };
  const { header, cells: row } = publishedTable(
    Object.fromEntries(
      PUBLISHED_COLUMNS.map(({ name, isComputed = false }) => [name, { value: given[name], isComputed }]),
    ),
  );
  return [
    equal('table', latexTable(header, [row.map((cell) => latexCell(cell, false))]), golden.expected),
    equal(
      'cells',
      cells.map(({ value, kind }) => latexCell(cellOf(value, kind), false)),
      cells.map(({ text }) => text),
    ),
  ];
};

/** What checks a case, by the fields that tell its kind. */
export function sweepCase(golden: Golden): Check | undefined {
  if (golden.series !== undefined) return stationarity;
  if (golden.t !== undefined) return mackinnon;
  if (golden.rows !== undefined) return sweepStatistics;
  return golden.row === undefined ? undefined : parameterTable;
}
