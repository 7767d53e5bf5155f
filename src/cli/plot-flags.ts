/** Flags that say which figures are drawn, as what, and how large. */
import * as Flags from '@oclif/core/flags';
import { configError } from '../config/problem.js';
import { splitList } from '../config/sweep.js';
import type { ImageFormat, PlotRequest } from '../draw/plot.js';
import { didYouMean, quoted } from '../text.js';

export const PLOT_FLAGS = {
  figure: Flags.string({
    description: 'Figures by their names. Default: all but those that --list calls "if named".',
    helpValue: 'NAMES',
  }),
  format: Flags.string({ description: 'svg, png, pdf, or several. Default: svg.', helpValue: 'FORMATS' }),
  output: Flags.string({ description: 'Folder for the files. Default: figures in the folder.', helpValue: 'DIR' }),
  width: Flags.string({ description: 'Of a figure, as 85mm, 8.5cm or 3.35in. Default: 120mm.', helpValue: 'LENGTH' }),
  height: Flags.string({ description: 'Of a figure. Default: as its panels need.', helpValue: 'LENGTH' }),
  'font-size': Flags.string({ description: 'Of the letters, in points. Default: 8.5.', helpValue: 'POINTS' }),
};

export type PlotFlags = { readonly [name in keyof typeof PLOT_FLAGS]?: string };

/** Pixels of 1/96 inch. */
const UNITS: { readonly [unit: string]: number } = { mm: 96 / 25.4, cm: 960 / 25.4, in: 96, pt: 96 / 72, px: 1 };

/** Smaller ones have no room for a panel; larger ones are a mistake in the unit. */
const [LEAST_MM, MOST_MM] = [30, 2000];

function lengthOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const [, digits, unit] = /^(\d+(?:\.\d+)?|\.\d+)\s*([a-z]*)$/.exec(text.trim().toLowerCase()) ?? [];
  const place = `--${name}`;
  const problem = `${place} ${quoted(text)}: must be a length as 85mm, from ${LEAST_MM}mm to ${MOST_MM}mm, in mm, cm, in, pt or px`;
  const by = UNITS[unit ?? ''];
  if (digits === undefined || by === undefined) throw configError(problem, place);
  const pixels = Number(digits) * by;
  const mm = pixels / UNITS.mm;
  if (mm < LEAST_MM || mm > MOST_MM) throw configError(problem, place);
  return pixels;
}

const [LEAST_POINTS, MOST_POINTS] = [4, 48];

function fontOf(text: string | undefined): number {
  const given = text === undefined ? '8.5' : text.trim().replace(/\s*pt$/, '');
  const points = /^\d+(\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
  if (points >= LEAST_POINTS && points <= MOST_POINTS) return points * UNITS.pt;
  throw configError(
    `--font-size ${quoted(String(text))}: must be points, from ${LEAST_POINTS} to ${MOST_POINTS}`,
    '--font-size',
  );
}

const FORMATS: readonly ImageFormat[] = ['svg', 'png', 'pdf'];

function formatsOf(text: string | undefined): readonly ImageFormat[] {
  if (text === undefined) return ['svg'];
  return [...new Set(namesOf(text, 'format'))].map((word) => {
    const found = FORMATS.find((format) => format === word.toLowerCase());
    if (found !== undefined) return found;
    throw configError(
      `--format ${quoted(word)}: must be svg, png or pdf. ${didYouMean(word, FORMATS)}`.trim(),
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

/** What a command line asks for. Throws E_CONFIG. */
export function requestOf(folder: string, flags: PlotFlags): PlotRequest {
  const height = lengthOf(flags.height, 'height');
  return {
    folder,
    figures: flags.figure === undefined ? undefined : namesOf(flags.figure, 'figure'),
    formats: formatsOf(flags.format),
    output: flags.output,
    size: {
      width: lengthOf(flags.width ?? '120mm', 'width') as number,
      ...(height !== undefined && { height }),
      font: fontOf(flags['font-size']),
    },
  };
}
