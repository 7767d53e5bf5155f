/** How the growth of perturbations over short windows scatters around the exponents. */
import { type FiniteTime, finiteTimeMoments, localExponents } from '../../analysis/finite-time.js';
import { rowsBy } from '../../analysis/rows-by.js';
import { rangeOf } from '../../figure/reduce.js';
import { analysis } from '../analysis.js';
import { integer, number, tableOf } from '../recording/filled-columns.js';
import { columnsOf, short, withError } from './analysis-data.js';
import type { RateParameters } from './parameters.js';

const OPTIONS = [
  {
    key: 'window',
    symbol: '',
    kind: 'integer',
    default: 1,
    min: 1,
    max: 25,
    group: 'finite_time',
    help: 'fiftieths of the duration that are a window',
  },
] as const;

interface Local {
  readonly trial: number;
  readonly index: number;
  readonly window: number;
  /** ms after the beginning of the record. */
  readonly end: number;
  /** How long it is, in ms. */
  readonly span: number;
  readonly exponent: number;
}

interface Distribution extends FiniteTime {
  readonly index: number;
  readonly trials: number;
  /** Of a window, in s; the mean where they differ by an interval of QR. */
  readonly length: number;
}

const PER_S = { unit: '1/s' };

/** Local exponents of each trial and rank, from estimates of a growing record. */
function localsOf(columns: readonly Float64Array[], window: number): readonly Local[] {
  const [time, trial, index, exponent] = columns;
  const locals: Local[] = [];
  for (const [number, own] of rowsBy(trial)) {
    for (const [rank, rows] of rowsBy(index, own)) {
      const all = rows.filter((_, n) => (n + 1) % window === 0);
      const spans = all.map((row, n) => time[row] - (n === 0 ? 0 : time[all[n - 1]]));
      // a record that stopped early may end within a window
      const isPart = spans.length > 1 && spans[spans.length - 1] < rangeOf(spans.slice(0, -1))[0];
      const ends = isPart ? all.slice(0, -1) : all;
      const values = localExponents(
        ends.map((row) => time[row]),
        ends.map((row) => exponent[row]),
      );
      for (const [n, value] of values.entries()) {
        locals.push({ trial: number, index: rank, window: n, end: time[ends[n]], span: spans[n], exponent: value });
      }
    }
  }
  return locals;
}

function distributionsOf(locals: readonly Local[]): readonly Distribution[] {
  const ranks = rowsBy(locals.map(({ index }) => index));
  return [...ranks]
    .sort(([a], [b]) => a - b)
    .map(([index, rows]): Distribution => {
      const own = rows.map((row) => locals[row]);
      const length = own.reduce((sum, { span }) => sum + span, 0) / own.length / 1000;
      const trials = new Set(own.map(({ trial }) => trial)).size;
      return { index, trials, length, ...finiteTimeMoments(Float64Array.from(own, ({ exponent }) => exponent)) };
    });
}

const verdictOf = ({ index, mean, meanError, variance, positive, windows, length }: Distribution): string =>
  `exponent ${index + 1} over ${windows} windows of ${short(1000 * length)} ms: mean ${withError(mean, meanError)}/s, standard deviation ${short(Math.sqrt(variance))}/s; perturbations grow in ${Math.round(100 * positive)} % of them`;

export const FINITE_TIME = analysis<RateParameters, typeof OPTIONS>(OPTIONS, {
  name: 'finite_time',
  summary: 'finite-time exponents: the distribution of the local growth over windows of a fiftieth of the duration',
  needs: 'exponents (--exponents above 0)',
  async of(run, { window }) {
    const columns = await columnsOf(run, 'running', ['time', 'trial', 'index', 'exponent'], '--exponents 1 or more');
    const locals = localsOf(columns, window);
    const all = distributionsOf(locals);
    return {
      tables: [
        tableOf<Local>('finite_time', 'local exponents of each window', locals, [
          integer('trial', 'trial', ({ trial }) => trial),
          integer('index', 'rank of the exponent', ({ index }) => index),
          integer('window', 'window', (one) => one.window),
          number('end', 'recorded time at its end', ({ end }) => end, { unit: 'ms' }),
          number('exponent', 'growth over the window', ({ exponent }) => exponent, PER_S),
        ]),
        tableOf<Distribution>(
          'finite_time_moments',
          'distribution of the local exponents, over windows of all trials',
          all,
          [
            integer('index', 'rank of the exponent', ({ index }) => index),
            integer('trials', 'trials', ({ trials }) => trials),
            integer('windows', 'windows', ({ windows }) => windows),
            number('length', 'length of a window', ({ length }) => 1000 * length, { unit: 'ms' }),
            number('mean', 'mean', ({ mean }) => mean, PER_S),
            number(
              'mean_error',
              'its standard error, which heeds how long windows remember',
              ({ meanError }) => meanError,
              PER_S,
            ),
            number('variance', 'variance (divisor n)', ({ variance }) => variance, { unit: '1/s²' }),
            number(
              'variance_error',
              'its standard error, by leaving out a tenth of the windows at a time',
              (one) => one.varianceError,
              { unit: '1/s²' },
            ),
            number('skewness', 'skewness', ({ skewness }) => skewness),
            number(
              'spread',
              'variance times the length of a window: the same for all long windows',
              ({ variance, length }) => variance * length,
              PER_S,
            ),
            number('positive', 'share of the windows in which perturbations grow', ({ positive }) => positive),
          ],
        ),
      ],
      verdict: all.slice(0, 3).map(verdictOf),
    };
  },
});
