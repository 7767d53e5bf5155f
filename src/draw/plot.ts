/** Draws the figures of a folder, and writes their files. */
import { join } from 'node:path';
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import type { ColumnsRequest } from '../figure/columns.js';
import { type Figure, type FigureDescription, type LogAxes, tableOf } from '../figure/figure.js';
import type { FigureSize } from '../figure/size.js';
import { type DiskOperations, ensureFolder, jsonText, pathKind, writeBytes } from '../host/disk.js';
import { assertFolder, isSweepFolder } from '../run/layout.js';
import { firstOf } from '../text.js';
import { ANIMATED_FORMATS, type AnimatedFormat, type AnimationOptions, USUAL_ANIMATION } from './animation-options.js';
import { chosen, type Offered, ofColumns, offeredBy, ofTrial, usualTable } from './offered.js';
import { loadData } from './run-data.js';
import { openRun, type Source } from './run-subject.js';

export const STILL_FORMATS = ['svg', 'png', 'pdf'] as const;
export type StillFormat = (typeof STILL_FORMATS)[number];
export type ImageFormat = StillFormat | AnimatedFormat;
export const IMAGE_FORMATS: readonly ImageFormat[] = [...STILL_FORMATS, ...ANIMATED_FORMATS];

export interface PlotRequest {
  readonly folder: string;
  /** Names of figures; absent: all that are not drawn only if they are asked for. */
  readonly figures?: readonly string[];
  readonly formats: readonly ImageFormat[];
  /** Absent: `figures` in the folder. */
  readonly output?: string;
  readonly size: FigureSize;
  /** Instead of the figures that there are: columns of a table against each other; `table`: the results, or the time series of a run. */
  readonly columns?: Omit<ColumnsRequest, 'table'> & { readonly table?: string };
  readonly log?: LogAxes;
  /** Of figures that show one trial the one that they show, from 0 on; those alone are drawn then. Absent: the first. */
  readonly trial?: number;
  readonly animation?: AnimationOptions;
}

/** A figure that a folder has. */
export interface ListedFigure {
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
  /** Whether it is drawn where none is named. */
  readonly isDrawn: boolean;
  /** Whether it can be drawn as gif and apng. */
  readonly isAnimated: boolean;
  /** Why it cannot be drawn. */
  readonly reason?: string;
}

/** A figure that would be drawn, and why it is not. */
export interface SkippedFigure {
  readonly name: string;
  readonly reason: string;
  /** The formats in which it is not; absent: all. */
  readonly formats?: readonly ImageFormat[];
}

