/** Colours that people with any kind of colour vision tell apart, for categories, magnitudes and values around zero. */

/** Categories, after Okabe and Ito, without yellow, which is too light for lines on white. */
export const COLOURS = {
  blue: '#0072b2',
  vermillion: '#d55e00',
  green: '#009e73',
  purple: '#aa4499',
  orange: '#e69f00',
  sky: '#56b4e9',
  black: '#1a1a1a',
  grey: '#5f6b76',
} as const;

/** In the order in which categories get them. */
export const CATEGORIES: readonly string[] = [
  COLOURS.blue,
  COLOURS.vermillion,
  COLOURS.green,
  COLOURS.purple,
  COLOURS.orange,
  COLOURS.sky,
  COLOURS.black,
  COLOURS.grey,
];

export type Rgb = readonly [number, number, number];

const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;

export const hexOf = (colour: Rgb): string => `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** Magnitudes, dark to light: viridis (Smith and van der Walt, CC0) at equal distances. */
const VIRIDIS: readonly string[] = [
  '#440154',
  '#481a6c',
  '#472f7d',
  '#414487',
  '#39568c',
  '#31688e',
  '#2a788e',
  '#23888e',
  '#1f988b',
  '#22a884',
  '#35b779',
  '#54c568',
  '#7ad151',
  '#a5db36',
  '#d2e21b',
  '#fde725',
];

/** Values around zero: blue over white to vermillion, as dark at both ends. */
const DIVERGING: readonly string[] = ['#004a80', '#3583b5', '#9cc6e2', '#ffffff', '#f2b38a', '#cf6d2c', '#8f3300'];

/** White to black. */
const GREY: readonly string[] = ['#ffffff', '#1a1a1a'];

export type MapName = 'viridis' | 'diverging' | 'grey';

const ANCHORS: { readonly [name in MapName]: readonly string[] } = {
  viridis: VIRIDIS,
  diverging: DIVERGING,
  grey: GREY,
};

/** What a legend interpolates between, and so do pictures. */
export const anchorsOf = (name: MapName): readonly string[] => ANCHORS[name];

/** The colour at a share of the way, 0 to 1. */
function between(anchors: readonly Rgb[], share: number): Rgb {
  const place = Math.min(1, Math.max(0, share)) * (anchors.length - 1);
  const from = Math.min(anchors.length - 2, Math.floor(place));
  const rest = place - from;
  return anchors[from].map((part, c) => Math.round(part + rest * (anchors[from + 1][c] - part))) as unknown as Rgb;
}

/** Colours of a map at `count` equal distances. */
export function colourTable(name: MapName, count: number): readonly Rgb[] {
  const anchors = anchorsOf(name).map(rgbOf);
  return Array.from({ length: count }, (_, i) => between(anchors, count > 1 ? i / (count - 1) : 0));
}

/** Inks on pictures. No other mark has just these colours: a page with a dark ground changes those of other marks, and pictures and their letters stay. */
const [LIGHT, DARK] = ['#fefefe', '#1b1b1b'];

/** Luminance (Rec. 709, without gamma) at which white and black letters are read equally well, roughly. */
const MIDDLE = 130;

/** White or black, whichever can be read on the colour of a map at a share of the way. */
export function inkOn(name: MapName, share: number): string {
  const [red, green, blue] = between(anchorsOf(name).map(rgbOf), share);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < MIDDLE ? LIGHT : DARK;
}

/** `count` colours for ordered categories: those of people's eyes for few, steps of viridis for many. */
export const categoryColours = (count: number): readonly string[] =>
  count <= CATEGORIES.length ? CATEGORIES.slice(0, count) : colourTable('viridis', count).map(hexOf);
