import { describe, expect, it } from 'vitest';
import type { FigureData, FigureDescription } from '../../../src/figure/figure.js';
import { type Channel, type View, viewsOf } from '../../../src/figure/spec.js';
import { PASS_FIGURES } from '../../../src/model/hebbian/pass-figures.js';
import { about, dataOf } from '../../figure/data.js';

const [FINAL, COURSE] = PASS_FIGURES;

interface Row {
  readonly [column: string]: number | string;
}

const PASSES = [
  ['event', 'target', 3],
  ['event', 'another', 1],
  ['hebbian', 'target', 3],
  ['hebbian', 'another', 1],
] as const;

/** Rows of all passes of some states; the overlap tells state, pass and row. */
const rowsOf = (events: readonly number[], of: (pass: number) => readonly Row[]): readonly Row[] =>
  events.flatMap((event) =>
    PASSES.flatMap(([couplings, from, started], pass) =>
      of(pass).map((row, at) => {
        const overlap = (100 * event + 10 * pass + at) / 1000;
        const common = { event, step: 50 * (event + 1), couplings, from, started_from: started };
        return { ...common, overlap, low: overlap - 0.125, high: overlap + 0.0625, ...row };
      }),
    ),
  );

function given(table: string, rows: readonly Row[]): FigureData {
  const names = Object.keys(rows[0]);
  const isWord = (name: string): boolean => typeof rows[0][name] === 'string';
  const columns = names.map((name) => about(name, { type: isWord(name) ? 'text' : 'f64' }));
  const list = (name: string) => rows.map((row) => row[name]);
  return dataOf({
    subject: { tables: [{ name: table, nRows: rows.length, columns }] },
    columns,
    words: Object.fromEntries(names.filter(isWord).map((name) => [name, list(name) as string[]])),
    numbers: Object.fromEntries(names.filter((name) => !isWord(name)).map((name) => [name, list(name) as number[]])),
  });
}

/** Two levels of noise and the overlaps with three patterns at each. */
const FINAL_ROWS = (): readonly Row[] => [0.5, 1].flatMap((r) => [1, 2, 3].map((pattern) => ({ r, pattern })));
/** Two levels, two records each. */
const COURSE_ROWS = (): readonly Row[] => [0, 0.5].flatMap((r) => [0, 1].map((record) => ({ r, record })));

const viewsIn = (figure: FigureDescription, data: FigureData): readonly View[] =>
  figure.draw(data).spec.vconcat.flatMap(viewsOf);
const subtitle = (figure: FigureDescription, data: FigureData): string =>
  (figure.draw(data).spec.title as { readonly subtitle: readonly string[] }).subtitle.join(' ');
const labelOf = ({ transform }: View['layer'][number]): string =>
  String(transform?.[0]?.calculate ?? '').replaceAll('"', '');
const linesIn = ({ layer }: View) => layer.filter(({ mark }) => mark.type === 'line');
const pointsOf = (one: View['layer'][number]) => one.data?.values.map(({ x, y }) => [x, y]);

describe('the figure of retrieval', () => {
  const data = given('analysis/retrieval', rowsOf([1, 2, 0], FINAL_ROWS));
  const views = viewsIn(FINAL, data);

  it('has a panel for each pass, named by couplings and pattern, on one scale', () => {
    expect(views.map(({ title }) => title)).toEqual(['J, pattern 3', 'J, pattern 1', 'H, pattern 3', 'H, pattern 1']);
    const domains = views.map(({ layer }) => (layer[0].encoding.y as Channel).scale?.domain);
    expect(new Set(domains.map((domain) => JSON.stringify(domain))).size).toBe(1);
  });

  it('has a line for each pattern, that of the copies apart and on top, with the numbers of its own pass', () => {
    expect(linesIn(views[0]).map(labelOf)).toEqual(['others', 'others', 'pattern of the copies']);
    // rows 2 and 5 of a pass are of pattern 3, rows 0 and 3 of pattern 1
    expect(pointsOf(linesIn(views[0])[2])).toEqual([
      [0.5, 0.002],
      [1, 0.005],
    ]);
    expect(pointsOf(linesIn(views[1])[2])).toEqual([
      [0.5, 0.01],
      [1, 0.013],
    ]);
    expect(pointsOf(linesIn(views[3])[2])?.map(([, y]) => Number(y).toFixed(3))).toEqual(['0.030', '0.033']);
  });

  it('has bars to both ends of the interval, and a line from which on a pattern counts as retrieved', () => {
    const bars = views[0].layer.filter(({ mark, encoding }) => mark.type === 'rule' && 'y2' in encoding);
    const [, , own] = bars.map(({ data: { values } = { values: [] } }) => values.map(({ low, high }) => [low, high]));
    expect(own[0].map((value) => Number(value).toFixed(3))).toEqual(['-0.123', '0.065']);
    const rules = views[0].layer.filter(({ mark, encoding }) => mark.type === 'rule' && !('y2' in encoding));
    expect(rules.map(({ data: { values } = { values: [] } }) => values)).toEqual([[{ at: 0.9 }]]);
  });

  it('is of the last state, else of the last large deviation, and says how many others there are', () => {
    expect(subtitle(FINAL, data)).toContain('of the last state (step 50); the table has 2 more states');
    const events = given('analysis/retrieval', rowsOf([1, 2], FINAL_ROWS));
    expect(subtitle(FINAL, events)).toContain('of large deviation 2 (step 150); the table has 1 more state');
    expect(subtitle(FINAL, given('analysis/retrieval', rowsOf([0], FINAL_ROWS)))).not.toContain('more state');
  });

  it('is there where the analysis left its table', () => {
    expect(FINAL.needs(data.subject)).toHaveLength(1);
    expect(FINAL.needs({ ...data.subject, tables: [] })).toBeUndefined();
    expect(FINAL.needs({ ...data.subject, kind: 'sweep' })).toBeUndefined();
    expect(COURSE.needs(data.subject)).toBeUndefined();
  });
});

describe('the figure of courses', () => {
  const views = viewsIn(COURSE, given('analysis/retrieval_course', rowsOf([0], COURSE_ROWS)));

  it('has a line and a band for each level of noise, in the same colours in all panels', () => {
    expect(linesIn(views[0]).map(labelOf)).toEqual(['r = 0', 'r = 0.5']);
    expect(pointsOf(linesIn(views[1])[1])).toEqual([
      [0, 0.012],
      [1, 0.013],
    ]);
    const bands = views[0].layer.filter(({ mark }) => mark.type === 'area');
    expect(bands[0].data?.values.map(({ low, high }) => [low, high])).toEqual([
      [-0.125, 0.0625],
      [-0.124, 0.0635],
    ]);
    const { scale } = linesIn(views[0])[0].encoding.color as Channel;
    const { value } = linesIn(views[2])[0].encoding.color as { readonly value?: string };
    expect(scale?.range).toEqual([value, expect.any(String)]);
  });
});
