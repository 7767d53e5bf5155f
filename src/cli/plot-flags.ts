/** Flags that say which figures are drawn, as what, and how large. */
import * as Flags from '@oclif/core/flags';
import { configError } from '../config/problem.js';
import { splitList } from '../config/sweep.js';
import { USUAL_ANIMATION } from '../draw/animation-options.js';
import type { ImageFormat, PlotRequest } from '../draw/plot.js';
import type { LogAxes } from '../figure/figure.js';
import { mmOfPixels, pixelsOfMm, pixelsOfPoints } from '../figure/size.js';
import { didYouMean, quoted } from '../text.js';
import { placeName } from './place-name.js';

export const PLOT_FLAGS = {
  x: Flags.string({ description: 'Instead: a column along the x axis, with --y.', helpValue: 'COLUMN' }),
  y: Flags.string({ description: 'A column along the y axis; of several, each in a panel.', helpValue: 'COLUMNS' }),
  colour: Flags.string({
    description: 'A column that colours tell. Of a number over two parameters they make a map.',
    helpValue: 'COLUMN',
  }),
  table: Flags.string({
    description: 'The table of --x and --y. Default: the results, or the time series of a run.',
    helpValue: 'NAME',
  }),
  log: Flags.string({ description: 'Logarithmic axes: x, y or x,y.', helpValue: 'AXES' }),
  figure: Flags.string({
    description: 'Figures by their names. Default: all but those that --list calls "if named".',
    helpValue: 'NAMES',
  }),
  trial: Flags.string({
    description:
      'Of figures that show one trial the one that they show, from 0 on; without --figure those alone are drawn. Default: 0.',
    helpValue: 'NUMBER',
  }),
  format: Flags.string({
    description: 'svg, png, pdf, or several; gif and apng of what moves. Default: svg.',
    helpValue: 'FORMATS',
  }),
  fps: Flags.string({ description: 'Frames a second of gif and apng. Default: 10.', helpValue: 'NUMBER' }),
  stride: Flags.string({ description: 'Every so many-th record is a frame.', helpValue: 'COUNT' }),
  'most-frames': Flags.string({
    description: 'Without --stride: records are left out so that there are no more frames. Default: 200.',
    helpValue: 'COUNT',
  }),
  output: Flags.string({
    parse: placeName,
    description: 'Folder for the files, or --out. Default: figures in the folder.',
    helpValue: 'DIR',
    aliases: ['out'],
  }),
  width: Flags.string({ description: 'Of a figure, as 85mm, 8.5cm or 3.35in. Default: 120mm.', helpValue: 'LENGTH' }),
  height: Flags.string({ description: 'Of a figure. Default: as its panels need.', helpValue: 'LENGTH' }),
  'font-size': Flags.string({ description: 'Of the letters, in points. Default: 8.5.', helpValue: 'POINTS' }),
};

export type PlotFlags = { readonly [name in keyof typeof PLOT_FLAGS]?: string };

/** Pixels of a length in each unit. */
const UNITS: { readonly [unit: string]: (value: number) => number } = {
  mm: pixelsOfMm,
  cm: (value) => pixelsOfMm(10 * value),
  in: (value) => pixelsOfPoints(72 * value),
  pt: pixelsOfPoints,
  px: (value) => value,
};

/** Smaller ones have no room for a panel; larger ones are a mistake in the unit. */
const [LEAST_MM, MOST_MM] = [30, 2000];

function lengthOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const [, digits, unit] = /^(\d+(?:\.\d+)?|\.\d+)\s*([a-z]*)$/.exec(text.trim().toLowerCase()) ?? [];
  const place = `--${name}`;
  const problem = `${place} ${quoted(text)}: must be a length as 85mm, from ${LEAST_MM}mm to ${MOST_MM}mm, in mm, cm, in, pt or px`;
  const pixels = UNITS[unit ?? '']?.(Number(digits)) ?? Number.NaN;
  const mm = mmOfPixels(pixels);
  if (!(mm >= LEAST_MM && mm <= MOST_MM)) throw configError(problem, place);
  return pixels;
}

const [LEAST_POINTS, MOST_POINTS] = [4, 48];

