/**
 * The part of Vega-Lite 6 that figures are made of, as types. The package's own types know the whole grammar and take seconds to check; a
 * test has every figure compiled without a warning.
 */

export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

export type Datum = { readonly [field: string]: number | string | boolean | null };

/** A value of a property: plain data. */
export type Property =
  | number
  | string
  | boolean
  | null
  | readonly Property[]
  | { readonly [key: string]: Property | undefined };

export type Properties = { readonly [key: string]: Property | undefined };

/** How a field or a constant is shown: position, colour, ... */
export interface Channel {
  readonly field?: string;
  readonly datum?: number | string;
  readonly value?: Property;
  readonly type?: 'quantitative' | 'nominal' | 'ordinal';
  readonly title?: string | readonly string[] | null;
  readonly scale?: Properties | null;
  readonly axis?: Properties | null;
  readonly legend?: Properties | null;
  readonly sort?: Property;
  readonly format?: string;
}

export type Encoding = { readonly [channel: string]: Channel | readonly Channel[] | undefined };

/** One kind of mark for some rows. */
export interface Layer {
  readonly mark: Properties & { readonly type: string };
  readonly data?: { readonly values: readonly Datum[] };
  readonly transform?: readonly Properties[];
  readonly encoding: Encoding;
}

/** A pair of axes with layers; width and height are those of the field between the axes, in pixels. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly title?: Property;
  readonly layer: readonly Layer[];
  readonly resolve?: Properties;
}

/** Views beside or below each other. */
export interface Row {
  readonly hconcat: readonly View[];
  readonly spacing?: number;
  readonly resolve?: Properties;
}

export interface Spec {
  readonly $schema: typeof SCHEMA;
  readonly title?: Property;
  readonly description: string;
  readonly config: Properties;
  readonly usermeta: Properties;
  readonly padding: number;
  readonly spacing?: number;
  readonly vconcat: readonly (View | Row)[];
  readonly resolve?: Properties;
}

export const viewsOf = (part: View | Row): readonly View[] => ('hconcat' in part ? part.hconcat : [part]);
