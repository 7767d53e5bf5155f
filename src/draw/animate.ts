/** Animations of the records of a run: frame by frame, so that memory holds one record, one frame and the files. */
import { pathScene, pictureScene, type Scene } from '../figure/animation.js';
import {
  type AnimatedPath,
  type Animation,
  type ArrayValues,
  type FigureData,
  type FigureDescription,
  tableOf,
} from '../figure/figure.js';
import { MOST_TILES, sidesOf } from '../figure/heat-map.js';
import { rangeOf, tiled } from '../figure/reduce.js';
import type { FigureSize } from '../figure/size.js';
import { numberWords } from '../figure/text.js';
import type { AnimatedFormat, AnimationOptions } from './animation-options.js';
import { apngFrames } from './apng.js';
import { type Canvas, canvasOf, paintArray, paintLine, paintPath } from './canvas.js';
import type { Frames, FramesAbout } from './frames.js';
import { gifFrames } from './gif.js';
import { type ArrayRecord, readEach, recordCount } from './read-array.js';
import { render } from './render.js';
import { loadData, longTable } from './run-data.js';
import type { Source } from './run-subject.js';

/** One of the frames: the arrays of one step. */
interface Moment {
  readonly step: number;
  readonly time?: number;
  readonly arrays: readonly ArrayValues[];
}

/** Steps that all tables have, one after the other, every `stride`-th of them. */
async function* momentsOf(source: Source, animation: Animation, stride: number): AsyncIterable<Moment> {
  const tables = (animation.records(source.subject) ?? []).map(({ table, value }) => longTable(source, table, value));
  if (tables.length === 1) {
    for await (const { step, time, array } of readEach(tables[0], stride)) yield { step, time, arrays: [array] };
    return;
  }
  const [first, ...others] = tables.map((table) => readEach(table, 1)[Symbol.asyncIterator]());
  const waiting: (ArrayRecord | undefined)[] = [];
  for (const other of others) waiting.push((await other.next()).value);
  let number = 0;
  for (let one = await first.next(); !one.done; one = await first.next()) {
    const { step, time, array } = one.value;
    for (const [i, other] of others.entries()) {
      let at = waiting[i];
      while (at !== undefined && at.step < step) at = (await other.next()).value;
      waiting[i] = at;
    }
    if (waiting.some((at) => at?.step !== step)) continue;
    if (number++ % stride === 0)
      yield { step, time, arrays: [array, ...waiting.map((at) => (at as ArrayRecord).array)] };
  }
}

/** Widens a range by values. */
const wider = (range: readonly [number, number], values: ArrayLike<number>): readonly [number, number] =>
  rangeOf([...range, ...rangeOf(values)]);

const EMPTY: readonly [number, number] = [Number.NaN, Number.NaN];

