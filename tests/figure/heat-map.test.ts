import { describe, expect, it } from 'vitest';
import { coursePanel, mapOf, matrixPanel, spectrumPanel } from '../../src/figure/heat-map.js';
import type { Picture, PointMarks } from '../../src/figure/marks.js';

const matrix = (values: readonly number[], n: number) => ({
  name: 'J',
  type: 'f64' as const,
  shape: [n, values.length / n],
  values: Float64Array.from(values),
  axes: ['i', 'j'],
});

describe('mapOf', () => {
  it('is centred at zero for values of both signs, and goes from least to largest for others', () => {
    expect(mapOf([-1, 3])).toEqual({ map: 'diverging', domain: [-3, 3] });
    expect(mapOf([0, 3])).toEqual({ map: 'viridis', domain: [0, 3] });
    expect(mapOf([2, 2])).toEqual({ map: 'viridis', domain: [0, 4] });
    expect(mapOf([Number.NaN, Number.NaN])).toEqual({ map: 'viridis', domain: [0, 1] });
  });
});

describe('matrixPanel', () => {
  it('has the first row on top and a square for each entry', () => {
    const { panel, notes } = matrixPanel(matrix([1, -2, 3, 4], 2));
    const [picture] = panel.marks as readonly [Picture];
    expect(picture).toMatchObject({ kind: 'picture', tiles: [{ x: [-0.5, 1.5], y: [-0.5, 1.5] }] });
    expect(picture.colours).toMatchObject({ title: 'J', domain: [-4, 4] });
    expect([panel.y.isReversed, panel.y.title, panel.x.title, panel.share, notes]).toEqual([true, 'i', 'j', 1, []]);
  });

  it('has its values beside the image, the first row on top, with what they are', () => {
    const [picture] = matrixPanel(matrix([1.5, -2, Number.NaN, 4], 2)).panel.marks as readonly [Picture];
    const { values, ...about } = picture.tiles[0].shown ?? {};
    expect(about).toEqual({ of: 'J', rows: 2, columns: 2, each: '' });
    expect([...new Float32Array(Uint8Array.from(Buffer.from(values ?? '', 'base64')).buffer)]).toEqual([
      1.5,
      -2,
      Number.NaN,
      4,
    ]);
  });

  it('has the means of parts of a large one, and says of how many entries', () => {
    const large = Array.from({ length: 500 * 400 }, (_, i) => (i < 400 * 3 ? i % 2 : 7));
    const [picture] = matrixPanel(matrix(large, 500)).panel.marks as readonly [Picture];
    expect(picture.tiles[0].shown).toMatchObject({ rows: 200, columns: 200, each: 'mean of 2 to 3 × 2' });
    const bytes = Uint8Array.from(Buffer.from(picture.tiles[0].shown?.values ?? '', 'base64'));
    expect(new Float32Array(bytes.buffer)[0]).toBe(0.5);
    expect(new Float32Array(bytes.buffer)[200 * 200 - 1]).toBe(7);
  });

  it('says that a large one is drawn in tiles', () => {
    const { notes } = matrixPanel(matrix(new Array(700 * 700).fill(0), 700));
    expect(notes).toEqual(['700 × 700 entries in tiles, each the mean of those in it']);
  });
});

describe('spectrumPanel', () => {
  it('has the eigenvalues of a symmetric matrix by rank', () => {
    const panel = spectrumPanel(matrix([2, 1, 1, 2], 2));
    const points = panel?.marks.find(({ kind }) => kind === 'points') as PointMarks;
    expect([...Array.from(points.x)]).toEqual([1, 2]);
    expect(Array.from(points.y, (value) => Math.round(value * 1e9) / 1e9)).toEqual([3, 1]);
  });

  it('has those of any other in the plane', () => {
    const panel = spectrumPanel(matrix([0, -1, 1, 0], 2));
    const points = panel?.marks.find(({ kind }) => kind === 'points') as PointMarks;
    expect([panel?.x.title, Array.from(points.y)]).toEqual(['real part', [1, -1]]);
  });

  it('is left out where there is none, and where it would take long', () => {
    expect(spectrumPanel(matrix([1, 2], 1))).toBeUndefined();
    expect(spectrumPanel(matrix([1, Number.NaN, 1, 1], 2))).toBeUndefined();
    expect(spectrumPanel(matrix(new Array(200 * 200).fill(1), 200))).toBeUndefined();
  });
});

describe('coursePanel', () => {
  const course = {
    name: 'sigma',
    type: 'f64' as const,
    values: Float64Array.from([1, 2, 3, 4]),
    rows: 2,
    columns: 2,
    entries: 2,
    records: 2,
    range: [1, 4] as const,
    axis: { name: 'time', type: 'f64' as const, symbol: 't', unit: 'ms' },
    from: 10,
    to: 20,
    isRegular: true,
    of: 'unit',
  };

  it('lies along time, each record as wide as the distance to the next', () => {
    const { panel } = coursePanel(course);
    expect((panel.marks[0] as Picture).tiles[0].x).toEqual([5, 25]);
    expect([panel.x.title, panel.y.title]).toEqual(['time t (ms)', 'unit']);
  });

  it('counts records where they are at unequal distances', () => {
    const { panel } = coursePanel({ ...course, isRegular: false });
    expect([panel.x.title, (panel.marks[0] as Picture).tiles[0].x]).toEqual(['record', [-0.5, 1.5]]);
  });
});
