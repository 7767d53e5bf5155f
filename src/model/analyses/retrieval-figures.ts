/**
 * Figures of what `msm analyse --analysis capacity` left: retrieval against the number of patterns, and against the time since each was shown, of the network
 * and of two rules beside it, with the theory of Hebb's rule. For any family that has the analysis.
 */
import { HEBB_CAPACITY, hebbOverlap } from '../../analysis/hebb-capacity.js';
import { type Interval, meanWithInterval, wilsonInterval } from '../../analysis/proportion.js';
import { type FigureData, type FigureDescription, hasColumns, type Subject, tableOf } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { COLOURS, categoryColours } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { numberWords, spoken } from '../../figure/text.js';
import { halfLoad, RETRIEVED, spread } from './retrieval-curves.js';

const CAPACITY = 'analysis/capacity';
const RETENTION = 'analysis/retention';

const RULES = [
  { rule: 'network', name: 'network', colour: COLOURS.blue },
  { rule: 'hebb', name: 'Hebb’s rule', colour: COLOURS.vermillion },
  { rule: 'projection', name: 'projection rule', colour: COLOURS.green },
] as const;

/** Dashes by which networks of one rule are told apart, each the pattern of its number. */
const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 2, 2, 2],
];

const THEORY = {
  label: `Hebb’s rule in theory, N → ∞: α = ${HEBB_CAPACITY.toFixed(3)}`,
  colour: COLOURS.black,
  dash: [4, 3],
} as const;

/** A number with its interval. */
interface Point extends Interval {
  readonly x: number;
  readonly y: number;
}

/** Rows that make one curve. */
interface Curve {
  readonly label: string;
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly rows: readonly number[];
}

const within = (value: number, [least, most]: readonly [number, number]): number =>
  Math.min(most, Math.max(least, value));

/** Rows by their value, in ascending order of it. */
function grouped(
  rows: readonly number[],
  values: ArrayLike<number>,
): readonly (readonly [number, readonly number[]])[] {
  const found = new Map<number, number[]>();
  for (const row of rows) {
    const own = found.get(values[row]);
    if (own === undefined) found.set(values[row], [row]);
    else own.push(row);
  }
  return [...found].sort(([a], [b]) => a - b);
}

const numbersOf = (data: FigureData, table: string) => (name: string) => data.numbers(table, name).values;

/** Columns of parameters that vary although number of units and of patterns are the same: what tells networks apart. */
function telling(data: FigureData): readonly string[] {
  const of = numbersOf(data, CAPACITY);
  const [units, patterns] = [of('units'), of('patterns')];
  return axesOf(data.subject, CAPACITY).filter((axis) => {
    const seen = new Map<string, number>();
    return of(axis).some((value, row) => {
      const key = `${units[row]} ${patterns[row]}`;
      const before = seen.get(key);
      seen.set(key, value);
      return before !== undefined && before !== value;
    });
  });
}

/** Columns of numbers that a sweep varied, without those that only repeat. */
const axesOf = (subject: Subject, table: string): readonly string[] =>
  (tableOf(subject, table)?.columns ?? [])
    .filter(({ name, type }) => subject.axes.includes(name) && !['seed', 'replica'].includes(name) && type !== 'text')
    .map(({ name }) => name);

/** `K = 10`. */
function valueLabel({ subject }: FigureData, table: string, column: string, value: number): string {
  const symbol = tableOf(subject, table)?.columns.find(({ name }) => name === column)?.symbol;
  return `${symbol || spoken(column)} = ${numberWords(value)}`;
}

/** Curves of a rule: one for each number of units and, of the network, for each value of one parameter beside. */
function curvesOf(data: FigureData, rule: (typeof RULES)[number], by: string | undefined): readonly Curve[] {
  const words = data.words(CAPACITY, 'rule');
  const of = numbersOf(data, CAPACITY);
  const all = Array.from(words.keys()).filter((row) => words[row] === rule.rule);
  const sizes = grouped(all, of('units'));
  return sizes.flatMap(([units, rows]): readonly Curve[] => {
    const size = sizes.length > 1 ? `, N = ${units}` : '';
    const apart = by !== undefined && rule.rule === 'network' ? grouped(rows, of(by)) : [];
    if (by === undefined || apart.length < 2) return [{ label: `${rule.name}${size}`, colour: rule.colour, rows }];
    return apart.map(([value, own]) => ({
      label: `${rule.name}${size}, ${valueLabel(data, CAPACITY, by, value)}`,
      colour: rule.colour,
      rows: own,
    }));
  });
}

