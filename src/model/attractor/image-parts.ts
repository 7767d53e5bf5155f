/** Patterns and states as images: how many, how they stand, in which colours. */
import type { FigureData, Subject } from '../../figure/figure.js';
import { type Gallery, type GalleryGroup, type GalleryImage, imageSides } from '../../figure/gallery.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords } from '../../figure/text.js';
import { placePhases } from '../phases.js';
import { type PlacedPhase, phasesOf } from './experiment.js';
import type { AttractorParameters } from './parameters.js';

/** Images of a row at most, and in all: what can be looked at. */
export const A_ROW = 10;
const MOST_IMAGES = 100;
/** Strips are long: one a row, of that height over width. */
const STRIP = 0.04;
/** States lie between these. */
export const STATES = { map: 'grey', domain: [-1, 1] } as const;

export const parametersOf = ({ parameters }: Subject): AttractorParameters => parameters as AttractorParameters;

export const phasesIn = (subject: Subject): readonly PlacedPhase[] => placePhases(phasesOf(parametersOf(subject)));

/** Rows of an array [rows, n]. */
export function rowsOf(values: Float64Array, n: number): readonly Float64Array[] {
  return Array.from({ length: Math.floor(values.length / n) }, (_, at) => values.subarray(at * n, (at + 1) * n));
}

/** How images of `n` numbers stand: several in a row, or strips below each other. */
export function standing(n: number, count: number): Pick<Gallery, 'sides' | 'aRow' | 'aspect'> {
  const sides = imageSides(n);
  if (sides[0] > 1) return { sides, aRow: Math.max(4, Math.min(A_ROW, count)) };
  return { sides, aRow: 1, aspect: STRIP };
}

const signed = (value: number): string => numberWords(value).replace('-', '−');

/** `learned patterns (white −0.75, black 2.63)`. */
export const scaled = (what: string, [low, high]: readonly [number, number]): string =>
  `${what} (white ${signed(low)}, black ${signed(high)})`;

/** Patterns as a group, each with its number. */
export function patternGroup(data: FigureData, key: string, what: string): GalleryGroup & { readonly count: number } {
  const { values, shape } = data.input(key);
  const rows = rowsOf(values, shape[1]);
  const shown = rows.slice(0, MOST_IMAGES);
  const domain = rangeOf(values);
  return {
    count: rows.length,
    heading: scaled(shown.length < rows.length ? `the first ${shown.length} of ${rows.length} ${what}` : what, domain),
    images: shown.map((row, at): GalleryImage => ({ values: row, label: String(at) })),
    colours: { map: 'grey', domain },
  };
}
