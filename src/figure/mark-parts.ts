/** What the layers of all marks are made of: rows of data, places on the axes, colours. */
import type { Channel, Datum, Layer } from './spec.js';
import { INK } from './theme.js';

/** How colours say numbers: a legend of this title beside the panel. */
export interface Colours {
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly range: readonly string[];
}

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

/** A field as colour. */
export const colouredBy = (field: string, { title, domain, range }: Colours, { height }: Shared): Channel => ({
  field,
  type: 'quantitative',
  title,
  scale: { domain: [...domain], range: [...range], interpolate: 'rgb' },
  legend: { gradientLength: Math.max(30, Math.min(160, 0.8 * height)), gradientThickness: 9, orient: 'right' },
});
