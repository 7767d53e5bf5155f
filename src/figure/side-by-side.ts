/** Results of several sweeps over each other: a colour a sweep, along what they share. */
import type { Figure, FigureData, Subject } from './figure.js';
import type { Mark } from './marks.js';
import { COLOURS, categoryColours } from './palette.js';
import { inPairs, type Panel, panelFigure } from './panels.js';
import { rangeOf } from './reduce.js';
import { numberWords, spoken } from './text.js';

/** A number of one sweep at the combinations that all have. */
export interface SweepValues {
  readonly label: string;
  /** Mean over the runs of each combination; NaN where there is none. */
  readonly mean: readonly number[];
  /** Standard deviation over them; NaN where there is one run. */
  readonly spread: readonly number[];
}

export interface SweepsOverlay {
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
  /** Title of the axis of the values. */
  readonly axis: string;
  /** Along x, one value a combination; absent: sweeps that share no axis stand beside each other. */
  readonly x?: { readonly title: string; readonly values: readonly number[] };
  /** A panel for each of its values. */
  readonly by?: { readonly title: string; readonly values: readonly (number | string)[] };
  readonly sweeps: readonly SweepValues[];
}

/** Panels along the second axis. */
const MOST_PANELS = 4;

const wordOf = (value: number | string): string => (typeof value === 'number' ? numberWords(value) : value);

/** The mean of values at the same place, and of their scatter. */
function merged(rows: readonly number[], x: readonly number[], { mean, spread }: SweepValues) {
  const places = [...new Set(rows.filter((row) => Number.isFinite(mean[row])).map((row) => x[row]))].sort(
    (a, b) => a - b,
  );
  const at = (place: number): readonly number[] => rows.filter((row) => x[row] === place && Number.isFinite(mean[row]));
  const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    x: places,
    y: places.map((place) => average(at(place).map((row) => mean[row]))),
    error: places.map((place) => average(at(place).map((row) => spread[row]))),
  };
}

function alongPanel({ x, by, axis, sweeps }: SweepsOverlay, value: number | string | undefined): Panel {
  const colours = categoryColours(sweeps.length);
  const all = x?.values ?? [];
  const rows = all.flatMap((_, row) => (by === undefined || by.values[row] === value ? [row] : []));
  return {
    ...(by !== undefined && value !== undefined && { title: `${by.title} = ${wordOf(value)}` }),
    share: 0.55,
    x: { title: x?.title ?? null },
    y: { title: axis },
    marks: sweeps.flatMap((sweep, i): readonly Mark[] => {
      const { x: xs, y, error } = merged(rows, all, sweep);
      const style = { label: sweep.label, colour: colours[i] };
      return [
        { kind: 'line', x: xs, y, ...style },
        { kind: 'points', x: xs, y, error, ...style },
      ];
    }),
  };
}

/** Each later sweep against the first: on the diagonal they are equal. */
function againstPanel({ sweeps, axis }: SweepsOverlay): Panel {
  const [first, ...others] = sweeps;
  const colours = categoryColours(sweeps.length).slice(1);
  const ends = rangeOf(sweeps.flatMap(({ mean }) => mean));
  return {
    title: `against ${first.label}`,
    share: 0.55,
    x: { title: `${axis}, ${first.label}` },
    y: { title: axis },
    marks: [
      { kind: 'line', x: ends, y: ends, colour: COLOURS.grey, dash: [4, 2] },
      ...others.map(
        ({ label, mean }, i): Mark => ({ kind: 'points', x: first.mean, y: mean, label, colour: colours[i] }),
      ),
    ],
  };
}

/** Means of all runs of each sweep beside each other. */
function besidePanel({ sweeps, axis }: SweepsOverlay): Panel {
  const colours = categoryColours(sweeps.length);
  return {
    share: 0.45,
    x: { title: null, labels: sweeps.map(({ label }) => label), domain: [-0.5, sweeps.length - 0.5] },
    y: { title: axis },
    marks: sweeps.map(({ mean, spread, label }, i) => ({
      kind: 'points' as const,
      x: mean.map(() => i),
      y: mean,
      error: spread,
      label,
      colour: colours[i],
    })),
  };
}

/** The figure of one number. */
export function sweepsFigure(
  about: { readonly subject: Subject } & Pick<FigureData, 'size' | 'log'>,
  overlay: SweepsOverlay,
): Figure {
  const { title, meaning, x, by } = overlay;
  if (x === undefined)
    return panelFigure(about, { title: spoken(title), meaning, panels: [besidePanel(overlay)], notes: [meaning] });
  const values = by === undefined ? [undefined] : [...new Set(by.values)].slice(0, MOST_PANELS);
  const count = by === undefined ? 0 : new Set(by.values).size - values.length;
  const along = values.map((value) => alongPanel(overlay, value));
  const isScattered = overlay.sweeps.some(({ spread }) => spread.some(Number.isFinite));
  return panelFigure(about, {
    title: spoken(title),
    meaning,
    panels: inPairs([...along, againstPanel(overlay)]),
    notes: [
      meaning,
      ...(isScattered ? ['means over the runs of each combination; bars: ± standard deviation'] : []),
      ...(count > 0 ? [`the first ${values.length} of ${values.length + count} values of ${by?.title}`] : []),
    ],
  });
}
