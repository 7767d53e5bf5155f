/** Every part of a figure on the values at which drawings break: each is a picture with something to see, says that there is nothing, or is refused. */
import { describe, expect, it } from 'vitest';
import { render } from '../../src/draw/render.js';
import { boxPanel, dotPanel } from '../../src/figure/box-plot.js';
import { cellPanel } from '../../src/figure/cell-map.js';
import { contour } from '../../src/figure/contours.js';
import { autocorrelationPanel, histogramPanel, quantilePanel } from '../../src/figure/distribution.js';
import { galleryPanel } from '../../src/figure/gallery.js';
import { graphPanel } from '../../src/figure/graph.js';
import { courseOfRows, coursePanel, linesPanel, mapOf, matrixPanel, spectrumPanel } from '../../src/figure/heat-map.js';
import { type Panel, panelFigure } from '../../src/figure/panels.js';
import { rasterRows } from '../../src/figure/raster.js';
import { rangeOf } from '../../src/figure/reduce.js';
import { DEFAULT_SIZE } from '../../src/figure/size.js';
import type { Channel, Datum, Layer, Spec, View } from '../../src/figure/spec.js';
import { about, dataOf, shownViews } from './data.js';

const NONE = Number.NaN;
const INFINITE = Number.POSITIVE_INFINITY;
const nine = (value: number): readonly number[] => new Array(9).fill(value);

/** What becomes of nine values, or fewer. */
const CASES = {
  empty: [],
  'nothing but gaps': nine(NONE),
  'nothing but infinities': [INFINITE, -INFINITE, ...nine(INFINITE).slice(2)],
  'one value': [3],
  'one gap': [NONE],
  constant: nine(5),
  zero: nine(0),
  'some gaps': [1, NONE, 3, 4, NONE, 2, 8, NONE, 9],
  'some infinities': [1, INFINITE, 2, -INFINITE, 3, 4, 5, 6, 7],
  huge: [1e300, -1e300, 5e299, 1, 0, 1e300, 2e299, 3e299, -1e299],
  tiny: [1e-300, 2e-300, 3e-300, 5e-301, 0, 1e-300, 2e-300, 3e-300, 4e-300],
  'below any scale': [5e-324, 1e-323, 2e-323, 5e-324, 0, 1e-323, 2e-323, 3e-323, 4e-323],
  'of all sizes and signs': [-3, 1e-9, 200, -1e6, 0, 5, 1e6, 2, -7],
  'equal up to rounding': nine(1).map((one, i) => one + i * 1e-16),
} as const;
type Case = keyof typeof CASES;

const places = (values: readonly number[]): readonly number[] => values.map((_, i) => i);
const squareOf = (values: readonly number[]) => {
  const n = Math.floor(Math.sqrt(values.length));
  return { ...about('J'), shape: [n, n], values: Float64Array.from(values), axes: ['i', 'j'] };
};
const courseOf = (values: readonly number[]) => {
  const row = Float64Array.from(values);
  return courseOfRows(about('m'), { ...about('time'), values: Float64Array.from(places(values)) }, [row, row], 'unit');
};
const panel = (...marks: Panel['marks']): Panel => ({ share: 0.5, x: { title: 'x' }, y: { title: 'y' }, marks });
const { f } = dataOf({});
const groups = (values: readonly number[]) => ({ groups: [{ label: 'a', values }], x: 'group', y: { title: 'v' } });

type Make = (values: readonly number[]) => readonly (Panel | readonly Panel[])[];