export interface DrawnFigure {
  readonly name: string;
  readonly title: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

export interface Plot {
  readonly folder: string;
  readonly output: string;
  readonly figures: readonly DrawnFigure[];
  readonly skipped: readonly SkippedFigure[];
}

/** Whether a folder has results of several runs: a sweep, or tables that were collected. */
const hasResults = (folder: string): boolean =>
  isSweepFolder(folder) || pathKind(join(folder, 'results.parquet')) !== undefined;

/** Opens a run, a sweep, or a folder of collected tables. Throws E_CONFIG for any other, E_CORRUPT for damage. */
export async function openSource(folder: string): Promise<Source> {
  assertFolder(folder);
  return hasResults(folder) ? (await import('./sweep-subject.js')).openSweep(folder) : openRun(folder);
}

/** The figures of a folder. Throws E_CONFIG for a folder that is not one of a finished run, E_CORRUPT for damage. */
export async function listFigures(folder: string): Promise<readonly ListedFigure[]> {
  const offered = await offeredBy(await openSource(folder));
  return offered.map(({ figure: { name, title, meaning, isExtra = false }, reason, animation }) => ({
    name,
    title,
    meaning,
    isAnimated: animation !== undefined,
    isDrawn: !isExtra && reason === undefined,
    ...(reason !== undefined && { reason }),
  }));
}

type Files = readonly (readonly [string, Uint8Array | string])[];

/** Files of a still figure, by their endings. */
async function filesOf(figure: Figure, size: FigureSize, formats: readonly StillFormat[]): Promise<Files> {
  const { render } = await import('./render.js');
  const rendered = await render(figure.spec, size);
  const files: (readonly [string, Uint8Array | string])[] = [['vl.json', jsonText(rendered.spec)]];
  for (const format of formats) {
    if (format === 'svg') files.push(['svg', rendered.svg]);
    else if (format === 'png') files.push(['png', await (await import('./png.js')).pngOf(rendered)]);
    else files.push(['pdf', await (await import('./pdf.js')).pdfOf(rendered)]);
  }
  return files;
}

const isStill = (format: ImageFormat): format is StillFormat => STILL_FORMATS.some((one) => one === format);
const isMoving = (format: ImageFormat): format is AnimatedFormat => !isStill(format);

/** What would make something move. */
const MOVES = 'Record an array over time: --record with a vector or a matrix.';

/** Throws E_CONFIG if a figure is to move that cannot, with those that can. */
function assertMoving({ figure: { name }, animation }: Offered, among: readonly Offered[], format: string): void {
  if (animation !== undefined) return;
  const moving = among.filter((one) => one.animation !== undefined).map(({ figure }) => figure.name);
  const next = moving.length === 0 ? MOVES : `These can be: ${moving.join(', ')}.`;
  throw configError(`${name} is no animation and cannot be drawn as ${format}`, '--format', next);
}

/** A figure that could move and does not. */
interface StandingFigure extends SkippedFigure {
  readonly next: string;
}

const doesNotMove = ({ name, reason, next }: StandingFigure, format: string): MsmError =>
  configError(`${name} cannot be drawn as ${format}: ${reason}`, '--format', next);

/** The error for a folder of which nothing moves, where no figure was named. */
function nothingMoves(folder: string, standing: readonly StandingFigure[], format: string): MsmError {
  const why = standing.map(({ name, reason }) => `; of ${name}: ${reason}`).join('');
  return configError(
    `there is nothing in ${folder} that can be drawn as ${format}${why}`,
    '--format',
    standing[0]?.next ?? MOVES,
  );
}

/** The error for a folder that has no figure of its own. */
function nothingToDraw({ folder, subject }: Source): MsmError {
  const columns = (tableOf(subject, 'results')?.columns ?? []).map(({ name }) => name);
  const next =
    subject.kind === 'sweep'
      ? `Name columns with --x and --y, of: ${firstOf(columns)}.`
      : 'Run it again with --record and what is to be drawn.';
  return configError(`there is nothing in ${folder} that has a figure of its own`, folder, next);
}

/** Whether something only says that a figure cannot be drawn of these values, and not that they are damaged. */
export const isUndrawable = (error: unknown): error is MsmError =>
  error instanceof MsmError && error.code === 'E_CONFIG';

/** All files of a figure, or why it does not move. */
async function filesOfOffered(
  source: Source,
  { figure, needs, animation }: Offered,
  { formats, size, log, animation: options }: PlotRequest,
): Promise<{ readonly files: Files; readonly standing?: StandingFigure }> {
  const [still, moving] = [formats.filter(isStill), formats.filter(isMoving)];
  const files =
    still.length === 0 ? [] : await filesOf(figure.draw(await loadData(source, needs, size, log)), size, still);
  if (moving.length === 0 || animation === undefined) return { files };
  const { animate } = await import('./animate.js');
  const moved = await animate(source, figure, animation, moving, size, { ...USUAL_ANIMATION, ...options });
  return 'files' in moved
    ? { files: [...files, ...moved.files] }
    : { files, standing: { name: figure.name, ...moved } };
}

/**
 * Draws figures of a finished run or of a sweep. Everything is drawn before the first file is written, so that a mistake leaves nothing behind. Where
 * no figure was named, one that cannot be drawn is left out with its reason.
 *
 * @throws E_CONFIG for names that are not figures of it, and for what cannot be drawn if it was named or nothing else can; E_CORRUPT for damaged
 *   tables, E_IO
 */
export async function plot(disk: DiskOperations, request: PlotRequest): Promise<Plot> {
  const { folder, figures, columns, formats, trial, output = join(folder, 'figures') } = request;
  const source = await openSource(folder);
  const offered = columns === undefined ? await offeredBy(source) : [];
  const found =
    columns === undefined
      ? await chosen(source, offered, figures)
      : [ofColumns(source, { ...columns, table: columns.table ?? usualTable(source) })];
  const isNamed = figures !== undefined || columns !== undefined;
  const asked = trial === undefined ? found : ofTrial(source, trial, { asked: found, offered, isNamed });
  const [still, moving] = [formats.filter(isStill), formats.filter(isMoving)];
  const drawable = asked.filter(({ reason }) => reason === undefined);
  // without names: all as still pictures, and those that move as animations
  const wanted = drawable.filter(({ animation }) => isNamed || still.length > 0 || animation !== undefined);
  const skipped = asked.flatMap(({ figure: { name }, reason }) => (reason === undefined ? [] : [{ name, reason }]));
  if (drawable.length === 0) throw nothingToDraw(source);
  if (wanted.length === 0) throw nothingMoves(folder, [], moving[0]);
  for (const one of isNamed && moving.length > 0 ? wanted : []) assertMoving(one, offered, moving[0]);
  const drawn: { readonly figure: FigureDescription; readonly files: Files }[] = [];
  const standing: StandingFigure[] = [];
  const failed: { readonly name: string; readonly error: MsmError }[] = [];
  for (const one of wanted) {
    const { figure } = one;
    try {
      const made = await filesOfOffered(source, one, request);
      if (made.standing !== undefined) standing.push(made.standing);
      if (made.files.length > 0) drawn.push({ figure, files: made.files });
    } catch (error) {
      if (isNamed || !isUndrawable(error)) throw error;
      failed.push({ name: figure.name, error });
    }
  }
  if (standing.length > 0 && isNamed) throw doesNotMove(standing[0], moving[0]);
  if (drawn.length === 0) throw failed[0]?.error ?? nothingMoves(folder, standing, moving[0]);
  ensureFolder(output);
  const written: DrawnFigure[] = [];
  for (const { figure, files } of drawn) {
    const paths: { readonly path: string; readonly bytes: number }[] = [];
    for (const [ending, content] of files) {
      const path = join(output, `${figure.name}.${ending}`);
      paths.push({ path, bytes: (await writeBytes(disk, path, content)).bytes });
    }
    written.push({ name: figure.name, title: figure.title, files: paths });
  }
  const undrawn = failed.map(({ name, error }) => ({ name, reason: error.message }));
  const unmoved = standing.map(({ name, reason }) => ({ name, reason, formats: moving }));
  return { folder, output, figures: written, skipped: [...skipped, ...undrawn, ...unmoved] };
}
