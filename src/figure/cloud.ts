/** Clouds of points: which of them can be told apart on the panel where they stand. */

/** Where values stand along an axis. */
export interface Along {
  /** The ends of all points of the panel. */
  readonly range: readonly [number, number];
  readonly isLog: boolean;
  /** Pixels. */
  readonly length: number;
}

/** The points of a panel. */
export interface Cloud {
  /** Of all of its marks. */
  readonly count: number;
  readonly x: Along;
  readonly y: Along;
}

/** Points of a panel beyond which those that lie on others of their mark are left out. */
const MOST = 4000;

/** Pixels of a side of the cells of which each shows one point: half of what a point covers. */
const CELL = 2.5;

/** The cell of a value along an axis. */
function cellsOf({ range, isLog, length }: Along): (value: number) => number {
  const bits = new DataView(new ArrayBuffer(8));
  // exponent and first digits of a double: its binary logarithm, straight between powers of 2, which is enough for a cell
  const roughLog = (value: number): number => {
    bits.setFloat64(0, value);
    return bits.getUint32(0);
  };
  const place = isLog ? roughLog : (value: number): number => value;
  const [low, high] = range.map(place);
  const cells = Math.ceil(length / CELL);
  return (value) => (high > low ? Math.floor(((place(value) - low) / (high - low)) * cells) : 0);
}

/** Places in the lists of the points of a mark that are drawn: all that have both numbers; in a dense cloud one of each cell, the first. */
export function scattered(x: ArrayLike<number>, y: ArrayLike<number>, cloud: Cloud): readonly number[] {
  const finite = Array.from({ length: x.length }, (_, i) => i).filter(
    (i) => Number.isFinite(x[i]) && Number.isFinite(y[i]),
  );
  if (cloud.count <= MOST) return finite;
  const [across, up] = [cellsOf(cloud.x), cellsOf(cloud.y)];
  const rows = Math.ceil(cloud.y.length / CELL) + 1;
  const seen = new Set<number>();
  return finite.filter((i) => {
    const key = across(x[i]) * rows + up(y[i]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