function fontOf(text: string | undefined): number {
  const given = text === undefined ? '8.5' : text.trim().replace(/\s*pt$/, '');
  const points = /^\d+(\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
  if (points >= LEAST_POINTS && points <= MOST_POINTS) return pixelsOfPoints(points);
  throw configError(
    `--font-size ${quoted(String(text))}: must be points, from ${LEAST_POINTS} to ${MOST_POINTS}`,
    '--font-size',
  );
}

/** Browsers show no more, and slower pictures do not move. */
const [LEAST_RATE, MOST_RATE] = [0.1, 50];
const MOST_COUNT = 1e6;

function numberIn(text: string, name: string, what: string, low: number, high: number, isWhole: boolean): number {
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= low && value <= high && (!isWhole || Number.isInteger(value))) return value;
  throw configError(`--${name} ${quoted(text)}: must be ${what} from ${low} to ${high}`, `--${name}`);
}

/** How animations move. Throws E_CONFIG for flags that say nothing about what is drawn. */
function animationOf(flags: PlotFlags, formats: readonly ImageFormat[]): PlotRequest['animation'] {
  const { fps, stride, 'most-frames': most } = flags;
  const idle = Object.entries({ fps, stride, 'most-frames': most }).find(([, value]) => value !== undefined)?.[0];
  if (idle !== undefined && !formats.some((format) => format === 'gif' || format === 'apng')) {
    throw configError(`--${idle} is about animations, and --format has none`, '--format', 'Add --format gif or apng.');
  }
  if (stride !== undefined && most !== undefined) {
    throw configError('--stride and --most-frames exclude each other', '--most-frames');
  }
  return {
    ...USUAL_ANIMATION,
    ...(fps !== undefined && { fps: numberIn(fps, 'fps', 'a number', LEAST_RATE, MOST_RATE, false) }),
    ...(stride !== undefined && { stride: numberIn(stride, 'stride', 'a whole number', 1, MOST_COUNT, true) }),
    ...(most !== undefined && { mostFrames: numberIn(most, 'most-frames', 'a whole number', 2, MOST_COUNT, true) }),
  };
}

const FORMATS: readonly ImageFormat[] = ['svg', 'png', 'pdf', 'gif', 'apng'];

function formatsOf(text: string | undefined): readonly ImageFormat[] {
  if (text === undefined) return ['svg'];
  return [...new Set(namesOf(text, 'format'))].map((word) => {
    const found = FORMATS.find((format) => format === word.toLowerCase());
    if (found !== undefined) return found;
    throw configError(
      `--format ${quoted(word)}: must be svg, png, pdf, gif or apng. ${didYouMean(word, FORMATS)}`.trim(),
      '--format',
    );
  });
}

/** Names between commas. */
function namesOf(text: string, name: string): readonly string[] {
  const names = splitList(text).map((one) => one.trim());
  if (!names.includes('')) return names;
  throw configError(`--${name} ${quoted(text)}: must be names between commas`, `--${name}`);
}

/** Axes of --log. */
function logOf(text: string | undefined): LogAxes {
  const axes = text === undefined ? [] : namesOf(text, 'log');
  const other = axes.find((axis) => axis !== 'x' && axis !== 'y');
  if (other !== undefined) throw configError(`--log ${quoted(other)}: must be x, y or x,y`, '--log');
  return { x: axes.includes('x'), y: axes.includes('y') };
}

/** Columns instead of figures. Throws E_CONFIG for one without the other. */
function columnsOf({ x, y, colour, table, figure, trial }: PlotFlags): PlotRequest['columns'] {
  if (x === undefined || y === undefined) {
    const idle = Object.entries({ x, y, colour, table }).find(([, value]) => value !== undefined)?.[0];
    if (idle === undefined) return undefined;
    const lacks = x === undefined ? '--x' : '--y';
    throw configError(`--${idle} names columns, and ${lacks} is missing`, lacks, 'Give both --x and --y.');
  }
  if (figure !== undefined) throw configError('--figure and --x exclude each other', '--figure');
  if (trial !== undefined) throw configError('--trial and --x exclude each other', '--trial');
  return { x: x.trim(), y: namesOf(y, 'y'), colour: colour?.trim(), table: table?.trim() };
}

/** What a command line asks for. Throws E_CONFIG. */
export function requestOf(folder: string, flags: PlotFlags): PlotRequest {
  const height = lengthOf(flags.height, 'height');
  const formats = formatsOf(flags.format);
  return {
    folder,
    figures: flags.figure === undefined ? undefined : namesOf(flags.figure, 'figure'),
    formats,
    animation: animationOf(flags, formats),
    output: flags.output,
    columns: columnsOf(flags),
    log: logOf(flags.log),
    ...(flags.trial !== undefined && { trial: numberIn(flags.trial, 'trial', 'a whole number', 0, MOST_COUNT, true) }),
    size: {
      width: lengthOf(flags.width ?? '120mm', 'width') as number,
      ...(height !== undefined && { height }),
      font: fontOf(flags['font-size']),
    },
  };
}