/** What must be known before the first frame. */
interface Survey {
  readonly count: number;
  readonly first: Moment;
  readonly last: Moment;
  /** Of pictures: the first frame, and the range of all. */
  readonly picture?: { readonly first: ArrayValues; readonly range: readonly [number, number] };
  /** Of paths: the points. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

async function survey(
  moments: AsyncIterable<Moment>,
  animation: Animation,
  data: FigureData,
): Promise<Survey | undefined> {
  let [count, range]: [number, readonly [number, number]] = [0, EMPTY];
  let first: Moment | undefined;
  let last: Moment | undefined;
  let picture: ArrayValues | undefined;
  const [x, y]: number[][] = [[], []];
  for await (const moment of moments) {
    count++;
    last = { ...moment, arrays: [] };
    first ??= last;
    if (animation.kind === 'picture') {
      const frame = animation.frame(moment.arrays, data);
      picture ??= frame;
      range = wider(range, frame.values);
    } else {
      const [px, py] = animation.point(moment.arrays, data);
      x.push(px);
      y.push(py);
    }
  }
  if (first === undefined || last === undefined) return undefined;
  return { count, first, last, ...(picture !== undefined && { picture: { first: picture, range } }), x, y };
}

/** `t = 12`: when a frame is. */
function whenOf({ step, time }: Moment): string {
  return time === undefined ? `step ${numberWords(step)}` : `t = ${numberWords(time)}`;
}

const secondsWords = (fps: number): string => `${numberWords(fps)} frames a second`;

/** A rate that a GIF can have: whole hundredths of a second a frame. */
export const gifRate = (fps: number): number => 100 / Math.max(2, Math.round(100 / fps));

function notesOf({ count, first, last }: Survey, stride: number, format: string, fps: number): readonly string[] {
  const every = stride === 1 ? 'every record' : `one record in ${stride}`;
  const rate = format === 'gif' ? gifRate(fps) : fps;
  return [
    `${count} frames, ${secondsWords(rate)}: ${every} from ${whenOf(first)} to ${whenOf(last)}; one scale of all frames`,
  ];
}

/** Paints one frame after the other. */
type Painter = (pixels: Uint8Array, moment: Moment, number: number) => void | Promise<void>;

function painterOf(animation: Animation, canvas: Canvas, scene: Scene, seen: Survey, data: FigureData): Painter {
  if (animation.kind === 'picture') {
    return (pixels, { arrays }) => {
      const frame = animation.frame(arrays, data);
      const [rows, columns] = sidesOf(frame);
      const tiles = tiled(frame.values, rows, columns, MOST_TILES);
      paintArray(canvas, pixels, tiles.values, tiles.rows, tiles.columns, scene.domain);
    };
  }
  const ends = scene as ReturnType<typeof pathScene>;
  const shares = (values: readonly number[], [low, high]: readonly [number, number]) =>
    values.map((value) => (value - low) / (high - low));
  const [x, y] = [shares(seen.x, ends.x), shares(seen.y, ends.y)];
  return (pixels, _, number) => paintPath(canvas, pixels, x.slice(0, number + 1), y.slice(0, number + 1));
}

function sceneFor(
  figure: FigureDescription,
  animation: Animation,
  seen: Survey,
  data: FigureData,
  notes: readonly string[],
): Scene {
  const words = { title: figure.title, meaning: animation.meaning ?? figure.meaning, notes };
  if (seen.picture !== undefined) return pictureScene(data, words, seen.picture.first, seen.picture.range);
  return pathScene(data, words, animation as AnimatedPath, [rangeOf(seen.x), rangeOf(seen.y)]);
}

const FILES: { readonly [format in AnimatedFormat]: (about: FramesAbout) => Frames } = {
  gif: gifFrames,
  apng: apngFrames,
};

/** Least number of frames that move. */
const LEAST_FRAMES = 2;

/** Files of an animation, by their endings; or why there are none, and what would give some. */
export type Animated =
  | { readonly files: readonly (readonly [string, Uint8Array])[] }
  | { readonly reason: string; readonly next: string };

/** Draws the files of an animation. Records are read twice: for what all frames share, and for the frames. */
export async function animate(
  source: Source,
  figure: FigureDescription,
  animation: Animation,
  formats: readonly AnimatedFormat[],
  size: FigureSize,
  { fps, stride: asked, mostFrames }: AnimationOptions,
): Promise<Animated> {
  const data = await loadData(source, animation.needs?.(source.subject) ?? [], size);
  const counts = (animation.records(source.subject) ?? []).map(({ table, value }) =>
    recordCount(longTable(source, table, value), tableOf(source.subject, table)?.nRows ?? 0),
  );
  const records = Math.min(...(await Promise.all(counts)));
  const stride = asked ?? Math.max(1, Math.ceil(records / mostFrames));
  const seen = await survey(momentsOf(source, animation, stride), animation, data);
  if (seen === undefined || seen.count < LEAST_FRAMES) {
    const frames = seen?.count === 1 ? '1 frame' : `${seen?.count ?? 0} frames`;
    return {
      reason: `it has ${frames}, and an animation needs ${LEAST_FRAMES}`,
      next: asked === undefined ? 'Record it more often: --record with @EVERY.' : 'Take a smaller --stride.',
    };
  }
  const made: (readonly [string, Uint8Array])[] = [];
  for (const format of formats) {
    const scene = sceneFor(figure, animation, seen, data, notesOf(seen, stride, format, fps));
    const canvas = await canvasOf(await render(scene.figure.spec, size), scene, size.font);
    const { width, height, palette } = canvas;
    const { caption } = scene.figure;
    const file = FILES[format]({ width, height, palette, count: seen.count, fps, title: figure.title, caption });
    const paint = painterOf(animation, canvas, scene, seen, data);
    let number = 0;
    for await (const moment of momentsOf(source, animation, stride)) {
      const pixels = canvas.base.slice();
      await paint(pixels, moment, number);
      const words = `${whenOf(moment)} (frame ${number + 1} of ${seen.count})`;
      await paintLine(canvas, pixels, words, (number + 1) / seen.count, size.font);
      file.add(pixels);
      number++;
    }
    made.push([format, file.finish()]);
  }
  return { files: made };
}
