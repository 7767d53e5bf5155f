/** Spikes of populations of neurons as points, and beside each population the mean rates of its neurons as bars. */
import { endsOfEntries } from './heat-map.js';
import type { Mark } from './marks.js';
import { COLOURS } from './palette.js';
import type { Panel } from './panel.js';
import { rangeOf } from './reduce.js';
import { numberWords } from './text.js';
import { PALE } from './theme.js';

export interface Population {
  readonly name: string;
  /** Step and neuron of each spike. */
  readonly steps: ArrayLike<number>;
  readonly units: ArrayLike<number>;
  /** Mean rate of each neuron. */
  readonly rates: ArrayLike<number>;
}

export interface Rasters {
  readonly populations: readonly Population[];
  /** First step, and the first one that is not shown. */
  readonly steps: readonly [number, number];
  /** Steps at which something else is shown: lines before them. */
  readonly changes: readonly number[];
  readonly x: string;
  readonly unit: string;
}

/** Widths of a raster and of its bars, and the height of both in widths of the raster. */
const [WIDE, NARROW, HIGH] = [5, 1.6, 0.14];

/** Axis of the bars, in lengths of the longest: words stand behind them. */
const WITH_WORDS = 2;

/** The mean rate in words; none of a population without neurons. */
function meanWords(rates: ArrayLike<number>): string {
  const mean = Array.from(rates).reduce((sum, rate) => sum + rate, 0) / rates.length;
  return Number.isFinite(mean) ? numberWords(Number(mean.toPrecision(3))) : '';
}

function rasterPanel({ name, steps, units, rates }: Population, all: Rasters, isLast: boolean): Panel {
  const [from, to] = all.steps;
  const rules = all.changes.map((at): Mark => ({ kind: 'rule', axis: 'x', at: at - 0.5, colour: PALE }));
  return {
    share: HIGH,
    weight: WIDE,
    x: { title: isLast ? all.x : null, domain: [from - 0.5, to - 0.5], isWhole: true, isHidden: !isLast },
    y: { title: name, domain: endsOfEntries(rates.length), isWhole: true },
    // a population without a spike has axes too
    marks: [
      { kind: 'words', text: [''], x: [from], y: [0] },
      ...rules,
      { kind: 'points', x: steps, y: units, size: 3, colour: COLOURS.black },
    ],
  };
}

function barsPanel({ rates }: Population, { populations, unit }: Rasters, isLast: boolean): Panel {
  const most = rangeOf(populations.flatMap((one) => Array.from(one.rates)))[1];
  const end = (most > 0 ? most : 1) * WITH_WORDS;
  const places = Array.from(rates, (_, i) => i);
  return {
    share: (HIGH * WIDE) / NARROW,
    weight: NARROW,
    x: { title: isLast ? `rate (${unit})` : null, domain: [0, end], isHidden: !isLast },
    y: { title: null, domain: endsOfEntries(rates.length), isHidden: true },
    marks: [
      {
        kind: 'bars',
        from: places.map((at) => at - 0.5),
        to: places.map((at) => at + 0.5),
        height: rates,
        isAcross: true,
        colour: COLOURS.sky,
      },
      {
        kind: 'words',
        text: [meanWords(rates)],
        x: [end],
        y: [0.88 * rates.length - 0.5],
        align: 'right',
      },
    ],
  };
}

/** A row a population: raster and bars. All have the same steps, and the same scale of rates. */
export const rasterRows = (all: Rasters): readonly (readonly Panel[])[] =>
  all.populations.map((one, i) => {
    const isLast = i === all.populations.length - 1;
    return [rasterPanel(one, all, isLast), barsPanel(one, all, isLast)];
  });
