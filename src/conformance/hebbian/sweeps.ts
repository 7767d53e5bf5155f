/** Stationarity, statistics and fits of sweeps, parameter tables. */

import {
  bestPolynomialFit,
  type Fit,
  logLogFit,
  polynomialFit,
  powerLawFit,
  purePowerFit,
  surfaceFit,
} from '../../analysis/fits.js';
import { sampleStatistics } from '../../analysis/sample.js';
import {
  augmentedDickeyFuller,
  convergenceSummary,
  detectConvergence,
  mackinnonP,
} from '../../analysis/stationarity.js';
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { type Elementary, elementaryOf } from '../../kernel/elementary.js';
import { PUBLISHED_COLUMNS, publishedTable } from '../../model/hebbian/published-table.js';
import { type LatexCell, latexCell, latexTable } from '../../table/latex.js';
import { type Comparison, equal, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';

/** Bounds of the golden README. */
const STATIONARITY = 1e-8;
const LINEAR = 1e-9;
const NONLINEAR = 1e-6;

function detection(series: Float64Array, golden: Golden, f: Elementary): readonly Comparison[] {
  const settings = golden.part('settings');
  const significance = settings.number('significance');
  const options = { significance, window: settings.count('window'), minPeriods: settings.count('min_periods') };
  const found = detectConvergence(series, options, f);
  const { meanAfter, stdAfter, percentage, ...rest } = convergenceSummary(series, found.index);
  const [summary, windows] = [golden.part('summary'), golden.list('windows')];
  const name = `significance ${significance}`;
  const shown = ['convergence_point', 'series_length', 'converged'].map((key) => summary.value(key));
  const numbersOf = (values: readonly (number | null)[]): number[] => values.map((value) => value ?? Number.NaN);
  const after = ['mean_after', 'std_after', 'percentage'].map((key) =>
    summary.has(key) ? summary.numbers(key)[0] : Number.NaN,
  );
  return [
    equal(`${name}: index`, found.index, golden.value('index')),
    equal(
      `${name}: window ends`,
      found.windows.map(({ end }) => end),
      windows.map((one) => one.count('end')),
    ),
    relative(
      `${name}: window p`,
      found.windows.map(({ p }) => p),
      windows.map((one) => one.number('p')),
      STATIONARITY,
    ),
    equal(`${name}: summary`, Object.values(rest), shown),
    relative(`${name}: after`, numbersOf([meanAfter, stdAfter, percentage]), after, STATIONARITY),
  ];
}

export function stationarity(golden: Golden, context: Context): readonly Comparison[] {
  const f = elementaryOf(context.kernels(CORE_MODULE));
  const series = golden.numbers('series');
  const expected = golden.part('expected');
  const test = augmentedDickeyFuller(series, f);
  const adf = expected.part('adf');
  return [
    relative('statistic', [test?.statistic ?? Number.NaN], adf.numbers('statistic'), STATIONARITY),
    relative('p', [test?.p ?? Number.NaN], adf.numbers('p'), STATIONARITY),
    equal('lag', test?.lag, adf.count('lag')),
    ...expected.list('detection').flatMap((one) => detection(series, one, f)),
  ];
}

export function mackinnon(golden: Golden, context: Context): readonly Comparison[] {
  const f = elementaryOf(context.kernels(CORE_MODULE));
  const [t, expected] = [golden.numbers('t'), golden.numbers('expected')];
  return [...t].map((value, i) => relative(`p(${value})`, [mackinnonP(value, f)], [expected[i]], STATIONARITY));
}

function groups(name: string, x: readonly number[], y: readonly number[], golden: readonly Golden[]) {
  const values = [...new Set(x)].sort((a, b) => a - b);
  const found = values.map((value) => sampleStatistics(y.filter((_, i) => x[i] === value)));
  const column = (quantity: string, key: 'mean' | 'std' | 'sem', of: string): Comparison =>
    relative(
      `${name}: ${quantity}`,
      found.map((group) => group[key] ?? Number.NaN),
      golden.map((group) => group.numbers(of)[0]),
      LINEAR,
    );
  return [
    equal(
      `${name}: groups`,
      values.map((value, i) => [value, found[i].count]),
      golden.map((group) => [group.number('x'), group.count('count')]),
    ),
    column('mean', 'mean', 'mean'),
    column('sd', 'std', 'sd'),
    column('sem', 'sem', 'sem'),
  ];
}

const values = ({ coefficients }: Fit): number[] => coefficients.map(({ value }) => value);
const r2 = ({ rSquared }: Fit): number[] => [rSquared ?? Number.NaN];

/** Polynomials of the load: their coefficients differ by powers of ten, each is compared with its own. */
function polynomials(alpha: readonly number[], y: readonly number[], golden: readonly Golden[]): readonly Comparison[] {
  const each = golden.flatMap((one) => {
    const degree = one.count('degree');
    const fit = polynomialFit(alpha, y, degree);
    const wanted = one.numbers('coefficients');
    return [
      equal(`degree ${degree}: coefficients`, values(fit).length, wanted.length),
      ...values(fit).map((value, i) => relative(`degree ${degree}: c${degree - i}`, [value], [wanted[i]], LINEAR)),
      relative(`degree ${degree}: r2`, r2(fit), one.numbers('r2'), LINEAR),
    ];
  });
  const best = Math.max(...golden.map((one) => one.number('r2')));
  return [...each, relative('best polynomial: r2', r2(bestPolynomialFit(alpha, y)), [best], LINEAR)];
}

export function sweepStatistics(golden: Golden, context: Context): readonly Comparison[] {
  const f = elementaryOf(context.kernels(CORE_MODULE));
  const [columns, rows] = [golden.texts('columns'), golden.rows('rows')];
  const column = (name: string): number[] => rows.map((row) => row[columns.indexOf(name)]);
  const [K, tauJ, y] = ['K', 'tau_J', 'residuals_std'].map(column);
  const alpha = column('N').map((N, i) => K[i] / N);
  const expected = golden.part('expected');
  const [direct, line, surface] = [powerLawFit(alpha, y, f), logLogFit(K, y, f), surfaceFit(K, tauJ, y, f)];
  const fits: readonly (readonly [string, readonly number[], number])[] = [
    ['alpha_power_direct', values(direct), NONLINEAR],
    ['alpha_power_direct_r2', r2(direct), NONLINEAR],
    ['K_loglog', [...values(line), ...r2(line)], LINEAR],
    ['K_pure_power', values(purePowerFit(K, y, f)), LINEAR],
    ['surface', values(surface), NONLINEAR],
    ['surface_r2', r2(surface), NONLINEAR],
  ];
  return [
    ...groups('by K', K, y, expected.list('by_K')),
    ...groups('by tau_J', tauJ, y, expected.list('by_tau_J')),
    ...polynomials(alpha, y, expected.list('alpha_polynomials')),
    ...fits.map(([key, found, bound]) => relative(key, found, expected.numbers(key), bound)),
  ];
}

/** A value as the kind that the golden file names. */
function cellOf(value: unknown, kind: string): LatexCell {
  if (typeof value !== 'number') return value as string | null;
  return { kind: kind === 'int' ? 'whole' : 'real', value };
}

export function parameterTable(golden: Golden): readonly Comparison[] {
  const [row, cells] = [golden.part('row'), golden.list('cells')];
  const { header, cells: shown } = publishedTable(
    Object.fromEntries(
      PUBLISHED_COLUMNS.map(({ name, isComputed = false }) => [
        name,
        { value: row.value(name) as number | string | null, isComputed },
      ]),
    ),
  );
  return [
    equal('table', latexTable(header, [shown.map((cell) => latexCell(cell, false))]), golden.text('expected')),
    equal(
      'cells',
      cells.map((one) => latexCell(cellOf(one.value('value'), one.text('kind')), false)),
      cells.map((one) => one.value('text')),
    ),
  ];
}
