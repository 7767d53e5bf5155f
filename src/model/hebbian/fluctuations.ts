/** The runs of a sweep as points: standard deviation or variance of the residual over parameters, and the published formula beside them. */
import type { FigureData, Need, Subject } from '../../figure/figure.js';
import { hasColumns } from '../../figure/figure.js';
import { optionalNumbers, RESULTS, resultColumns, resultValues, variedAxes } from '../../figure/varying.js';
import { patternCount } from './schema.js';
import { publishedStd } from './theory.js';
import type { Axis } from './theory-curves.js';

/** What is drawn of each run. */
export interface Quantity {
  readonly column: 'residuals_std' | 'residuals_variance';
  readonly title: string;
  readonly words: string;
  /** From the formula of the standard deviation. */
  readonly ofStd: (std: number) => number;
}

export const STD: Quantity = {
  column: 'residuals_std',
  title: 'sd of the residual',
  words: 'standard deviation of the residual',
  ofStd: (std) => std,
};

export const VARIANCE: Quantity = {
  column: 'residuals_variance',
  title: 'variance of the residual',
  words: 'variance of the residual',
  ofStd: (std) => std * std,
};

type Value = number | string | null;

/** A run: the parameters of the formula as numbers, and what it measured. */
export interface RunPoint {
  readonly N: number;
  /** Patterns, also where a load was given. */
  readonly K: number;
  readonly isLoad: boolean;
  readonly tau_J: number;
  readonly rho: number;
  /** tau_J in steps, as the formula takes it. */
  readonly steps: number;
  readonly y: number;
  /** Values of the parameters that vary. */
  readonly varied: { readonly [axis: string]: Value };
}

const TAKEN = ['N', 'K', 'tau_J', 'rho', 'dt', 'mode'] as const;

/** What a figure over the results needs; nothing if there is no such column, or a parameter does not vary. */
export function pointsNeeded(
  subject: Subject,
  { column }: Quantity,
  ...varying: readonly string[]
): readonly Need[] | undefined {
  const isThere = subject.kind === 'sweep' && hasColumns(subject, RESULTS, [...TAKEN, column]);
  if (!isThere || !varying.every((name) => subject.axes.includes(name))) return undefined;
  return [resultColumns(subject, ...TAKEN, column, 'theory_applies')];
}

/** The runs whose residual scatters: those with frozen synapses have no formula and are left out. */
export function runPoints(data: FigureData, { column }: Quantity): readonly RunPoint[] {
  const [N, K, tauJ, rho, dt] = ['N', 'K', 'tau_J', 'rho', 'dt'].map((name) => data.numbers(RESULTS, name).values);
  const mode = data.words(RESULTS, 'mode');
  const axes = variedAxes(data.subject);
  const varied = axes.map((axis) => resultValues(data, axis));
  return [...data.numbers(RESULTS, column).values].flatMap((y, row): readonly RunPoint[] => {
    if (!Number.isFinite(y) || !Number.isFinite(tauJ[row])) return [];
    return [
      {
        N: N[row],
        K: patternCount(N[row], K[row]),
        isLoad: K[row] < 1,
        tau_J: tauJ[row],
        rho: rho[row],
        // the published program scales nothing by dt
        steps: mode[row] === 'faithful' ? tauJ[row] : tauJ[row] / dt[row],
        y,
        varied: Object.fromEntries(axes.map((axis, i) => [axis, varied[i][row]])),
      },
    ];
  });
}

/** The published formula for a run, one of its parameters at another value. A load stays the same share of any number of neurons. */
export function theoryAt(point: RunPoint, { ofStd }: Quantity, along: Axis, x: number): number {
  const at = (name: Axis): number => (name === along ? x : point[name]);
  const K = along === 'N' ? (point.K * x) / (point.isLoad ? point.N : x) : at('K');
  const steps = (point.steps / point.tau_J) * at('tau_J');
  return ofStd(publishedStd(at('N'), K, steps, at('rho')));
}

/** Runs that agree in all parameters that vary but those named, in the order of the first of each. */
export function alike(points: readonly RunPoint[], ...but: readonly string[]): readonly (readonly RunPoint[])[] {
  const found = new Map<string, RunPoint[]>();
  for (const point of points) {
    const key = JSON.stringify(Object.entries(point.varied).filter(([axis]) => !but.includes(axis)));
    const list = found.get(key);
    if (list === undefined) found.set(key, [point]);
    else list.push(point);
  }
  return [...found.values()];
}

/** How many runs break what the theory assumes. */
export function untheoreticalNote(data: FigureData): readonly string[] {
  const out = optionalNumbers(data, 'theory_applies').filter((value) => value === 0).length;
  return out === 0 ? [] : [`${out} of ${data.subject.runs} runs do not fulfil what the theory assumes`];
}
