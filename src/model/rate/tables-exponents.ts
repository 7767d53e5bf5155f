/** Tables of the exponents of a finished cell. */
import { blockError } from '../../method/lyapunov/block-error.js';
import { countPositive, entropyRate, kaplanYorke } from '../../method/lyapunov/dimension.js';
import { runningExponents } from '../../method/lyapunov/spectrum.js';
import type { ResultTable } from '../record.js';
import { type Filled, f64, i32, orNull, table, text } from '../recording/filled-columns.js';
import { MS_PER_S, type Outcome, type TrialOutcome } from './outcome.js';
import type { RateRun } from './run.js';

/** Number of running estimates over a whole record. */
const RUNNING_POINTS = 50;

/** One row a trial: verdict, exponents, what follows from them, why the record ended. */
export function verdictTable({ N, phases, parameters: p }: RateRun, { trials }: Outcome): ResultTable {
  const of = (value: (one: TrialOutcome) => number | null | undefined): readonly (number | null)[] =>
    trials.map((one) => orNull(value(one)));
  /** Only for trials that were measured. */
  const from = (value: (one: TrialOutcome) => number) => of((one) => (one.exponents.length > 0 ? value(one) : null));
  const words =
    'unbounded, fixed point, entrained, limit cycle, periodic orbit, torus, chaos, transient chaos or undecided';
  const perS = (value: number | null | undefined): number | null =>
    value === null || value === undefined ? null : MS_PER_S * value;
  return table('verdicts', 'what each trial does, and how surely', [
    i32(
      'trial',
      'trial',
      Int32Array.from(trials, ({ trial }) => trial),
    ),
    text(
      'verdict',
      words,
      trials.map(({ verdict }) => verdict),
    ),
    f64(
      'period',
      'time after which the trial came back twice to where its record ended; empty if it did not, or was not followed',
      of(({ period }) => period),
      'ms',
    ),
    f64(
      'lambda_1',
      'largest exponent',
      of(({ exponents }) => perS(exponents[0])),
      '1/s',
    ),
    f64(
      'lambda_1_error',
      'block standard error',
      of(({ errors }) => perS(errors[0])),
      '1/s',
    ),
    f64(
      'lambda_2',
      'second exponent',
      of(({ exponents }) => perS(exponents[1])),
      '1/s',
    ),
    f64(
      'lambda_2_error',
      'block standard error',
      of(({ errors }) => perS(errors[1])),
      '1/s',
    ),
    f64(
      'kaplan_yorke',
      'Kaplan-Yorke dimension, at least this if all exponents were needed',
      from(({ exponents }) => kaplanYorke(exponents, N).dimension),
    ),
    f64(
      'kaplan_yorke_is_bound',
      '1 if more exponents are needed: dimension and entropy rate are then lower bounds',
      from(({ exponents }) => (kaplanYorke(exponents, N).isLowerBound ? 1 : 0)),
    ),
    f64(
      'entropy_rate',
      'sum of the positive exponents',
      from((one) => MS_PER_S * entropyRate(one.exponents)),
      '1/s',
    ),
    f64(
      'positive',
      'positive exponents',
      from(({ exponents }) => countPositive(exponents)),
    ),
    f64(
      'sum',
      'sum of the exponents, if all were measured',
      of(({ sum }) => perS(sum)),
      '1/s',
    ),
    f64(
      'divergence',
      'mean ln |det| of the steps, with sum_rule',
      of(({ divergence }) => perS(divergence)),
      '1/s',
    ),
    f64(
      'sum_difference',
      'sum minus divergence: rounding alone makes about 1e-12 of the sum; more says that vectors were lost between two QR',
      of(({ sum, divergence }) => (sum === null || divergence === null ? null : MS_PER_S * (sum - divergence))),
      '1/s',
    ),
    f64(
      'recorded',
      'time that the exponents are averaged over',
      of((one) => one.intervals * phases.every * p.dt),
      'ms',
    ),
    text(
      'stop',
      'why the record ended: duration, tolerance or at rest',
      trials.map(({ stop }) => stop),
    ),
    f64(
      'stop_step',
      'step at which it ended',
      of(({ stopStep }) => stopStep),
    ),
    f64(
      'rest_step',
      'step at which the trial was left at rest; its distance stays what it was there',
      of(({ restStep }) => restStep),
    ),
  ]);
}

/** An exponent of a trial with its error, in 1/ms. */
interface ExponentRow {
  readonly trial: number;
  readonly index: number;
  readonly value: number;
  readonly error: number;
}

/** Trial, rank, exponent and error, as both tables of exponents have them. */
function exponentColumns(rows: readonly ExponentRow[], rank: string, meaning: string): readonly Filled[] {
  return [
    i32(
      'trial',
      'trial',
      Int32Array.from(rows, ({ trial }) => trial),
    ),
    i32(
      'index',
      rank,
      Int32Array.from(rows, ({ index }) => index),
    ),
    f64(
      'exponent',
      meaning,
      rows.map(({ value }) => orNull(MS_PER_S * value)),
      '1/s',
    ),
    f64(
      'error',
      'block standard error',
      rows.map(({ error }) => orNull(MS_PER_S * error)),
      '1/s',
    ),
  ];
}

/** One row an exponent of a trial. */
export function spectrumTable({ trials }: Outcome): ResultTable {
  const rows = trials.flatMap(({ trial, exponents, errors }) =>
    [...exponents].map((value, index) => ({ trial, index, value, error: errors[index] })),
  );
  return table('spectrum', 'Lyapunov exponents of each trial, largest first', [
    ...exponentColumns(rows, 'rank of the exponent', 'exponent'),
  ]);
}

/** Estimates after each fiftieth of the record, and after the last interval. */
export function runningTable({ phases, exponents: k, parameters: p }: RateRun, { trials }: Outcome): ResultTable {
  const [planned, intervalTime] = [phases.record / phases.every, phases.every * p.dt];
  const first = phases.pairs + phases.transient + phases.align;
  const points = Array.from({ length: RUNNING_POINTS }, (_, j) => Math.floor(((j + 1) * planned) / RUNNING_POINTS));
  const rows = trials.flatMap(({ trial, logs, intervals, order }) => {
    if (order.length === 0) return [];
    const running = runningExponents({ logs, k, intervals, intervalTime });
    const ends = [...new Set([...points.filter((n) => n > 0 && n < intervals), intervals])];
    return ends.flatMap((n) => {
      const errors = blockError(logs.subarray(0, n * k), k);
      return order.map((direction, index) => ({
        step: first + n * phases.every,
        trial,
        index,
        value: running[(n - 1) * k + direction],
        error: errors[direction] / intervalTime,
      }));
    });
  });
  return table('running', 'exponents as the record grows', [
    i32(
      'step',
      'steps done',
      Int32Array.from(rows, ({ step }) => step),
    ),
    f64(
      'time',
      'time recorded until then',
      rows.map(({ step }) => (step - first) * p.dt),
      'ms',
    ),
    ...exponentColumns(rows, 'rank of the exponent at the end', 'exponent from the record until then'),
  ]);
}
