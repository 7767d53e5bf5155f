import { describe, expect, it } from 'vitest';
import { contour, levels, medianFiltered } from '../../src/figure/contours.js';

const cells = (rows: number, columns: number, of: (x: number, y: number) => number) => ({
  rows,
  columns,
  values: Float64Array.from({ length: rows * columns }, (_, at) => of(at % columns, Math.floor(at / columns))),
});

/** Both ends of all pieces. */
const ends = ({ x, y }: ReturnType<typeof contour>): readonly (readonly [number, number])[] =>
  [0, 1].flatMap((end) => Array.from(x[end as 0 | 1], (at, i): readonly [number, number] => [at, y[end as 0 | 1][i]]));

describe('contour', () => {
  it('of a plane is a straight line through all of the map', () => {
    const plane = contour(
      cells(5, 7, (x, y) => x + 2 * y),
      4.5,
    );
    for (const [x, y] of ends(plane)) expect(Math.abs(x + 2 * y - 4.5)).toBeLessThan(1e-12);
    const ys = ends(plane).map(([, y]) => y);
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([0, 2.25]);
  });

  it('of a cone is a circle that is closed: each end is that of two pieces', () => {
    const cone = contour(
      cells(21, 21, (x, y) => Math.hypot(x - 10, y - 10)),
      6.3,
    );
    const counts = new Map<string, number>();
    for (const [x, y] of ends(cone)) {
      expect(Math.abs(Math.hypot(x - 10, y - 10) - 6.3)).toBeLessThan(0.03);
      const key = `${x.toFixed(9)} ${y.toFixed(9)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect([...new Set(counts.values())]).toEqual([2]);
    const length = Array.from(cone.x[0], (x, i) => Math.hypot(cone.x[1][i] - x, cone.y[1][i] - cone.y[0][i])).reduce(
      (sum, one) => sum + one,
      0,
    );
    expect(Math.abs(length / (2 * Math.PI * 6.3) - 1)).toBeLessThan(0.01);
  });

  it('goes around the corners of a saddle that the middle does not belong to', () => {
    const saddle = (low: number) => contour({ rows: 2, columns: 2, values: [1, low, low, 1] }, 0);
    // the middle is above the level: the low corners are cut off
    const [high] = [saddle(-0.5)];
    const around = Array.from(high.x[0], (x, i) => [(x + high.x[1][i]) / 2, (high.y[0][i] + high.y[1][i]) / 2]);
    for (const [x, y] of around) expect(Math.abs(x - y)).toBeGreaterThan(0.5);
    const deep = saddle(-2);
    const cut = Array.from(deep.x[0], (x, i) => [(x + deep.x[1][i]) / 2, (deep.y[0][i] + deep.y[1][i]) / 2]);
    for (const [x, y] of cut) expect(Math.abs(x + y - 1)).toBeGreaterThan(0.5);
  });

  it('is not drawn beside a cell without a value, nor where the level is not reached', () => {
    const hole = cells(3, 3, (x, y) => (x === 1 && y === 1 ? Number.NaN : x));
    expect(ends(contour(hole, 0.5))).toEqual([]);
    expect(
      ends(
        contour(
          cells(3, 3, (x) => x),
          2.5,
        ),
      ),
    ).toEqual([]);
  });
});

describe('levels', () => {
  it('are at equal distances from end to end', () => {
    expect(levels(-0.2, 0.2, 5).map((level) => level.toFixed(3))).toEqual([
      '-0.200',
      '-0.100',
      '0.000',
      '0.100',
      '0.200',
    ]);
  });
});

describe('medianFiltered', () => {
  it('takes out a single cell that stands out, and leaves a straight edge', () => {
    const spike = cells(5, 5, (x, y) => (x === 2 && y === 2 ? 100 : 1));
    expect([...new Set(medianFiltered(spike))]).toEqual([1]);
    const edge = cells(5, 6, (x) => (x < 3 ? 0 : 1));
    expect([...medianFiltered(edge)]).toEqual([...edge.values]);
  });

  it('has fewer cells at the ends, and none without a value', () => {
    const { values } = { values: medianFiltered({ rows: 1, columns: 4, values: [1, 3, Number.NaN, 10] }) };
    expect([...values]).toEqual([2, 2, Number.NaN, 10]);
  });
});
