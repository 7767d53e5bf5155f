import { describe, expect, it } from 'vitest';
import { inPairs, type Panel, panelFigure } from '../../src/figure/panels.js';
import { DEFAULT_SIZE, pixelsOfMm } from '../../src/figure/size.js';
import { type Channel, type Spec, type View, viewsOf } from '../../src/figure/spec.js';
import { printed } from '../../src/figure/text.js';
import { dataOf, shownViews } from './data.js';

const LINE = { kind: 'line', x: [0, 1, 2], y: [1, Number.NaN, 3] } as const;
const PANEL: Panel = { share: 0.5, x: { title: 'time t' }, y: { title: 'S' }, marks: [LINE] };

const figure = (...panels: readonly Panel[]) =>
  panelFigure(dataOf({}), { title: 'a line', meaning: 'what it shows', panels, notes: ['a note'] });

const views = (spec: Spec): readonly View[] => spec.vconcat.flatMap(viewsOf);
const channel = (view: View, name: string, layer = 0): Channel => view.layer[layer].encoding[name] as Channel;

describe('panelFigure', () => {
  it('has titles of axes, values, and nothing for what is not a number', () => {
    const [view] = views(figure(PANEL).spec);
    expect([channel(view, 'x').title, channel(view, 'y').title]).toEqual(['time t', 'S']);
    expect(view.layer[0].data?.values).toEqual([
      { x: 0, y: 1 },
      { x: 1, y: null },
      { x: 2, y: 3 },
    ]);
  });

  it('says in title and caption what it is of', () => {
    const { spec, caption } = figure(PANEL);
    expect(spec.title).toEqual({ text: ['A line'], subtitle: ['a note', 'walk: N = 3; seed 7; run abcdef012345'] });
    expect(caption).toBe(
      `A line. What it shows. A note. Walk. Parameters: N = 3, eta = 0.1. Seed 7. Identity ${'abcdef0123456789'.repeat(4)}.`,
    );
    expect(spec.usermeta).toMatchObject({ caption, seed: 7, title: 'a line' });
  });

  it('puts values that are all the same into the middle of the axis', () => {
    const [view] = views(figure({ ...PANEL, marks: [{ ...LINE, y: [5, 5, 5] }] }).spec);
    expect(channel(view, 'y').scale?.domain).toEqual([4.5, 5.5]);
  });

  it('marks points that have none beside them, which a line would not show', () => {
    const gaps = {
      kind: 'line',
      x: [0, 1, 2, 3, 4, 5, 6],
      y: [1, Number.NaN, 3, 4, Number.NaN, 5, Number.NaN],
    } as const;
    const { layer } = views(figure({ ...PANEL, marks: [gaps] }).spec)[0];
    expect(layer.map(({ mark }) => mark.type)).toEqual(['line', 'point']);
    expect(layer[1].data?.values).toEqual([
      { x: 0, y: 1 },
      { x: 5, y: 5 },
    ]);
  });

  it('marks a single point, which a line would not show', () => {
    const [view] = views(figure({ ...PANEL, marks: [{ ...LINE, x: [1], y: [2] }] }).spec);
    expect(view.layer.map(({ mark }) => mark.type)).toEqual(['line', 'point']);
  });

  it('writes some of many words at an axis, or all of them, upright if they are turned', () => {
    const labels = Array.from({ length: 20 }, (_, i) => `w${i}`);
    const axisOf = (x: object) =>
      channel(views(figure({ ...PANEL, x: { title: '', labels, ...x } }).spec)[0], 'x').axis;
    expect(axisOf({})).toMatchObject({ values: [0, 2, 4, 6, 8, 10, 12, 14, 16, 18] });
    expect(axisOf({})).not.toHaveProperty('labelOverlap');
    const all = axisOf({ hasAllLabels: true, isTurned: true });
    expect(all).toMatchObject({ values: labels.map((_, i) => i), labelOverlap: false, labelAngle: -90 });
  });

  it('says that there are no values', () => {
    const [view] = views(figure({ ...PANEL, marks: [{ ...LINE, x: [0, 1], y: [Number.NaN, Number.NaN] }] }).spec);
    expect(view.layer[0].data?.values).toEqual([{ x: 0.5, y: 0.5, text: 'no values' }]);
  });

  it('has a legend with the colours and dashes of its labels, each once, and the band below the line', () => {
    const band = { kind: 'band', x: [0, 1], low: [0, 1], high: [1, 2], label: 'theory', colour: '#d55e00' } as const;
    const marks = [{ ...LINE, label: 'run' }, { ...LINE, label: 'theory', colour: '#d55e00', dash: [4, 2] }, band];
    const [view] = views(figure({ ...PANEL, marks }).spec);
    expect(view.layer.map(({ mark }) => mark.type)).toEqual(['area', 'line', 'point', 'line', 'point']);
    expect(channel(view, 'color', 1).scale).toEqual({ domain: ['run', 'theory'], range: ['#0072b2', '#d55e00'] });
    expect(channel(view, 'strokeDash', 1).scale?.range).toEqual([
      [1, 0],
      [4, 2],
    ]);
    expect(view.layer[1].transform).toEqual([{ calculate: '"run"', as: 'label' }]);
  });

  it('draws error bars from below to above their point', () => {
    const marks = [{ kind: 'points', x: [1, 2], y: [5, 6], error: [1, Number.NaN] }] as const;
    const [view] = views(figure({ ...PANEL, marks }).spec);
    expect(view.layer.map(({ mark }) => mark.type)).toEqual(['rule', 'point']);
    expect(view.layer[0].data?.values).toEqual([{ x: 1, low: 4, high: 6 }]);
  });

  it('draws error bars between ends that are not as far to both sides, and above 0 on a logarithmic axis', () => {
    const reach = { low: [4, -1], high: [7, 9] };
    const marks = [{ kind: 'points', x: [1, 2], y: [5, 6], reach }] as const;
    const [view] = views(figure({ ...PANEL, marks }).spec);
    expect(view.layer[0].data?.values).toEqual([
      { x: 1, low: 4, high: 7 },
      { x: 2, low: -1, high: 9 },
    ]);
    const [onLog] = views(figure({ ...PANEL, y: { title: 'S', isLog: true }, marks }).spec);
    expect(onLog.layer[0].data?.values).toEqual([{ x: 1, low: 4, high: 7 }]);
    expect(onLog.layer[1].data?.values).toHaveLength(2);
  });

  it('draws bars from where they begin, and to the right of the y axis', () => {
    const bars = { kind: 'bars', from: [0], to: [1], height: [3] } as const;
    const [up] = views(figure({ ...PANEL, marks: [{ ...bars, base: [2] }] }).spec);
    expect([channel(up, 'x').field, channel(up, 'y').field, channel(up, 'y2').field]).toEqual([
      'from',
      'height',
      'base',
    ]);
    expect(up.layer[0].data?.values).toEqual([{ from: 0, to: 1, height: 3, base: 2 }]);
    const [right] = views(figure({ ...PANEL, marks: [{ ...bars, isAcross: true }] }).spec);
    expect([channel(right, 'y').field, channel(right, 'x').field, channel(right, 'x2').datum]).toEqual([
      'from',
      'height',
      0,
    ]);
    expect(channel(right, 'x').title).toBe('time t');
  });

  it('draws straight pieces from place to place', () => {
    const pieces = { kind: 'segments', x: [[0], [1]], y: [[2], [5]], colour: '#123456' } as const;
    const [view] = views(figure({ ...PANEL, marks: [pieces] }).spec);
    expect(view.layer[0].mark.type).toBe('rule');
    expect(view.layer[0].data?.values).toEqual([{ x: 0, x2: 1, y: 2, y2: 5 }]);
  });

  it('gives panels side by side their parts of the width, and no axis to one that has none', () => {
    const beside = [
      { ...PANEL, weight: 3 },
      { ...PANEL, weight: 1, y: { title: null, isHidden: true } },
    ];
    const { spec } = panelFigure(dataOf({}), { title: 'a', meaning: 'b', panels: [beside] });
    const [wide, narrow] = views(spec);
    expect(wide.width).toBe(3 * narrow.width);
    expect([channel(narrow, 'y').axis, channel(wide, 'y').axis === null]).toEqual([null, false]);
  });
});

