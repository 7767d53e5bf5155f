/**
 * Characters made of a few drawn curves, in Omniglot's sizes and numbers: a stand-in for whoever has not got it. Each character has its curves; each
 * drawing moves their points a little, and shifts and stretches the whole, as hands do.
 */
import { type Bitmap, emptyBitmap, setInk } from '../bitmap.js';
import { type CharacterParts, type Characters, partsWithoutLists } from './characters.js';

/** Side of an image, as Omniglot's. */
const SIDE = 105;
/** Drawings of each character, as Omniglot's. */
const DRAWINGS = 20;
const CHARACTERS_OF_AN_ALPHABET = 10;
/** Alphabets to learn from, and others for the test. */
export const STAND_IN_ALPHABETS = { learned: 14, tested: 6 } as const;
const ALPHABETS = STAND_IN_ALPHABETS.learned + STAND_IN_ALPHABETS.tested;

const FEWEST_STROKES = 2;
const MOST_STROKES = 4;
/** Points of a curve of the second order. */
const POINTS = 3;
/** Places along a curve at which the pen is put down: less than a pixel apart. */
const PLACES = 120;

/** How far a hand moves a point, and the whole, in sides. */
const [WOBBLE, SHIFT, STRETCH] = [0.035, 0.04, 0.1];
/** The pen, in pixels. */
const [THINNEST, THICKEST] = [2, 2.7];

/** Uniform draw in [0, 1) of a stream at an index. */
type Draw = (stream: number, index: number) => number;

type Point = readonly [x: number, y: number];
type Stroke = readonly Point[];

/** Streams of a character: its curves, then its drawings. */
const streamOf = (character: number, drawing?: number): number =>
  character * (DRAWINGS + 1) + (drawing === undefined ? 0 : 1 + drawing);

/** The curves of a character, in sides from 0 to 1. */
function strokesOf(character: number, draw: Draw): readonly Stroke[] {
  let index = 0;
  const next = (): number => draw(streamOf(character), index++);
  const point = (): Point => [0.15 + 0.7 * next(), 0.15 + 0.7 * next()];
  const count = FEWEST_STROKES + Math.floor(next() * (MOST_STROKES - FEWEST_STROKES + 1));
  const strokes: Stroke[] = [];
  for (let s = 0; s < count; s++) {
    const points = Array.from({ length: POINTS }, point);
    // half of the curves begin where the one before ended
    const goesOn = next() < 0.5;
    const before = strokes.at(-1)?.[POINTS - 1];
    strokes.push(goesOn && before !== undefined ? [before, ...points.slice(1)] : points);
  }
  return strokes;
}

function disc(bitmap: Bitmap, [x, y]: Point, radius: number): void {
  for (let row = Math.max(0, Math.ceil(y - radius)); row <= Math.min(SIDE - 1, Math.floor(y + radius)); row++) {
    for (
      let column = Math.max(0, Math.ceil(x - radius));
      column <= Math.min(SIDE - 1, Math.floor(x + radius));
      column++
    ) {
      const [dx, dy] = [column - x, row - y];
      if (dx * dx + dy * dy <= radius * radius) setInk(bitmap, column, row);
    }
  }
}

function drawStroke(bitmap: Bitmap, [a, b, c]: Stroke, radius: number): void {
  for (let i = 0; i <= PLACES; i++) {
    const t = i / PLACES;
    const [p, q, r] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
    disc(bitmap, [SIDE * (p * a[0] + q * b[0] + r * c[0]), SIDE * (p * a[1] + q * b[1] + r * c[1])], radius);
  }
}

function drawing(character: number, number: number, draw: Draw): Bitmap {
  let index = 0;
  const next = (most: number): number => most * (2 * draw(streamOf(character, number), index++) - 1);
  const [shiftX, shiftY, stretchX, stretchY] = [next(SHIFT), next(SHIFT), 1 + next(STRETCH), 1 + next(STRETCH)];
  const radius = (THINNEST + THICKEST + next(THICKEST - THINNEST)) / 2;
  const bitmap = emptyBitmap(SIDE, SIDE);
  for (const stroke of strokesOf(character, draw)) {
    const moved = stroke.map(
      ([x, y]): Point => [
        0.5 + stretchX * (x - 0.5) + shiftX + next(WOBBLE),
        0.5 + stretchY * (y - 0.5) + shiftY + next(WOBBLE),
      ],
    );
    drawStroke(bitmap, moved, radius);
  }
  return bitmap;
}

const padded = (number: number): string => String(number).padStart(2, '0');

/** The characters; each drawing is made when it is first asked for. */
export function drawnCharacters(draw: Draw): { readonly characters: Characters; readonly parts: CharacterParts } {
  const count = ALPHABETS * CHARACTERS_OF_AN_ALPHABET;
  const names = Array.from({ length: count }, (_, i) => {
    const alphabet = Math.floor(i / CHARACTERS_OF_AN_ALPHABET);
    return `Stand-in_${padded(alphabet + 1)}/character${padded((i % CHARACTERS_OF_AN_ALPHABET) + 1)}`;
  });
  const made = new Map<number, Bitmap>();
  const numbers = names.map((_, i) => i);
  const learned = STAND_IN_ALPHABETS.learned * CHARACTERS_OF_AN_ALPHABET;
  return {
    characters: {
      names,
      drawings: names.map(() => DRAWINGS),
      bitmap: (character, number) => {
        const key = streamOf(character, number);
        const bitmap = made.get(key) ?? drawing(character, number, draw);
        made.set(key, bitmap);
        return bitmap;
      },
    },
    parts: partsWithoutLists(numbers.slice(0, learned), numbers.slice(learned)),
  };
}

/** Path of a drawing in Omniglot's layout: `images_background/Stand-in_01/character01/0001_01.png`. */
export function pathOfDrawing({ names }: Characters, character: number, number: number): string {
  const isLearned = character < STAND_IN_ALPHABETS.learned * CHARACTERS_OF_AN_ALPHABET;
  const folder = isLearned ? 'images_background' : 'images_evaluation';
  return `${folder}/${names[character]}/${String(character + 1).padStart(4, '0')}_${padded(number + 1)}.png`;
}
