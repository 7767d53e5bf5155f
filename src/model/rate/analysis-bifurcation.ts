/** Extrema of single units: over the runs of a sweep they are a bifurcation diagram. */
import { type Extremum, extremaOf, FEWEST_MAXIMA, type Recurrence, recurrenceOf } from '../../analysis/extrema.js';
import { rowsBy } from '../../analysis/rows-by.js';
import { analysis } from '../analysis.js';
import { integer, number, tableOf, word } from '../recording/filled-columns.js';
import { columnsOf, withError } from './analysis-data.js';
import type { RateParameters } from './parameters.js';

const OPTIONS = [
  {
    key: 'from',
    symbol: '',
    kind: 'number',
    default: null,
    whenAbsent: 'the second half',
    min: 0,
    unit: 'ms',
    group: 'bifurcation',
    help: 'time from which on extrema count: what lies before is the transient',
  },
  {
    key: 'tolerance',
    symbol: '',
    kind: 'number',
    default: 0.02,
    above: 0,
    below: 1,
    group: 'bifurcation',
    help: 'how far maxima and their distances may differ, as a share of the range and of the mean distance, and count as the same',
  },
  {
    key: 'most',
    symbol: '',
    kind: 'integer',
    default: 100,
    min: 1,
    group: 'bifurcation',
    help: 'most extrema of a unit, the last ones',
  },
] as const;

/** Range of a rate below which it stands still. */
const STILL = 1e-6;

interface UnitCourse {
  readonly unit: number;
  readonly extrema: readonly Extremum[];
  readonly range: number;
  readonly last: number;
  /** Between records, in ms. */
  readonly spacing: number;
  /** Of the first record that counts. */
  readonly start: number;
  readonly recurrence: Recurrence | undefined;
}

interface Point {
  readonly unit: number;
  readonly kind: string;
  readonly time: number;
  readonly value: number;
}

/** Extrema of a unit; of one that stands still where it stands. */
const pointsOf = ({ unit, extrema, range, last, spacing, start }: UnitCourse, most: number): readonly Point[] =>
  range < STILL
    ? [{ unit, kind: 'rest', time: start, value: last }]
    : extrema.slice(-most).map(({ kind, place, value }) => ({ unit, kind, time: start + place * spacing, value }));

function verdictOf({ unit, range, last, spacing, recurrence, extrema }: UnitCourse): string {
  if (range < STILL) return `unit ${unit} rests at ${last.toPrecision(3)}`;
  if (recurrence === undefined) {
    const count = extrema.filter(({ kind }) => kind === 'maximum').length;
    if (count >= FEWEST_MAXIMA) return `unit ${unit}: nothing repeats within its ${count} maxima`;
    const has = count === 0 ? 'no maximum' : count === 1 ? 'one maximum' : `${count} maxima`;
    return `unit ${unit} has ${has}: too few to see whether anything repeats`;
  }
  const { maxima, period, error } = recurrence;
  const of = maxima === 1 ? 'one maximum' : `${maxima} maxima`;
  return `unit ${unit} returns after ${withError(period * spacing, error * spacing)} ms, with ${of}`;
}

export const BIFURCATION = analysis<RateParameters, typeof OPTIONS>(OPTIONS, {
  name: 'bifurcation',
  summary:
    'extrema of single units after the transient, and the period after which they repeat; of a sweep over g a bifurcation diagram',
  needs: 'the traces that every run has, or finer ones: --record traces@1',
  async of(run, { from, tolerance, most }) {
    const [time, unit, rate] = await columnsOf(run, 'traces', ['time', 'unit', 'rate'], '--record traces@1');
    const end = time[time.length - 1];
    const start = from ?? end / 2;
    const rows = [...time.keys()].filter((row) => time[row] >= start);
    const courses = [...rowsBy(unit, rows)].map(([number, own]): UnitCourse => {
      const values = own.map((row) => rate[row]);
      const extrema = extremaOf(values);
      const range = values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
      const spacing = own.length > 1 ? (time[own[own.length - 1]] - time[own[0]]) / (own.length - 1) : Number.NaN;
      const recurrence = range < STILL ? undefined : recurrenceOf(extrema, range, tolerance);
      return {
        unit: number,
        extrema,
        range,
        last: values[values.length - 1],
        spacing,
        start: time[own[0]],
        recurrence,
      };
    });
    return {
      tables: [
        tableOf(
          'bifurcation',
          'extrema of single units after the transient',
          courses.flatMap((one) => pointsOf(one, most)),
          [
            integer<Point>('unit', 'unit', (one) => one.unit),
            word('kind', 'maximum, minimum, or rest of a unit that stands still', ({ kind }) => kind),
            number('time', 'when, between records by a parabola', (one) => one.time, { unit: 'ms' }),
            number('value', 'state of the unit there', ({ value }) => value, { symbol: 'r' }),
          ],
        ),
        tableOf<UnitCourse>('periods', 'period of single units', courses, [
          integer('unit', 'unit', (one) => one.unit),
          integer('extrema', 'extrema that were seen', ({ extrema }) => extrema.length),
          number('range', 'largest less smallest state', ({ range }) => range),
          number('maxima', 'maxima of a period; empty if nothing repeats', ({ recurrence }) => recurrence?.maxima),
          number(
            'period',
            'time after which maxima repeat',
            ({ recurrence, spacing }) => recurrence && recurrence.period * spacing,
            { unit: 'ms' },
          ),
          number(
            'period_error',
            'its standard error over the returns',
            ({ recurrence, spacing }) => recurrence && recurrence.error * spacing,
            { unit: 'ms' },
          ),
        ]),
      ],
      verdict: courses.slice(0, 3).map(verdictOf),
    };
  },
});
