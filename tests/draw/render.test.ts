import { describe, expect, it } from 'vitest';
import { render } from '../../src/draw/render.js';
import { columnsFigure } from '../../src/figure/columns.js';
import { matrixPanel, spectrumPanel } from '../../src/figure/heat-map.js';
import type { Mark } from '../../src/figure/marks.js';
import { panelFigure } from '../../src/figure/panels.js';
import { DEFAULT_SIZE, pixelsOfMm, pixelsOfPoints } from '../../src/figure/size.js';
import { type Spec, viewsOf } from '../../src/figure/spec.js';
import { about, dataOf } from '../figure/data.js';

const none = Number.NaN;

/** Pixels by which a few sums and products of sizes below 1000 may be off, generously. */
const ROUNDING = 1e-9;

const drawn = (...marks: readonly Mark[]) => {
  const panel = { share: 0.5, x: { title: 'x' }, y: { title: 'y' }, marks };
  return render(panelFigure(dataOf({}), { title: 'a', meaning: 'b', panels: [panel] }).spec, DEFAULT_SIZE);
};

/** Texts of a document, in order. */
const texts = (svg: string): readonly string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);

describe('render', () => {
  it.each<readonly [string, readonly Mark[]]>([
    ['nothing', []],
    ['no number', [{ kind: 'line', x: [1, 2], y: [none, none] }]],
    ['numbers that never stand together', [{ kind: 'points', x: [1, none], y: [none, 2] }]],
    ['one point', [{ kind: 'line', x: [1], y: [2] }]],
    ['equal values', [{ kind: 'line', x: [1, 2, 3], y: [7, 7, 7] }]],
    ['infinities', [{ kind: 'line', x: [1, 2, 3], y: [1, Number.POSITIVE_INFINITY, 2] }]],
    ['a band without a lower limit', [{ kind: 'band', x: [1, 2], low: [none, none], high: [1, 2] }]],
    ['huge and tiny values', [{ kind: 'points', x: [1e-300, 1e300], y: [-1e300, 1e-300] }]],
    ['bars of no width', [{ kind: 'bars', from: [1], to: [1], height: [3] }]],
  ])('draws %s', async (_, marks) => {
    const { svg, width } = await drawn(...marks);
    expect(Math.abs(width - DEFAULT_SIZE.width)).toBeLessThanOrEqual(1);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('says that there is nothing where there is nothing', async () => {
    expect(texts((await drawn()).svg)).toContain('no values');
  });

  it.each([
    ['a column of a journal', 85, 8],
    ['a page', 180, 10],
  ])('fits %s with its axes, its legend and its scale of colours', async (_, mm, points) => {
    const size = { width: pixelsOfMm(mm), font: pixelsOfPoints(points) };
    const n = 12;
    const values = Float64Array.from({ length: n * n }, (_, i) => Math.floor(i / n) - (i % n) + 0.5);
    const array = { ...about('J', { symbol: 'J' }), shape: [n, n], values, axes: ['i', 'j'] };
    const panels = [matrixPanel(array).panel, spectrumPanel(array) ?? matrixPanel(array).panel];
    const data = { ...dataOf({}), size };
    const { width, svg } = await render(panelFigure(data, { title: 'a', meaning: 'b', panels: [panels] }).spec, size);
    expect(Math.abs(width - size.width)).toBeLessThanOrEqual(1);
    expect(texts(svg)).toEqual(expect.arrayContaining(['J', 'real part', 'imaginary part']));
  });

  it('has long entries of a legend in lines, so that a narrow panel is as wide as it can be', async () => {
    const size = { ...DEFAULT_SIZE, width: pixelsOfMm(60) };
    const label = 'mean m(t), trials that diverged';
    const panelWith = async (text: string) => {
      const marks = [{ kind: 'line', x: [0, 1], y: [0, 1], label: text }] as const;
      const panel = { share: 0.5, x: { title: 'x' }, y: { title: 'y' }, marks };
      const { svg, spec } = await render(
        panelFigure({ ...dataOf({}), size }, { title: 'a', meaning: 'b', panels: [panel] }).spec,
        size,
      );
      return { svg, wide: viewsOf(spec.vconcat[0])[0].width };
    };
    const [long, short] = [await panelWith(label), await panelWith('mean')];
    expect(long.wide).toBe(short.wide);
    const lines = [...long.svg.matchAll(/<tspan[^>]*>([^<]*)</g)].map(([, text]) => text);
    expect(lines.join(' ')).toContain(label);
    expect(lines).not.toContain(label);
  });

  it('keeps the proportions of panels side by side, and their heights equal', async () => {
    const panel = { x: { title: 'x' }, y: { title: 'y' }, marks: [{ kind: 'line', x: [0, 1], y: [0, 1] }] } as const;
    const panels = [
      { ...panel, share: 0.3, weight: 3 },
      { ...panel, share: 0.9, weight: 1, y: { title: null, isHidden: true } },
    ];
    const { spec, width } = await render(
      panelFigure(dataOf({}), { title: 'a', meaning: 'b', panels: [panels] }).spec,
      DEFAULT_SIZE,
    );
    const [wide, narrow] = spec.vconcat.flatMap(viewsOf);
    expect(Math.abs(wide.width - 3 * narrow.width)).toBeLessThan(ROUNDING);
    expect(Math.abs(wide.height - narrow.height)).toBeLessThan(ROUNDING);
    expect(Math.abs(width - DEFAULT_SIZE.width)).toBeLessThanOrEqual(1);
  });

  it('refuses a specification that asks for what there is not', async () => {
    const { spec } = await drawn({ kind: 'line', x: [1], y: [2] });
    const [view] = spec.vconcat;
    const faulty = { ...spec, vconcat: [{ ...view, layer: [{ mark: { type: 'lines' }, encoding: {} }] }] };
    await expect(render(faulty as unknown as Spec, DEFAULT_SIZE)).rejects.toThrow();
  });

  it('writes ten thousand runs as the points that can be told apart', async () => {
    const x = Array.from({ length: 10_000 }, (_, i) => i % 50);
    const y = x.map((at, i) => at + (i % 7));
    const columns = [about('x'), about('y')];
    const data = dataOf({
      columns,
      numbers: { x, y },
      subject: { kind: 'sweep', axes: ['x', 'other'], tables: [{ name: 'results', nRows: x.length, columns }] },
    });
    const { svg, spec } = await render(
      columnsFigure({ table: 'results', x: 'x', y: ['y'] }).draw(data).spec,
      DEFAULT_SIZE,
    );
    expect(svg.length).toBeLessThan(200_000);
    expect(JSON.stringify(spec).length).toBeLessThan(100_000);
  });
});