/** Parts that show their values as they are. */
const PARTS: { readonly [part: string]: Make } = {
  line: (y) => [panel({ kind: 'line', x: places(y), y })],
  points: (y) => [panel({ kind: 'points', x: places(y), y, error: y.map(Math.abs) })],
  'coloured points': (values) => [
    panel({
      kind: 'points',
      x: places(values),
      y: places(values),
      coloured: { values, title: 'c', ...mapOf(rangeOf(values)), range: ['#000000', '#ffffff'] },
    }),
  ],
  band: (high) => [panel({ kind: 'band', x: places(high), low: high.map((value) => value / 2), high })],
  bars: (height) => [panel({ kind: 'bars', from: places(height), to: places(height).map((at) => at + 1), height })],
  'bars across': (height) => [
    panel({ kind: 'bars', from: places(height), to: places(height).map((at) => at + 1), height, isAcross: true }),
  ],
  segments: (y) => [panel({ kind: 'segments', x: [places(y), places(y)], y: [y, y.map((value) => value / 2)] })],
  words: (y) => [panel({ kind: 'words', x: places(y), y, text: y.map(() => 'word') })],
  lines: (values) => [linesPanel(courseOf(values)).panel],
  'a course': (values) => [coursePanel(courseOf(values)).panel],
  'a matrix with its spectrum': (values) => {
    const { panel: matrix } = matrixPanel(squareOf(values));
    const spectrum = spectrumPanel(squareOf(values));
    return spectrum === undefined ? [matrix] : [[matrix, spectrum]];
  },
  'a map of cells': (values) => [
    cellPanel({
      values,
      x: { title: 'a', labels: values.map(String) },
      y: { title: 'b', labels: values.length === 0 ? [] : ['row'] },
      title: 'c',
      written: String,
    }),
  ],
  'a histogram': (values) => [histogramPanel(Float64Array.from(values), f, { title: 'v', withNormal: true })],
  'a box plot': (values) => [boxPanel(groups(values))],
  'a dot plot': (values) => [dotPanel(groups(values))],
};

/** Parts that show something else of their values, or what belongs to them, whatever they are. */
const OTHERS: { readonly [part: string]: Make } = {
  quantiles: (values) => [quantilePanel(Float64Array.from(values), f)],
  'an autocorrelation': (values) => [autocorrelationPanel(Float64Array.from(values), 5, 'C')],
  contours: (values) => {
    const { shape, values: cells } = squareOf(values);
    return [panel({ kind: 'segments', ...contour({ values: cells, rows: shape[0], columns: shape[1] }, 2) })];
  },
  'a rule alone': ([at = NONE]) => [panel({ kind: 'rule', axis: 'y', at })],
  'a graph': (values) => [
    graphPanel(
      {
        nodes: values.map((_, i) => ({ label: `node ${i}` })),
        edges: values.map((weight, from) => ({ from, to: (from + 1) % values.length, weight })),
        weight: about('w'),
      },
      DEFAULT_SIZE,
    ),
  ],
  'a gallery': (values) => [
    galleryPanel(
      {
        groups: [{ images: values.length === 0 ? [] : [{ values, label: 'one' }], colours: mapOf(rangeOf(values)) }],
        sides: [1, values.length],
        aRow: 3,
      },
      DEFAULT_SIZE,
    ),
  ],
  'a raster': (rates) =>
    rasterRows({
      populations: [{ name: 'a', steps: places(rates), units: places(rates), rates }],
      steps: [0, 9],
      changes: [3],
      x: 'step',
      unit: 'Hz',
    }),
};

const figureOf = (make: Make, values: readonly number[], log = { x: false, y: false }) =>
  panelFigure(dataOf({ log }), { title: 'a', meaning: 'b', panels: make(values) });

const channels = (layer: Layer): readonly Channel[] => Object.values(layer.encoding).flat() as readonly Channel[];
const isWritten = ({ data }: Layer): boolean => data?.values.some(({ text }) => text === 'no values') === true;

/** Whether a row of a layer has a number wherever one stands on an axis. */
const isDrawn = (layer: Layer): boolean => {
  const fields = channels(layer).flatMap(({ field, type, scale }) =>
    field !== undefined && type === 'quantitative' && scale !== null ? [field] : [],
  );
  const isWhole = (row: Datum): boolean => fields.every((field) => typeof (row[field] ?? null) === 'number');
  return !isWritten(layer) && layer.data?.values.some(isWhole) === true;
};

const isEmpty = (view: View): boolean => view.layer.some(isWritten);