describe('panels beside each other', () => {
  const rowsAt = (mm: number, panels: readonly Panel[]) =>
    panelFigure(
      { ...dataOf({}), size: { ...DEFAULT_SIZE, width: pixelsOfMm(mm) } },
      { title: 'a', meaning: 'b', panels: [panels] },
    ).spec.vconcat.map((part) => viewsOf(part).length);
  const three = [PANEL, PANEL, PANEL];

  it('stand in several rows where one is too narrow, and the last is as large as the others', () => {
    expect([120, 85, 40].map((mm) => rowsAt(mm, three))).toEqual([[3], [2, 2], [1, 1, 1]]);
    const { spec } = panelFigure(dataOf({}), { title: 'a', meaning: 'b', panels: inPairs(three) });
    expect(spec.vconcat.map((part) => viewsOf(part).map(({ width }) => width))).toEqual(
      [0, 1].map(() => [1, 2].map(() => viewsOf(spec.vconcat[0])[0].width)),
    );
    expect(shownViews(spec)).toHaveLength(3);
  });

  it('stay together where they have their own parts of the width', () => {
    expect(
      rowsAt(
        40,
        three.map((panel) => ({ ...panel, weight: 1 })),
      ),
    ).toEqual([3]);
  });
});

describe('printed symbols', () => {
  it.each([
    ['m_0', 'm₀'],
    ['λ_12', 'λ₁₂'],
    ['τ_h', 'τₕ'],
    ['β_T', 'β_T'],
    ['g_eff', 'g_eff'],
    ['m_{10}', 'm₁₀'],
    ['τ_h dt', 'τₕ dt'],
    ['σ', 'σ'],
    ['record_examples', 'record_examples'],
    ['matched_rate', 'matched_rate'],
  ])('%s is %s', (symbol, shown) => expect(printed(symbol)).toBe(shown));
});
