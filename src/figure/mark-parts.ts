/** What the layers of all marks are made of: rows of data, places on the axes, colours. */
import type { Cloud } from './cloud.js';
import type { Channel, Datum, Layer } from './spec.js';
import { INK } from './theme.js';

/** How colours say numbers: a legend of this title beside the panel. */
export interface Colours {
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly range: readonly string[];
  /** Part of the panel's height that the legend takes; absent: most of it. */
  readonly share?: number;
}

/** What a legend takes of a panel's height where it stands alone. */
const ALONE = 0.8;

export interface Labelled {
  /** Entry of the legend; marks of one label share a colour. */
  readonly label?: string;
  readonly colour?: string;
}

/** How a panel shows what its marks share. */
export interface Shared {
  readonly x: Channel;
  readonly y: Channel;
  /** Colour of a label. */
  readonly colour: Channel;
  readonly dash?: Channel;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly cloud: Cloud;
}

/** NaN and infinities have no place in JSON. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Columns as rows of data. */
export const rowsOf = (
  columns: { readonly [field: string]: ArrayLike<number | string | null> },
  count: number,
): readonly Datum[] =>
  Array.from({ length: count }, (_, i) =>
    Object.fromEntries(
      Object.entries(columns).map(([field, values]) => {
        const value = values[i];
        return [field, typeof value === 'number' ? finite(value) : value];
      }),
    ),
  );

/** The label of all rows of a layer, without writing it in each. */
export const labelled = ({ label }: Labelled): Pick<Layer, 'transform'> =>
  label === undefined ? {} : { transform: [{ calculate: JSON.stringify(label), as: 'label' }] };

export const colourOf = ({ label, colour = INK }: Labelled, shared: Shared): Channel =>
  label === undefined ? { value: colour } : shared.colour;

/** Without a title of its own: the panel has one. */
export const placed = (channel: Channel, field: string): Channel => ({ ...channel, field });

/** Parts of a scale of colours between its labels, about. */
const PARTS = 4;

/** Round numbers within two ends, for labels that stand where they belong; none where the ends are the same. */
export function roundWithin([low, high]: readonly [number, number]): readonly number[] {
  const about = (high - low) / PARTS;
  if (!(about > 0) || !Number.isFinite(about)) return [];
  const power = Number(`1e${about.toExponential().split('e')[1]}`);
  const step = power * ([1, 2, 5].find((factor) => factor * power >= about) ?? 10);
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A field as colour. */
export function colouredBy(
  field: string,
  { title, domain, range, share = ALONE }: Colours,
  { height }: Shared,
): Channel {
  const values = roundWithin(domain);
  return {
    field,
    type: 'quantitative',
    title,
    scale: { domain: [...domain], range: [...range], interpolate: 'rgb' },
    legend: {
      ...(values.length > 1 && { values: [...values], format: '.6~g' }),
      ...{ gradientLength: Math.max(30, Math.min(160, share * height)), gradientThickness: 9, orient: 'right' },
    },
  };
}