/** Has the axes of a view looked at: ends that are numbers, upwards, above 0 where they are logarithmic. */
function checkAxes({ layer }: View): void {
  for (const { scale } of layer.flatMap(channels)) {
    const ends = scale?.domain as readonly (number | string)[] | undefined;
    if (ends === undefined || typeof ends[0] !== 'number') continue;
    expect(ends.every(Number.isFinite)).toBe(true);
    expect(Number(ends[1])).toBeGreaterThan(Number(ends[0]));
    if (scale?.type === 'log') expect(ends[0]).toBeGreaterThan(0);
  }
}

/** Whether each panel has something to see; where it says that there is nothing, only the field of a picture. */
function seenIn(spec: Spec): readonly boolean[] {
  const views = shownViews(spec);
  views.forEach(checkAxes);
  return views.map((view) => {
    const drawn = view.layer.filter(isDrawn).filter(({ mark }) => !isEmpty(view) || mark.type !== 'image');
    expect(drawn.length > 0).toBe(!isEmpty(view));
    return drawn.length > 0;
  });
}

const NOTHING: readonly Case[] = ['empty', 'nothing but gaps', 'nothing but infinities', 'one gap'];

describe.each(Object.entries(PARTS))('%s', (_, make) => {
  it.each(Object.keys(CASES) as Case[])('of values that are %s', (name) => {
    const seen = seenIn(figureOf(make, CASES[name]).spec);
    expect(seen.every((is) => is !== NOTHING.includes(name))).toBe(true);
  });

  it('of values that no scale can hold is refused', () => {
    const refused = () => figureOf(make, [-1.7e308, 1.7e308, 0, 1, 2, 3, 4, 5, 6]);
    expect(refused).toThrow(/values from -1\.7e\+308 to 1\.7e\+308 are too far apart for a scale/);
  });
});

describe.each(['line', 'points', 'segments', 'bars', 'bars across'])('%s on a logarithmic axis', (part) => {
  const log = part === 'bars across' ? { x: true, y: false } : { x: false, y: true };

  it.each(Object.keys(CASES) as Case[])('of values that are %s', (name) => {
    const finite = CASES[name].filter(Number.isFinite);
    const above = finite.filter((value) => value > 1e-305);
    const make = () => figureOf(PARTS[part], CASES[name], log);
    if (finite.length > 0 && above.length === 0) return expect(make).toThrow(/^--log [xy]: [xy] has no value above 0$/);
    const { spec, caption } = make();
    expect(seenIn(spec)).toEqual([above.length > 0]);
    const [{ encoding }] = shownViews(spec)[0].layer;
    expect((encoding[log.x ? 'x' : 'y'] as Channel).scale?.type).toBe('log');
    expect(caption.includes('no place on a logarithmic axis')).toBe(above.length < finite.length);
  });
});

describe.each(Object.entries(OTHERS))('%s', (_, make) => {
  it.each(Object.keys(CASES) as Case[])('of values that are %s', (name) => {
    expect(seenIn(figureOf(make, CASES[name]).spec).length).toBeGreaterThan(0);
  });
});

describe('what there is not', () => {
  it('is not said in numbers: an axis without values is blank, and one with values has them', () => {
    const [view] = shownViews(figureOf(PARTS.line, nine(NONE)).spec);
    const { x, y } = view.layer[0].encoding as { readonly [axis: string]: Channel };
    expect(y.axis).toMatchObject({ labels: false, ticks: false });
    expect(x.axis).not.toHaveProperty('labels');
    expect(x.scale?.domain).toEqual([0, 8]);
    expect(view.layer[0].data?.values).toEqual([{ x: 4, y: 0.5, text: 'no values' }]);
  });

  it('has no scale of colours', () => {
    const [view] = shownViews(figureOf(PARTS['a course'], nine(NONE)).spec);
    expect(view.layer.map(({ mark }) => mark.type)).toEqual(['image', 'text']);
    expect(JSON.stringify(view)).not.toContain('gradientLength');
  });

  it('makes an axis linear that nobody asked to be logarithmic', () => {
    const zeros: Panel = { ...PARTS.line(nine(0))[0], y: { title: 'y', isLog: true } } as Panel;
    const [view] = shownViews(figureOf(() => [zeros], []).spec);
    expect((view.layer[0].encoding.y as Channel).scale).toMatchObject({ domain: [-1, 1], zero: false });
  });
});

