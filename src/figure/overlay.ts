/** Curves of several runs over each other, a colour a run. */
import { isRising } from './curves.js';
import type { Figure, FigureData, Numbers, Subject } from './figure.js';
import { categoryColours } from './palette.js';
import { type Panel, panelFigure } from './panels.js';
import { rangeOf } from './reduce.js';
import { axisTitle, plainMeaning, spoken } from './text.js';

/** A run among those that are compared. */
export interface OverlaidRun {
  /** What the legend calls it. */
  readonly label: string;
  readonly clock: Numbers;
  /** One for each panel; undefined: the run has no such column. */
  readonly values: readonly (Numbers | undefined)[];
}

export interface Overlay {
  readonly title: string;
  readonly meaning: string;
  /** All that are compared, in their order: a run has the same colour in every figure. */
  readonly runs: readonly (OverlaidRun | undefined)[];
  readonly notes?: readonly string[];
}

/** Values above zero that differ by more than this factor are told apart on a logarithmic axis only. */
const MANY_DECADES = 1000;

function isSpread(lists: readonly Float64Array[]): boolean {
  const ranges = lists.map(rangeOf).filter(([low]) => !Number.isNaN(low));
  const [low, high] = rangeOf(ranges.flat());
  return low > 0 && high > MANY_DECADES * low;
}

function panelOf({ runs }: Overlay, at: number): Panel | undefined {
  const colours = categoryColours(runs.length);
  const shown = runs.flatMap((run, i) => {
    const values = run?.values[at];
    return run === undefined || values === undefined ? [] : [{ ...run, y: values, colour: colours[i] }];
  });
  if (shown.length === 0) return undefined;
  const [{ clock, y }] = shown;
  const isAlong = shown.every((one) => isRising(one.clock.values));
  return {
    share: 0.45,
    x: { title: isAlong ? axisTitle(clock) : 'record' },
    y: { title: axisTitle(y), isLog: isSpread(shown.map((one) => one.y.values)) },
    marks: shown.map(({ label, clock: along, y: { values }, colour }) => ({
      kind: 'line' as const,
      x: isAlong ? along.values : values.map((_, row) => row),
      y: values,
      label,
      colour,
      isMarked: values.length <= 40,
    })),
  };
}

/** The figure; `about` is all that the runs have in common. */
export function overlayFigure(
  about: { readonly subject: Subject } & Pick<FigureData, 'size' | 'log'>,
  overlay: Overlay,
): Figure {
  const { title, meaning, runs, notes = [] } = overlay;
  const count = Math.max(...runs.map((run) => run?.values.length ?? 0));
  const panels = Array.from({ length: count }, (_, at) => panelOf(overlay, at)).filter((panel) => panel !== undefined);
  const first = runs.flatMap((run) => run?.values ?? []).find((values) => values !== undefined);
  const said = first === undefined || count > 1 ? meaning : plainMeaning(first);
  return panelFigure(about, { title: spoken(title), meaning, panels, notes: [said, ...notes] });
}
