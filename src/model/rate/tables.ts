/** Tables of a finished cell. */
import type { SummaryItem } from '../family.js';
import type { ResultTable } from '../record.js';
import { f64, i32, integer, number, table, tableOf, word } from '../recording/filled-columns.js';
import { MS_PER_S, type Outcome } from './outcome.js';
import type { RateRun } from './run.js';
import { runningTable, spectrumTable, verdictTable } from './tables-exponents.js';

function curveTable({ phases, parameters: p }: RateRun, { meanDistance }: Outcome): ResultTable {
  const [step, time] = [new Int32Array(phases.pairs), new Float64Array(phases.pairs)];
  for (let n = 0; n < phases.pairs; n++) {
    step[n] = n;
    time[n] = n * p.dt;
  }
  return table('curve', 'mean distance over the trials that diverged', [
    i32('step', 'steps done', step),
    f64('time', 'step times dt', time, 'ms'),
    f64(
      'mean_distance',
      'm(t), mean over the kept trials; empty if none diverged',
      meanDistance ?? new Array<null>(phases.pairs).fill(null),
    ),
  ]);
}

const estimateTable = ({ estimates }: Outcome): ResultTable =>
  tableOf('estimates', 'exponents from the divergence of the pairs', estimates, [
    word(
      'rule',
      'published: as the original; right: level of the norm, mean of the logarithm; window: fixed window',
      ({ rule }) => rule,
      true,
    ),
    number('exponent', 'exponent', ({ lambdaPerS }) => lambdaPerS, { unit: '1/s' }),
    number('slope', 'slope of the line per step', ({ slope }) => slope),
    number('intercept', 'intercept of the line', ({ intercept }) => intercept),
    number('window_start', 'first fitted step', ({ window }) => window?.start),
    number('window_end', 'step behind the last fitted one', ({ window }) => window?.end),
    integer('kept', 'trials that were averaged', ({ kept }) => kept.length),
    word('reason', 'why there is no estimate', ({ reason }) => reason, true),
  ]);

/** One point of the curve over g: theory, and what was measured there. */
function theoryTable({ parameters: p }: RateRun, { theory, gain }: Outcome, summary: readonly SummaryItem[]) {
  if (theory === null) return [];
  const measured = (name: string) => [summary.find((item) => item.name === name)?.value ?? null];
  const inTau = p.tau / MS_PER_S;
  return [
    table('mean_field', 'mean-field theory at the effective gain, beside the measurement', [
      f64('g', 'synaptic upscaling', [p.g]),
      f64('g_eff', 'effective gain', [gain]),
      f64('lambda_mf', 'largest exponent, N to infinity', [theory.lambda], '1/s'),
      f64('lambda_mf_tau', 'the same in units of 1/tau', [theory.lambda === null ? null : theory.lambda * inTau]),
      f64('variance_mf', 'variance of the input of a unit', [theory.variance]),
      f64(
        'lambda_1',
        'largest exponent measured, mean over the trials of the commonest verdict',
        measured('lambda_1'),
        '1/s',
      ),
      f64('lambda_1_error', 'its standard error', measured('lambda_1_error'), '1/s'),
    ]),
  ];
}

function weightTable({ weights, N }: RateRun): ResultTable {
  const rowOf = new Int32Array(weights.count);
  for (let i = 0; i < N; i++) rowOf.fill(i, weights.rowStart[i], weights.rowStart[i + 1]);
  return table('weights', 'edges of the network, without g', [
    i32('i', 'postsynaptic unit', rowOf),
    i32('j', 'presynaptic unit', weights.columns),
    { column: { name: 'W', type: 'f64', meaning: 'weight from j to i' }, values: weights.weights },
  ]);
}

/** All tables of a run's outcome; `summary` is what its summary says. */
export function rateTables(run: RateRun, outcome: Outcome, summary: readonly SummaryItem[]): readonly ResultTable[] {
  return [
    curveTable(run, outcome),
    estimateTable(outcome),
    verdictTable(run, outcome),
    spectrumTable(outcome),
    ...(run.exponents > 0 ? [runningTable(run, outcome)] : []),
    ...theoryTable(run, outcome, summary),
    weightTable(run),
  ];
}