/** Means over the networks of a load. One network has the interval over its patterns, several that over networks. */
function pointsOf(data: FigureData, rows: readonly number[], column: string, range: readonly [number, number]) {
  const of = numbersOf(data, CAPACITY);
  const [y, low, high] = [column, `${column}_low`, `${column}_high`].map(of);
  return grouped(rows, of('load')).map(([x, own]): Point => {
    if (own.length === 1) return { x, y: y[own[0]], low: low[own[0]], high: high[own[0]] };
    const { mean = Number.NaN, half = 0 } = meanWithInterval(own.map((row) => y[row])) ?? {};
    return { x, y: mean, low: within(mean - half, range), high: within(mean + half, range) };
  });
}

function curveMarks({ label, colour, dash }: Curve, points: readonly Point[]): readonly Mark[] {
  const list = (of: keyof Point) => points.map((point) => point[of]);
  const [x, y] = [list('x'), list('y')];
  return [
    { kind: 'line', x, y, label, colour, ...(dash !== undefined && { dash }) },
    { kind: 'points', x, y, reach: { low: list('low'), high: list('high') }, label, colour },
  ];
}

/** Somewhat more than 0 to 1, so that points at the ends are whole. */
const SHARE_AXIS = { title: 'share retrieved', domain: [-0.03, 1.03] as const };
const SHARES = [0, 1] as const;
const OVERLAPS = [-1, 1] as const;
const THEORY_POINTS = 400;

/** The overlap of Hebb's rule in theory, up to its capacity. */
function theoryLine({ f }: FigureData): Mark {
  const x = Array.from({ length: THEORY_POINTS }, (_, at) => (HEBB_CAPACITY * at) / THEORY_POINTS).slice(1);
  const y = x.map((load) => hebbOverlap(load, f) ?? Number.NaN);
  return { kind: 'line', x: [0, ...x], y: [1, ...y], ...THEORY };
}

/** Its share in theory falls from all to none there. */
const LIMIT: Mark = { kind: 'rule', axis: 'x', at: HEBB_CAPACITY, ...THEORY };

/** `half of the patterns are retrieved up to: network 0.18, Hebb’s rule 0.19`, where curves fall that far. */
function halfNote(curves: readonly Curve[], sharesOf: (curve: Curve) => readonly Point[]): readonly string[] {
  const found = curves.flatMap((curve) => {
    const load = halfLoad(sharesOf(curve).map(({ x, y }) => ({ load: x, share: y })));
    return load === undefined ? [] : [`${curve.label} ${load.toPrecision(3)}`];
  });
  return found.length === 0 ? [] : [`half of the patterns are retrieved up to a load of: ${found.join('; ')}`];
}

const CAPACITY_COLUMNS = [
  'units',
  'patterns',
  'load',
  'overlap',
  'overlap_low',
  'overlap_high',
  'retrieved',
  'retrieved_low',
  'retrieved_high',
];

const CAPACITY_FIGURE: FigureDescription = {
  name: 'capacity',
  title: 'capacity',
  meaning: `share of patterns that are retrieved (overlap of at least ${RETRIEVED}) and mean overlap with the pattern against the load, by the network and, of the same patterns, by Hebb’s rule and the projection rule`,
  after: { analysis: 'capacity', kind: 'sweep' },
  needs: (subject) =>
    subject.kind === 'sweep' && hasColumns(subject, CAPACITY, ['rule', ...CAPACITY_COLUMNS])
      ? [{ kind: 'columns', table: CAPACITY, columns: ['rule', ...CAPACITY_COLUMNS, ...axesOf(subject, CAPACITY)] }]
      : undefined,
  draw(data) {
    const [by, ...others] = telling(data);
    const all = RULES.flatMap((rule) => curvesOf(data, rule, by).map((curve, at) => ({ ...curve, at })));
    const isDashed = all.some(({ at }) => at > 0);
    const curves = all.map(({ at, ...curve }) => (isDashed ? { ...curve, dash: DASHES[at % DASHES.length] } : curve));
    const marksOf = (column: string, range: readonly [number, number]) =>
      curves.flatMap((curve) => curveMarks(curve, pointsOf(data, curve.rows, column, range)));
    const load = { title: 'load α = patterns / units', hasZero: true };
    const panels: readonly Panel[] = [
      {
        share: 0.5,
        x: load,
        y: SHARE_AXIS,
        marks: [...marksOf('retrieved', SHARES), LIMIT],
      },
      {
        share: 0.5,
        x: load,
        y: { title: 'overlap m at the end', hasZero: true },
        marks: [...marksOf('overlap', OVERLAPS), theoryLine(data)],
      },
    ];
    const isRepeated = curves.some(({ rows }) =>
      grouped(rows, data.numbers(CAPACITY, 'load').values).some(([, own]) => own.length > 1),
    );
    const notes = [
      ...halfNote(curves, ({ rows }) => pointsOf(data, rows, 'retrieved', SHARES)),
      `bars: 95 % intervals over ${isRepeated ? 'networks' : 'patterns'}; theory is that of random patterns`,
      ...(others.length === 0 ? [] : [`${others.join(', ')} ${others.length > 1 ? 'vary' : 'varies'} too`]),
    ];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes });
  },
};

