/** Small multiples: many small images in rows, with words below and frames around them, in groups that each have a heading and a scale. */
import type { Boxes, Picture, Words } from './marks.js';
import type { MapName } from './palette.js';
import type { Panel } from './panel.js';
import { dataAddress, pngOf, SMALL } from './picture.js';
import type { FigureSize } from './size.js';
import { wrapped } from './text.js';
import { GREY_INK, PADDING } from './theme.js';

export interface GalleryImage {
  /** Row-major, the first row on top. */
  readonly values: ArrayLike<number>;
  /** Below it. */
  readonly label?: string;
  /** What its frame says: an entry of the legend. */
  readonly frame?: string;
}

export interface GalleryGroup {
  /** Above its first row. */
  readonly heading?: string;
  readonly images: readonly GalleryImage[];
  readonly colours: { readonly map: MapName; readonly domain: readonly [number, number] };
}

export interface Gallery {
  readonly groups: readonly GalleryGroup[];
  /** Rows and columns of an image. */
  readonly sides: readonly [number, number];
  /** Images of a row, at most. */
  readonly aRow: number;
  /** Height of an image over its width; absent: entries are squares. */
  readonly aspect?: number;
  /** Colours of the frames, in the order of the legend. */
  readonly frames?: readonly { readonly label: string; readonly colour: string }[];
}

/** Between images, in widths of an image. */
const GAP = 0.1;
const THIN = 0.5;
const THICK = 2;
/** Heights of a line of words, in sizes of its letters: with what is above and below it; and of each further line of a heading. */
const HEADING = 1.9;
const LABEL = 1.5;
const FURTHER = 1.25;
/** Sizes of the letters, in sizes of all letters. */
const SMALLER = 0.85;

type Place = { readonly x: readonly [number, number]; readonly y: readonly [number, number] };

/** An image where it stands. */
type Placed = Place & { readonly image: GalleryImage; readonly group: GalleryGroup };

type Written = { readonly text: string; readonly x: number; readonly y: number };

/** Where everything stands, in widths of an image from the upper left corner. `linesOf`: a heading in lines that fit. */
function laidOut(
  { groups, sides: [rows, columns], aRow, aspect = rows / columns }: Gallery,
  letter: number,
  linesOf: (heading: string) => readonly string[],
) {
  const placed: Placed[] = [];
  const [headings, labels]: [Written[], Written[]] = [[], []];
  let top = 0;
  for (const group of groups) {
    const { heading, images } = group;
    if (heading !== undefined) {
      const lines = linesOf(heading);
      for (const [n, text] of lines.entries()) {
        headings.push({ text, x: 0, y: top + (0.5 * HEADING + n * FURTHER) * letter });
      }
      top += (HEADING + (lines.length - 1) * FURTHER) * letter;
    }
    const below = images.some(({ label }) => label !== undefined) ? LABEL * letter : GAP;
    for (const [at, image] of images.entries()) {
      const left = (at % aRow) * (1 + GAP);
      if (at > 0 && at % aRow === 0) top += aspect + below;
      placed.push({ image, group, x: [left, left + 1], y: [top, top + aspect] });
      if (image.label !== undefined) {
        labels.push({ text: image.label, x: left + 0.5, y: top + aspect + 0.5 * LABEL * letter });
      }
    }
    top += (images.length > 0 ? aspect : 0) + below;
  }
  return { placed, headings, labels, height: top };
}

const wordsOf = (all: readonly Written[], more: Partial<Words>): Words => ({
  kind: 'words',
  text: all.map(({ text }) => text),
  x: all.map(({ x }) => x),
  y: all.map(({ y }) => y),
  ...more,
});

const boxesOf = (places: readonly Place[], more: Partial<Boxes>): Boxes => ({
  kind: 'boxes',
  x: places.map(({ x }) => x),
  y: places.map(({ y }) => y),
  ...more,
});

/** Widths of so many images in a row. */
const acrossOf = (aRow: number): number => aRow + (aRow - 1) * GAP;

/** Widths of digits, of what is narrow, and the least between two words, in sizes of letters. */
const [WIDE, NARROW, APART] = [0.64, 0.32, 0.3];

/** How wide a word is that is mostly a number, in sizes of its letters. */
const lettersOf = (label: string): number =>
  [...label].reduce((sum, letter) => sum + (letter === '%' ? 1 : ' .,:'.includes(letter) ? NARROW : WIDE), 0);

/** Images of a row: as many as were asked for, or fewer in more rows, so that the words below them do not touch. */
function fitting({ groups, aRow }: Gallery, inside: number, font: number): number {
  const labels = groups.flatMap(({ images }) => images.map(({ label = '' }) => label));
  const widths = labels.map((label) => SMALLER * font * (lettersOf(label) + APART));
  const widest = widths.reduce((most, width) => Math.max(most, width), 0);
  const image = (of: number): number => inside / acrossOf(of);
  let fit = aRow;
  while (fit > 1 && (1 + GAP) * image(fit) < widest) fit--;
  return Math.ceil(aRow / Math.ceil(aRow / fit));
}

/** All images on one panel without axes, so that they are equally large whatever stands around them. */
export const galleryPanel = (gallery: Gallery, { width, font }: FigureSize): Panel => ({
  ...panelWithin(gallery, width - 2 * PADDING, font),
  within: (inside) => panelWithin(gallery, inside, font),
});

function panelWithin(asked: Gallery, inside: number, font: number): Panel {
  const gallery = { ...asked, aRow: fitting(asked, inside, font) };
  const { sides, aRow, frames = [] } = gallery;
  const [across, small] = [acrossOf(aRow), SMALLER * font];
  const letter = (small * across) / inside;
  const { placed, headings, labels, height } = laidOut(gallery, letter, (text) => wrapped(text, inside, small));
  const picture: Picture = {
    kind: 'picture',
    tiles: placed.map(({ image, group: { colours }, x, y }) => ({
      url: dataAddress(pngOf(image.values, sides[0], sides[1], colours.domain, colours.map, SMALL)),
      x,
      y,
    })),
  };
  const isFramed = ({ image }: Placed): boolean => frames.some(({ label }) => label === image.frame);
  const framed = frames.map(({ label, colour }) =>
    boxesOf(
      placed.filter(({ image }) => image.frame === label),
      { label, colour, width: THICK },
    ),
  );
  const plain = boxesOf(
    placed.filter((one) => !isFramed(one)),
    { colour: GREY_INK, width: THIN },
  );
  return {
    share: height / across,
    x: { title: null, domain: [0, across], isHidden: true },
    y: { title: null, domain: [0, height], isHidden: true, isReversed: true },
    marks: [
      picture,
      plain,
      ...framed,
      wordsOf(headings, { size: small }),
      wordsOf(labels, { size: small, align: 'center' }),
    ],
  };
}

/** Sides of the image that so many numbers are: a square one if they are that, else a strip of one row. */
export function imageSides(count: number): readonly [number, number] {
  const side = Math.round(Math.sqrt(count));
  return side * side === count ? [side, side] : [1, count];
}