describe('sizes in units of an axis', () => {
  it('keep it linear', () => {
    const discs: Panel = {
      share: 1,
      x: { title: 'x', domain: [-1, 1] },
      y: { title: 'y', domain: [-1, 1] },
      marks: [{ kind: 'discs', x: [0.5], y: [0.5], radius: [0.2] }],
    };
    const [view] = shownViews(figureOf(() => [discs], [], { x: true, y: true }).spec);
    expect((view.layer[0].encoding.x as Channel).scale).toMatchObject({ domain: [-1, 1], zero: false });
  });
});

describe('bars on a logarithmic axis', () => {
  it('begin below the least of them, and those of no height are left out', () => {
    const { spec, caption } = figureOf(PARTS.bars, [8, 0, 4], { x: false, y: true });
    expect(shownViews(spec)[0].layer[0].data?.values).toEqual([
      { from: 0, to: 1, height: 8, base: 2 },
      { from: 1, to: 2, height: null, base: 2 },
      { from: 2, to: 3, height: 4, base: 2 },
    ]);
    expect(caption).toContain('1 of 3 values of y are not above 0 and have no place on a logarithmic axis');
  });

  it.each([
    { lowest: 0.5, base: 0.5 },
    { lowest: 3, base: 2 },
  ])('begin as low as a curve beside them that comes down to $lowest', ({ lowest, base }) => {
    const curve = { kind: 'line', x: [0, 1], y: [9, lowest] } as const;
    const make: typeof PARTS.bars = (height) =>
      PARTS.bars(height).map((bars) => ('marks' in bars ? { ...bars, marks: [...bars.marks, curve] } : bars));
    const { spec } = figureOf(make, [8, 4], { x: false, y: true });
    const bars = shownViews(spec)[0].layer.find(({ data }) => data?.values.some((row) => 'base' in row));
    expect(bars?.data?.values).toMatchObject([{ base }, { base }]);
  });
});

/** Texts of a drawing, without its title. */
const textsOf = (svg: string): readonly string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);

describe('drawings', () => {
  it.each<readonly [Case, readonly string[]]>([
    ['empty', ['no values']],
    ['one value', ['3.0', '0']],
    ['huge', ['1e+300', '−1e+300']],
    ['tiny', ['1e-300', '4e-300']],
    ['below any scale', ['0.0', '−1.0']],
    ['some gaps', ['−8', 'normal law']],
  ])('of values that are %s have real numbers at their axes', async (name, texts) => {
    const parts = [PARTS.line, PARTS['a matrix with its spectrum'], PARTS['a histogram'], OTHERS['a graph']];
    const { svg, width } = await render(
      figureOf((values) => parts.flatMap((make) => make(values)), CASES[name]).spec,
      DEFAULT_SIZE,
    );
    expect(textsOf(svg)).toEqual(expect.arrayContaining([...texts]));
    expect(svg).not.toMatch(/NaN|Infinity|undefined|0\.000000000/);
    expect(width).toBe(DEFAULT_SIZE.width);
  });

  it('of words in any letters keep them and the width', async () => {
    const long = 'ein sehr langes Wort mit Ümläuten, 日本語, emoji 🧠 & <Zeichen> '.repeat(3);
    const words = { ...panel({ kind: 'line', x: [0, 1], y: [0, 1], label: long }), title: long, x: { title: long } };
    const { svg, width } = await render(figureOf(() => [words], []).spec, DEFAULT_SIZE);
    expect(width).toBe(DEFAULT_SIZE.width);
    expect(svg).toContain('日本語');
    expect(svg).toContain('&lt;Zeichen&gt;');
  });
});
