/** Autocorrelation of the rates beside that of mean-field theory. */
import { laggedOf } from '../../analysis/lagged.js';
import { rowsBy } from '../../analysis/rows-by.js';
import { MsmError } from '../../errors.js';
import { type AnalysisTools, analysis } from '../analysis.js';
import { number, tableOf } from '../recording/filled-columns.js';
import { columnsOf, type RateAnalysed, short, withError } from './analysis-data.js';
import { autocorrelationAt, meanField } from './mean-field.js';
import type { RateParameters } from './parameters.js';
import { isFlow } from './step-limit.js';

const NEEDS = '--record rates@10';

const OPTIONS = [
  {
    key: 'from',
    symbol: '',
    kind: 'number',
    default: null,
    whenAbsent: 'a quarter of the record',
    min: 0,
    unit: 'ms',
    group: 'rate_autocorrelation',
    help: 'time from which on records count: what lies before is the transient',
  },
  {
    key: 'reach',
    symbol: '',
    kind: 'number',
    default: null,
    whenAbsent: '20 τ, or half of what is recorded if that is less',
    above: 0,
    unit: 'ms',
    group: 'rate_autocorrelation',
    help: 'longest lag',
  },
] as const;

/** Lags in units of tau, and share of the records that a lag leaves at least. */
const REACH = 20;
const LEFT = 0.5;

interface Row {
  readonly lag: number;
  readonly value: number;
  readonly error: number;
  readonly theory: number | null;
}

/** The theory at a lag in ms, of the variable that was recorded; undefined where there is none, with the reason. */
async function theoryOf(run: RateAnalysed, { elementary }: AnalysisTools) {
  const { parameters: p, summary } = run;
  const gain = Math.abs(summary.find(({ name }) => name === 'g_eff')?.value ?? Number.NaN);
  const isGiven = [await run.input('current'), await run.input('drive')].some((one) => one !== undefined);
  const isPlain = !isGiven && p.activation === 'tanh' && p.input === 0 && p.input_amplitude === 0 && p.noise === 0;
  if (!isPlain) return { reason: 'mean-field theory is that of the activation tanh without input and noise' };
  if (!isFlow(p, gain)) return { reason: 'mean-field theory is that of steps up to a fifth of tau' };
  const field = meanField(gain, elementary);
  // x = g W r: of independent weights the correlation of x is g^2 that of r
  const scale = p.form === 'x' ? 1 : gain * gain;
  return { at: (ms: number) => autocorrelationAt(field, ms / p.tau) / scale };
}

/** Series [records, units] of each trial, from a time on. */
function seriesOf([time, trial, , rate]: readonly Float64Array[], from: number): readonly Float64Array[] {
  const rows = [...time.keys()].filter((row) => time[row] >= from);
  return [...rowsBy(trial, rows).values()].map((own) => Float64Array.from(own, (row) => rate[row]));
}

function assertRecords(run: RateAnalysed, times: readonly number[]): void {
  const [spacing, end] = [times[1] - times[0], times[times.length - 1] - times[0]];
  const isEven = times.every((time, n) => Math.abs(time - times[0] - n * spacing) <= 1e-6 * end);
  if (times.length >= 4 && isEven) return;
  const message = times.length < 4 ? 'fewer than four records count' : 'its records are not at equal distances';
  throw new MsmError('E_CONFIG', `${run.name}: ${message}`, { place: run.name, next: `Run it with ${NEEDS}.` });
}

/** First lag at which the correlation is below half of that at no lag. */
const halfOf = (rows: readonly Row[], of: (row: Row) => number | null): number | undefined =>
  rows.find((row) => (of(row) ?? Number.NaN) < (of(rows[0]) ?? Number.NaN) / 2)?.lag;

export const RATE_AUTOCORRELATION = analysis<RateParameters, typeof OPTIONS>(OPTIONS, {
  name: 'rate_autocorrelation',
  summary:
    'autocorrelation of the states, mean over units and trials, beside that of mean-field theory for N to infinity',
  needs: NEEDS,
  async of(run, { from, reach }, tools) {
    const columns = await columnsOf(run, 'rates', ['time', 'trial', 'unit', 'rate'], NEEDS);
    const [time, , unit] = columns;
    const { tau } = run.parameters;
    const start = from ?? time[time.length - 1] / 4;
    const times = [...new Set(time)].filter((at) => at >= start);
    assertRecords(run, times);
    const spacing = times[1] - times[0];
    const units = new Set(unit).size;
    const most = Math.floor(LEFT * times.length);
    const lags = Math.min(most, Math.floor((reach ?? REACH * tau) / spacing)) + 1;
    const series = seriesOf(columns, start);
    const { values, errors } = laggedOf(series, units, lags);
    const theory = await theoryOf(run, tools);
    const rows = [...values].map((value, n): Row => {
      const lag = n * spacing;
      return { lag, value, error: errors[n], theory: theory.at?.(lag) ?? null };
    });
    const [first] = rows;
    const [half, halfThere] = [({ value }: Row) => value, ({ theory: there }: Row) => there].map((of) =>
      halfOf(rows, of),
    );
    const lasting =
      half === undefined ? 'more than half remains at the longest lag' : `half of it is lost after ${short(half)} ms`;
    const beside =
      first.theory === null
        ? (theory.reason ?? '')
        : `mean field: ${short(first.theory)}${halfThere === undefined ? '' : `, ${short(halfThere)} ms`}`;
    return {
      tables: [
        tableOf<Row>('rate_autocorrelation', 'autocorrelation of the states', rows, [
          number('lag', 'distance in time', ({ lag }) => lag, { unit: 'ms' }),
          number(
            'autocorrelation',
            'mean of x(t) x(t + lag) over time, units and trials; means are not subtracted',
            ({ value }) => value,
            { symbol: 'C' },
          ),
          number('error', 'standard error over trials; empty with one trial', ({ error }) => error),
          number(
            'mean_field',
            'the same in mean-field theory at the effective gain; empty where there is none',
            ({ theory: there }) => there,
          ),
        ]),
      ],
      verdict: [`mean square of the states ${withError(first.value, first.error)}, ${lasting}; ${beside}`],
    };
  },
});