/** Patterns of one curve from which on shares are of those of like age. */
const MANY = 60;
/** Groups of a curve, and patterns of a group at least. */
const MOST_GROUPS = 8;
const LEAST = 8;

/** Rows in order of their age, in groups of equally many. */
function byAge(rows: readonly number[], ages: ArrayLike<number>): readonly (readonly number[])[] {
  const sorted = [...rows].sort((a, b) => ages[a] - ages[b]);
  const count = Math.max(1, Math.min(MOST_GROUPS, Math.floor(rows.length / LEAST)));
  return Array.from({ length: count }, (_, at) =>
    sorted.slice(Math.floor((at * sorted.length) / count), Math.floor(((at + 1) * sorted.length) / count)),
  );
}

const meanOf = (rows: readonly number[], values: ArrayLike<number>): number =>
  rows.reduce((sum, row) => sum + values[row], 0) / rows.length;

function agePoint(rows: readonly number[], ages: ArrayLike<number>, retrieved: ArrayLike<number>): Point {
  const y = meanOf(rows, retrieved);
  return { x: meanOf(rows, ages), y, ...wilsonInterval(y, rows.length) };
}

const RETENTION_COLUMNS = ['pattern', 'age', 'overlap', 'retrieved'];

/** Networks that are told apart. */
const MOST_CURVES = 5;

/** Rows with an age, of each rule; of a sweep that varied something those of the network, by what it varied first. */
function retentionCurves(data: FigureData, x: Float64Array): readonly Curve[] {
  const words = data.words(RETENTION, 'rule');
  const rowsOf = (wanted: string) =>
    Array.from(words.keys()).filter((row) => words[row] === wanted && Number.isFinite(x[row]));
  const [axis] = axesOf(data.subject, RETENTION);
  if (axis === undefined) return RULES.map(({ rule, name, colour }) => ({ label: name, colour, rows: rowsOf(rule) }));
  const values = grouped(rowsOf('network'), data.numbers(RETENTION, axis).values);
  const shown = spread(values.length, MOST_CURVES).map((at) => values[at]);
  const colours = categoryColours(shown.length);
  return shown.map(([value, rows], at) => ({
    label: valueLabel(data, RETENTION, axis, value),
    colour: colours[at],
    rows,
  }));
}

const RETENTION_FIGURE: FigureDescription = {
  name: 'retention',
  title: 'retention',
  meaning:
    'retrieval of each pattern against the time since it was shown last, by the network and, of the same patterns, by Hebb’s rule and the projection rule, which know no time',
  after: { analysis: 'capacity' },
  needs: (subject) =>
    hasColumns(subject, RETENTION, ['rule', ...RETENTION_COLUMNS])
      ? [{ kind: 'columns', table: RETENTION, columns: ['rule', ...RETENTION_COLUMNS, ...axesOf(subject, RETENTION)] }]
      : undefined,
  draw(data) {
    const of = numbersOf(data, RETENTION);
    const isKnown = of('age').some(Number.isFinite);
    const x = isKnown ? of('age') : of('pattern');
    const [overlap, retrieved] = [of('overlap'), of('retrieved')];
    const curves = retentionCurves(data, x).filter(({ rows }) => rows.length > 0);
    const isMany = curves.some(({ rows }) => rows.length > MANY);
    const axis = { title: isKnown ? 'steps since the pattern was shown last' : 'pattern', isWhole: !isKnown };
    const points = curves.map(({ label, colour, rows }): Mark => {
      const [xs, ys] = [x, overlap].map((values) => rows.map((row) => values[row]));
      return { kind: 'points', x: xs, y: ys, label, colour, opacity: 0.7 };
    });
    const shares = curves.flatMap((curve) =>
      curveMarks(
        curve,
        byAge(curve.rows, x).map((group) => agePoint(group, x, retrieved)),
      ),
    );
    const limit: Mark = { kind: 'rule', axis: 'y', at: RETRIEVED, colour: COLOURS.grey, dash: [2, 2] };
    const panels: readonly Panel[] = [
      ...(isMany ? [{ share: 0.45, x: axis, y: SHARE_AXIS, marks: shares }] : []),
      { share: 0.45, x: axis, y: { title: 'overlap m at the end' }, marks: [limit, ...points] },
    ];
    const [varied] = axesOf(data.subject, RETENTION);
    const notes = [
      `retrieved: an overlap of at least ${RETRIEVED}`,
      ...(varied === undefined ? [] : ['by the network alone']),
      ...(isMany ? ['shares are of groups of equally many patterns, with 95 % intervals'] : []),
      ...(isKnown ? [] : ['how long ago patterns were shown was not recorded']),
    ];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes });
  },
};

/** Of runs that were analysed, and of sweeps. */
export const RETRIEVAL_FIGURES: readonly FigureDescription[] = [CAPACITY_FIGURE, RETENTION_FIGURE];
