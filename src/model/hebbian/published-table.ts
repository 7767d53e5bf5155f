/** The row that the published program keeps of each run, and its parameter table (spec sections 10.2 and 11). */
import type { SummaryItem } from '../family.js';
import type { Parameters, ParameterValue } from '../schema.js';
import type { HebbianParameters } from './parameters.js';
import { patternCount, stepCount } from './schema.js';
import { publishedStd, publishedStdTransient } from './theory.js';

interface PublishedColumn {
  readonly name: string;
  readonly type: 'f64' | 'i32' | 'text';
  readonly unit?: string;
  readonly meaning: string;
  /** Heading of the parameter table, literally: the published one has names that LaTeX refuses. */
  readonly heading: string;
  /** Computed numbers show decimals in the parameter table even if they are whole. */
  readonly isComputed?: boolean;
}

const STEPS = 'over all steps, the transient included (divisor n)';

/** Columns of the published statistics, in their order. */
export const PUBLISHED_COLUMNS: readonly PublishedColumn[] = [
  { name: 'N', type: 'i32', meaning: 'number of neurons', heading: '$N$' },
  { name: 'K', type: 'f64', meaning: 'number of patterns as given: a load stays a fraction', heading: '$K$' },
  { name: 'beta', type: 'f64', meaning: 'inverse temperature', heading: '$\\beta$' },
  { name: 'k', type: 'f64', meaning: 'synaptic strength in use', heading: '$k$' },
  { name: 'u', type: 'f64', meaning: 'gain of the external field', heading: '$u$' },
  { name: 'tau_s', type: 'f64', unit: 'time', meaning: 'neural time constant', heading: '$\\tau_s$' },
  { name: 'tau_J', type: 'f64', unit: 'time', meaning: 'synaptic time constant', heading: '$\\tau_J$' },
  { name: 'rho', type: 'f64', meaning: 'correlation of the patterns', heading: '$\\rho$' },
  { name: 'pattern_distribution', type: 'text', meaning: 'law of the patterns', heading: 'Pattern initialization' },
  { name: 'prob_distribution', type: 'text', meaning: 'law of the shown pattern', heading: 'Stimuli distribution' },
  { name: 'tau_h', type: 'text', unit: 'steps', meaning: 'how long one pattern is shown', heading: '$\\tau_h$' },
  { name: 'T', type: 'f64', unit: 'time', meaning: 'duration', heading: '$T$' },
  { name: 'dt', type: 'f64', unit: 'time', meaning: 'time step', heading: '$\\Delta t$' },
  {
    name: 'residuals_variance',
    type: 'f64',
    meaning: `variance of the residual ${STEPS}`,
    heading: 'residuals_variance',
    isComputed: true,
  },
  {
    name: 'residuals_std',
    type: 'f64',
    meaning: `standard deviation of the residual ${STEPS}`,
    heading: 'residuals_std',
    isComputed: true,
  },
  {
    name: 'theoretical_std_last_step',
    type: 'f64',
    meaning: 'theoretical standard deviation of S/k^2 at the last recorded step (mode right: after the last step)',
    heading: 'theoretical_std_last_step',
    isComputed: true,
  },
];

/** One value of a row, with whether it was computed rather than given. */
export interface PublishedValue {
  readonly value: number | string | null;
  readonly isComputed: boolean;
}

export type PublishedRow = { readonly [name: string]: PublishedValue };

/** tau_h as text: a number, or `random:MIN..MAX`. */
function holdValue(tauH: HebbianParameters['tau_h']): number | string {
  return typeof tauH === 'number' ? tauH : `random:${tauH.min}..${tauH.max}`;
}

/** A parameter as a cell shows it: those that are neither number nor word have their text made above. */
const cellOf = (value: ParameterValue): number | string | null =>
  typeof value === 'number' || typeof value === 'string' ? value : null;

/** The published deviation with its transient at the last record; that of mode right is the exact one after the last step. */
function lastStd(p: HebbianParameters, summary: (name: string) => number | null): number | null {
  const end = summary('theory_std');
  if (p.mode !== 'faithful' || end === null) return end;
  if (p.tau_J === 'infinity') return 0;
  const { N, K, tau_J: tauJ, rho } = p;
  const longTime = publishedStd(N, patternCount(N, K), tauJ, rho);
  const eps = p.tau_s / tauJ;
  return p.transient_factor === true ? longTime * publishedStdTransient(eps, stepCount(p) - 1) : longTime;
}

/** The published statistics of one finished run of the hebbian family. */
export function publishedRow(p: HebbianParameters, summary: readonly SummaryItem[]): PublishedRow {
  const all: Parameters = p;
  const item = (name: string): number | null => summary.find((one) => one.name === name)?.value ?? null;
  const values: { readonly [name: string]: number | string | null } = {
    k: p.k === null ? item('k') : p.k,
    prob_distribution: p.p === null ? 'uniform' : 'given',
    tau_h: holdValue(p.tau_h),
    residuals_variance: item('residuals_variance'),
    residuals_std: item('residuals_std'),
    theoretical_std_last_step: lastStd(p, item),
  };
  return Object.fromEntries(
    PUBLISHED_COLUMNS.map(({ name, isComputed = false }) => [
      name,
      {
        value: name in values ? values[name] : cellOf(all[name]),
        isComputed: isComputed || (name === 'k' && p.k === null),
      },
    ]),
  );
}

/**
 * The long-time deviation of the published formula for a run, as the published collector adds it. Mode faithful takes K as
 * it is written, even if it is a load (a defect of the original). 0 for frozen synapses.
 */
export function recomputedStd(p: HebbianParameters): number {
  const { N, K, rho } = p;
  if (p.tau_J === 'infinity') return 0;
  return publishedStd(N, p.mode === 'faithful' ? K : patternCount(N, K), p.tau_J, rho);
}

/** A cell of the parameter table as `latexCell` takes it. */
export type PublishedCell = null | string | { readonly kind: 'whole' | 'real'; readonly value: number };

/** Literal headings and cells of the parameter table of one run. */
export function publishedTable(row: { readonly [name: string]: PublishedValue }): {
  readonly header: readonly string[];
  readonly cells: readonly PublishedCell[];
} {
  return {
    header: PUBLISHED_COLUMNS.map(({ heading }) => heading),
    cells: PUBLISHED_COLUMNS.map(({ name }) => {
      const { value, isComputed } = row[name];
      if (typeof value !== 'number') return value;
      return { kind: isComputed || !Number.isInteger(value) ? 'real' : 'whole', value };
    }),
  };
}
