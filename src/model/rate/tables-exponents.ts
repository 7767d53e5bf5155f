/** Tables of the exponents of a finished cell. */
import { blockError } from '../../method/lyapunov/block-error.js';
import { countPositive, entropyRate, kaplanYorke } from '../../method/lyapunov/dimension.js';
import { runningExponents } from '../../method/lyapunov/spectrum.js';
import type { ResultTable } from '../record.js';
import { integer, number, type RowColumn, tableOf, word } from '../recording/filled-columns.js';
import { MS_PER_S, type Outcome, type TrialOutcome } from './outcome.js';
import type { RateRun } from './run.js';

/** Number of running estimates over a whole record. */
const RUNNING_POINTS = 50;

/** A trial with what follows from its exponents. */
interface JudgedTrial extends TrialOutcome {
  /** Dimension, entropy rate and number of positive exponents; absent if none was measured. */
  readonly chaos?: {
    readonly kaplanYorke: ReturnType<typeof kaplanYorke>;
    readonly entropy: number;
    readonly positive: number;
  };
  readonly recordedMs: number;
}

function judge({ N, phases, parameters: p }: RateRun, trial: TrialOutcome): JudgedTrial {
  const { exponents, intervals } = trial;
  const recordedMs = intervals * phases.every * p.dt;
  if (exponents.length === 0) return { ...trial, recordedMs };
  const [entropy, positive] = [entropyRate(exponents), countPositive(exponents)];
  return { ...trial, recordedMs, chaos: { kaplanYorke: kaplanYorke(exponents, N), entropy, positive } };
}

const PER_S = { unit: '1/s' };
const IN_MS = { unit: 'ms' };

/** A rate in 1/s of one in 1/ms. */
const perS = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : MS_PER_S * value;

const VERDICT_COLUMNS: readonly RowColumn<JudgedTrial>[] = [
  integer('trial', 'trial', ({ trial }) => trial),
  word(
    'verdict',
    'unbounded, fixed point, entrained, limit cycle, periodic orbit, torus, chaos, transient chaos or undecided',
    ({ verdict }) => verdict,
    true,
  ),
  number(
    'period',
    'time after which the trial came back twice to where its record ended; empty if it did not, or was not followed',
    ({ period }) => period,
    IN_MS,
  ),
  number('lambda_1', 'largest exponent', ({ exponents }) => perS(exponents[0]), PER_S),
  number('lambda_1_error', 'block standard error', ({ errors }) => perS(errors[0]), PER_S),
  number('lambda_2', 'second exponent', ({ exponents }) => perS(exponents[1]), PER_S),
  number('lambda_2_error', 'block standard error', ({ errors }) => perS(errors[1]), PER_S),
  number(
    'kaplan_yorke',
    'Kaplan-Yorke dimension, at least this if all exponents were needed',
    ({ chaos }) => chaos?.kaplanYorke.dimension,
  ),
  number(
    'kaplan_yorke_is_bound',
    '1 if more exponents are needed: dimension and entropy rate are then lower bounds',
    ({ chaos }) => chaos && (chaos.kaplanYorke.isLowerBound ? 1 : 0),
  ),
  number('entropy_rate', 'sum of the positive exponents', ({ chaos }) => perS(chaos?.entropy), PER_S),
  number('positive', 'positive exponents', ({ chaos }) => chaos?.positive),
  number('sum', 'sum of the exponents, if all were measured', ({ sum }) => perS(sum), PER_S),
  number('divergence', 'mean ln |det| of the steps, with sum_rule', ({ divergence }) => perS(divergence), PER_S),
  number(
    'sum_difference',
    'sum minus divergence: rounding alone makes about 1e-12 of the sum; more says that vectors were lost between two QR',
    ({ sum, divergence }) => (sum === null || divergence === null ? null : perS(sum - divergence)),
    PER_S,
  ),
  number('recorded', 'time that the exponents are averaged over', ({ recordedMs }) => recordedMs, IN_MS),
  word('stop', 'why the record ended: duration, tolerance or at rest', ({ stop }) => stop, true),
  number('stop_step', 'step at which it ended', ({ stopStep }) => stopStep),
  number(
    'rest_step',
    'step at which the trial was left at rest; its distance stays what it was there',
    ({ restStep }) => restStep,
  ),
];

/** One row a trial: verdict, exponents, what follows from them, why the record ended. */
export const verdictTable = (run: RateRun, { trials }: Outcome): ResultTable =>
  tableOf(
    'verdicts',
    'what each trial does, and how surely',
    trials.map((trial) => judge(run, trial)),
    VERDICT_COLUMNS,
  );

/** An exponent of a trial with its error, in 1/ms. */
interface ExponentRow {
  readonly trial: number;
  readonly index: number;
  readonly value: number;
  readonly error: number;
}

/** Trial, rank, exponent and error, as both tables of exponents have them. */
const exponentColumns = <Row extends ExponentRow>(rank: string, meaning: string): readonly RowColumn<Row>[] => [
  integer('trial', 'trial', ({ trial }) => trial),
  integer('index', rank, ({ index }) => index),
  number('exponent', meaning, ({ value }) => perS(value), PER_S),
  number('error', 'block standard error', ({ error }) => perS(error), PER_S),
];

/** One row an exponent of a trial. */
export function spectrumTable({ trials }: Outcome): ResultTable {
  const rows = trials.flatMap(({ trial, exponents, errors }) =>
    [...exponents].map((value, index) => ({ trial, index, value, error: errors[index] })),
  );
  const columns = exponentColumns('rank of the exponent', 'exponent');
  return tableOf('spectrum', 'Lyapunov exponents of each trial, largest first', rows, columns);
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
  return tableOf('running', 'exponents as the record grows', rows, [
    integer('step', 'steps done', ({ step }) => step),
    number('time', 'time recorded until then', ({ step }) => (step - first) * p.dt, IN_MS),
    ...exponentColumns('rank of the exponent at the end', 'exponent from the record until then'),
  ]);
}
