/** Figures of what `msm analyse --analysis retrieval` left, as published: how noisy copies of a pattern end, and how they come there, in the four passes. */
import { rowsBy } from '../../analysis/rows-by.js';
import { type FigureData, type FigureDescription, hasColumns, type Subject } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { COLOURS, colourTable, hexOf } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { inPairs, panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords } from '../../figure/text.js';
import { RETRIEVED } from '../analyses/retrieval-curves.js';

const [FINAL, COURSE] = ['analysis/retrieval', 'analysis/retrieval_course'];

/** The four passes, two by two. */
const PASSES = [
  { couplings: 'event', from: 'target', matrix: 'J' },
  { couplings: 'event', from: 'another', matrix: 'J' },
  { couplings: 'hebbian', from: 'target', matrix: 'H' },
  { couplings: 'hebbian', from: 'another', matrix: 'H' },
] as const;

/** Columns of both tables, and words among them. */
const COLUMNS = ['event', 'step', 'started_from', 'r', 'overlap', 'low', 'high'];
const WORDS = ['couplings', 'from'];

const needing =
  (table: string, ...more: readonly string[]) =>
  (subject: Subject) => {
    const columns = [...COLUMNS, ...WORDS, ...more];
    return subject.kind === 'run' && hasColumns(subject, table, columns)
      ? [{ kind: 'columns', table, columns } as const]
      : undefined;
  };

/** The rows of one state, of which each pass has some. */
interface Shown {
  readonly of: (column: string) => Float64Array;
  readonly passes: readonly { readonly pass: (typeof PASSES)[number]; readonly rows: readonly number[] }[];
  /** Which state, and how many others there are. */
  readonly note: string;
}

/** The last state of a run (event 0), else its last large deviation. */
function shownOf(data: FigureData, table: string): Shown {
  const of = (column: string): Float64Array => data.numbers(table, column).values;
  const [couplings, from] = WORDS.map((column) => data.words(table, column));
  const [event, step] = ['event', 'step'].map(of);
  const events = [...new Set(event)];
  const shown = events.includes(0) ? 0 : Math.max(...events);
  const rows = Array.from(event.keys()).filter((row) => event[row] === shown);
  const state = shown === 0 ? 'the last state' : `large deviation ${shown}`;
  const others = events.length - 1;
  const more = others === 0 ? '' : `; the table has ${others} more ${others === 1 ? 'state' : 'states'}`;
  return {
    of,
    passes: PASSES.map((pass) => ({
      pass,
      rows: rows.filter((row) => couplings[row] === pass.couplings && from[row] === pass.from),
    })),
    note: `of ${state} (step ${step[rows[0]]})${more}`,
  };
}

/** The four panels; `marksOf` gives the marks of a pass, which have labels in the first row only, where the legend is. */
function passPanels({ of, passes }: Shown, x: Panel['x'], marksOf: (rows: readonly number[]) => readonly Mark[]) {
  const all = passes.flatMap(({ rows }) => rows.flatMap((row) => [of('low')[row], of('high')[row]]));
  const [low, high] = rangeOf([...all, RETRIEVED, 1]);
  const margin = 0.05 * (high - low);
  const panels = passes.map(({ pass: { matrix }, rows }, at): Panel => {
    const marks = marksOf(rows);
    const dashed: Mark = { kind: 'rule', axis: 'y', at: RETRIEVED, colour: COLOURS.grey, dash: [4, 3] };
    return {
      share: 0.75,
      title: `${matrix}, pattern ${of('started_from')[rows[0]]}`,
      x: at < 2 ? { ...x, title: null } : x,
      y: { title: at % 2 === 0 ? 'overlap m' : null, domain: [low - margin, high + margin] },
      marks: [dashed, ...(at < 2 ? marks : marks.map((mark) => ({ ...mark, label: undefined }) as Mark))],
    };
  });
  return inPairs(panels);
}

const PLACES =
  'left: copies of the pattern nearest to the state, right: of the farthest; above: with its couplings J, below: with the Hebbian matrix H';
const DASHED = `dashed: an overlap of ${RETRIEVED}, which counts as retrieved`;
const INTERVALS = '95 % intervals of the means over the copies';

/** Rows by their number in a column, in ascending order of it. */
const groupsBy = (rows: readonly number[], values: Float64Array): readonly (readonly [number, readonly number[]])[] =>
  [...rowsBy(values, rows)].sort(([a], [b]) => a - b);

const FINAL_OVERLAPS: FigureDescription = {
  name: 'retrieval',
  title: 'retrieval from noisy copies',
  meaning:
    'overlaps with all patterns at the end against the noise of the copies at the start, of which a share (1 + r)/2 of the signs is right; couplings of the state or the Hebbian matrix, copies of the pattern that is nearest to the state or farthest from it',
  after: { analysis: 'retrieval', kind: 'run' },
  needs: needing(FINAL, 'pattern'),
  draw(data) {
    const shown = shownOf(data, FINAL);
    const of = shown.of;
    const marksOf = (rows: readonly number[]): readonly Mark[] => {
      const own = of('started_from')[rows[0]];
      // its own last, so that it lies on top
      const groups = [...groupsBy(rows, of('pattern'))].sort(([a], [b]) => Number(a === own) - Number(b === own));
      return groups.flatMap(([pattern, some]): readonly Mark[] => {
        const isOwn = pattern === own;
        const [x, y, low, high] = ['r', 'overlap', 'low', 'high'].map((column) => some.map((row) => of(column)[row]));
        const label = isOwn ? 'pattern of the copies' : 'others';
        const colour = isOwn ? COLOURS.blue : COLOURS.orange;
        return [
          { kind: 'line', x, y, label, colour },
          { kind: 'points', x, y, reach: { low, high }, label, colour },
        ];
      });
    };
    const x = { title: 'r at the start', domain: [-0.03, 1.03] as const };
    const { title, meaning } = this;
    const notes = [shown.note, PLACES, `bars: ${INTERVALS}; ${DASHED}`];
    return panelFigure(data, { title, meaning, panels: passPanels(shown, x, marksOf), notes });
  },
};

const OVERLAP_COURSES: FigureDescription = {
  name: 'retrieval_course',
  title: 'noisy copies on their way',
  meaning:
    'mean overlap with the pattern of the copies at each record, at up to seven levels of noise; couplings of the state or the Hebbian matrix, copies of the pattern that is nearest to the state or farthest from it',
  after: { analysis: 'retrieval', kind: 'run' },
  needs: needing(COURSE, 'record'),
  draw(data) {
    const shown = shownOf(data, COURSE);
    const of = shown.of;
    const marksOf = (rows: readonly number[]): readonly Mark[] => {
      const groups = groupsBy(rows, of('r'));
      const colours = colourTable('viridis', groups.length + 1).map(hexOf);
      return groups.flatMap(([r, some], at): readonly Mark[] => {
        const [x, y, low, high] = ['record', 'overlap', 'low', 'high'].map((column) =>
          some.map((row) => of(column)[row]),
        );
        const shared = { label: `r = ${numberWords(r)}`, colour: colours[at] };
        return [
          { kind: 'band', x, low, high, ...shared },
          { kind: 'line', x, y, ...shared },
        ];
      });
    };
    const { title, meaning } = this;
    const notes = [shown.note, PLACES, `bands: ${INTERVALS}; ${DASHED}`];
    return panelFigure(data, { title, meaning, panels: passPanels(shown, { title: 'record' }, marksOf), notes });
  },
};

export const PASS_FIGURES: readonly FigureDescription[] = [FINAL_OVERLAPS, OVERLAP_COURSES];
