/** The picture of docs/attractor.md: a network that learned three digits in turn (simulation 3 of arXiv 2505.22749). */
import { join } from 'node:path';
import { DIGIT_PIXELS, DIGIT_SIDE } from '../src/dataset/digits.js';
import { readPatterns } from '../src/input/patterns.js';
import { columnsOf, type Run } from './figure-runs.js';
import { DIVERGING, GREY, mosaicSvg, type Text, type Tile } from './mosaic.js';
import { COLOURS } from './plot.js';

const DIGITS = [1, 2, 3];
/** Frames around the states of a free run, by the digit that each resembles. */
const FRAMES = [COLOURS.blue, COLOURS.vermillion, COLOURS.green];
/** Steps of the free run that are shown, as in the published figure. */
const [FIRST, COUNT, A_ROW] = [10, 50, 25];
const WEIGHTS_RANGE = [-2, 2] as const;
const MARGIN = 24;
const WIDTH = 860;

const image = (values: ArrayLike<number>, x: number, y: number, width: number, more: Partial<Tile> = {}): Tile => ({
  x,
  y,
  width,
  values,
  columns: DIGIT_SIDE,
  range: [-1, 1],
  map: GREY,
  ...more,
});

/** Couplings and their two parts, side by side. */
async function weightTiles(folder: string, y: number): Promise<readonly Tile[]> {
  const {
    J,
    J_symmetric: symmetric,
    J_antisymmetric: antisymmetric,
  } = await columnsOf(join(folder, 'couplings.parquet'));
  const width = 250;
  const gap = (WIDTH - 2 * MARGIN - 3 * width) / 2;
  return [
    { values: J, caption: '*J*' },
    { values: symmetric, caption: 'symmetric part  *J*^{†}' },
    { values: antisymmetric, caption: 'antisymmetric part  *J*^{‡}' },
  ].map((shown, i) => ({
    ...shown,
    x: MARGIN + i * (width + gap),
    y,
    width,
    columns: DIGIT_PIXELS,
    range: WEIGHTS_RANGE,
    map: DIVERGING,
  }));
}

/** Rows of [count, pixels]. */
const rowsOf = (values: Float64Array, pixels = DIGIT_PIXELS): readonly Float64Array[] =>
  Array.from({ length: values.length / pixels }, (_, r) => values.subarray(r * pixels, (r + 1) * pixels));

/** The free run as frames, 25 a line. */
async function frameTiles(folder: string, y: number): Promise<readonly Tile[]> {
  const [{ sigma, phase }, { pattern }] = await Promise.all([
    columnsOf(join(folder, 'sigma.parquet')),
    columnsOf(join(folder, 'sequence.parquet')),
  ]);
  const free = rowsOf(sigma.filter((_, i) => phase[i] === 1));
  const size = 28;
  const gap = (WIDTH - 2 * MARGIN - A_ROW * size) / (A_ROW - 1);
  return Array.from({ length: COUNT }, (_, i) => {
    const [column, line] = [i % A_ROW, Math.floor(i / A_ROW)];
    const frame = FRAMES[pattern[FIRST + i]];
    return image(free[FIRST + i], MARGIN + column * (size + gap), y + line * (size + 9), size, { frame });
  });
}

/** Patterns, attractors, weights and the beginning of a free run. */
export async function sequenceFigure(run: Run): Promise<string> {
  const folder = run('sequence', `attractor sequence --record pattern,sigma`);
  const patterns = await readPatterns(`digits:${DIGITS.join(',')}`, 'patterns', '--patterns');
  const { sigma: ends } = await columnsOf(join(folder, 'attractors.parquet'));
  const { real, imaginary } = await columnsOf(join(folder, 'spectrum.parquet'));
  const small = 86;
  const step = small + 16;
  const right = WIDTH - MARGIN - 3 * small - 2 * 16;
  const tiles = [
    ...rowsOf(patterns.values).map((z, i) =>
      image(z, MARGIN + i * step, 62, small, { range: [-0.75, 2.63], frame: FRAMES[i] }),
    ),
    ...rowsOf(ends).map((state, i) => image(state, right + i * step, 62, small, { frame: FRAMES[i] })),
    ...(await weightTiles(folder, 206)),
    ...(await frameTiles(folder, 506)),
  ];
  const texts: readonly Text[] = [
    { x: MARGIN, y: 46, text: 'learned in this order: 1, 2, 3, 1, ...' },
    { x: right, y: 46, text: 'attractors of  *J*^{†}' },
    { x: MARGIN + 3 * step + 20, y: 96, text: 'leading eigenvalues of  *J*' },
    { x: MARGIN + 3 * step + 20, y: 122, text: `${real[0].toFixed(1)} ± ${Math.abs(imaginary[0]).toFixed(1)} *i*` },
    {
      x: MARGIN,
      y: 493,
      text: `free run without evidence and learning, steps ${FIRST} to ${FIRST + COUNT - 1}; frames: the digit that a state resembles most`,
    },
  ];
  return mosaicSvg({
    width: WIDTH,
    height: 590,
    title: 'A sequence of digits, learned and replayed',
    description:
      'Above, the digits 1, 2 and 3 and the attractors of the symmetric part of the couplings, which resemble them. In the middle, the couplings with their symmetric and antisymmetric parts. Below, fifty states of a free run: the digits follow one another in the learned order, the 2 held longest.',
    tiles,
    texts,
  });
}
