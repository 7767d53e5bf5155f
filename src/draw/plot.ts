/** Draws the figures of a folder: which there are, which are wanted, and their files. */
import { join } from 'node:path';
import { configError, unknownKey } from '../config/problem.js';
import { allFigures } from '../figure/defaults.js';
import type { Figure, FigureDescription, Need } from '../figure/figure.js';
import type { FigureSize } from '../figure/size.js';
import { type DiskOperations, ensureFolder, jsonText, writeBytes } from '../host/disk.js';
import { assertFolder, isSweepFolder } from '../run/layout.js';
import { loadData } from './run-data.js';
import { type DrawnRun, openRun } from './run-subject.js';

export const IMAGE_FORMATS = ['svg', 'png', 'pdf'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

export interface PlotRequest {
  readonly folder: string;
  /** Names of figures; absent: all that are not drawn only if they are asked for. */
  readonly figures?: readonly string[];
  readonly formats: readonly ImageFormat[];
  /** Absent: `figures` in the folder. */
  readonly output?: string;
  readonly size: FigureSize;
}

/** A figure that a folder has. */
export interface ListedFigure {
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
  /** Whether it is drawn where none is named. */
  readonly isDrawn: boolean;
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
}

interface Offered {
  readonly figure: FigureDescription;
  readonly needs: readonly Need[];
}

/** A run with the figures that it has. */
async function offeredBy(folder: string): Promise<{ readonly run: DrawnRun; readonly offered: readonly Offered[] }> {
  assertFolder(folder);
  if (isSweepFolder(folder)) throw configError(`${folder} is a sweep; figures of sweeps need --x and --y`, folder);
  const run = await openRun(folder);
  const own = (await run.family.figures?.()) ?? [];
  const offered = allFigures(run.subject, own).flatMap((figure): readonly Offered[] => {
    const needs = figure.needs(run.subject);
    return needs === undefined ? [] : [{ figure, needs }];
  });
  return { run, offered };
}

/** The figures of a folder. Throws E_CONFIG for a folder that is not one of a finished run, E_CORRUPT for damage. */
export async function listFigures(folder: string): Promise<readonly ListedFigure[]> {
  const { offered } = await offeredBy(folder);
  return offered.map(({ figure: { name, title, meaning, isExtra = false } }) => ({
    name,
    title,
    meaning,
    isDrawn: !isExtra,
  }));
}

/** Those asked for, in that order. Throws E_CONFIG with the nearest right word. */
function chosen(offered: readonly Offered[], names: readonly string[] | undefined, folder: string): readonly Offered[] {
  if (names === undefined) return offered.filter(({ figure }) => figure.isExtra !== true);
  return [...new Set(names)].map((name) => {
    const found = offered.find(({ figure }) => figure.name === name);
    if (found !== undefined) return found;
    const known = offered.map(({ figure }) => figure.name);
    throw unknownKey(name, `a figure of ${folder}`, known, '--figure');
  });
}

/** Bytes of each file of a figure, by its ending. */
async function filesOf(
  figure: Figure,
  size: FigureSize,
  formats: readonly ImageFormat[],
): Promise<readonly (readonly [string, Uint8Array | string])[]> {
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

/**
 * Draws figures of a finished run. Everything is drawn before the first file is written, so that a mistake leaves nothing behind.
 *
 * @throws E_CONFIG for names that are not figures of it, E_CORRUPT for damaged tables, E_IO
 */
export async function plot(disk: DiskOperations, request: PlotRequest): Promise<Plot> {
  const { folder, figures, formats, size, output = join(folder, 'figures') } = request;
  const { run, offered } = await offeredBy(folder);
  const drawn: { readonly figure: FigureDescription; readonly files: Awaited<ReturnType<typeof filesOf>> }[] = [];
  for (const { figure, needs } of chosen(offered, figures, folder)) {
    const made = figure.draw(await loadData(run, needs, size));
    drawn.push({ figure, files: await filesOf(made, size, formats) });
  }
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
  return { folder, output, figures: written };
}
