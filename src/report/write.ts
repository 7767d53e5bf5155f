/** Writes the report of a folder: one page, whole or not at all, with the same bytes for the same data. */
import { basename, join, resolve } from 'node:path';
import { type DiskOperations, writeBytes } from '../host/disk.js';
import { pageText } from '../page/page.js';
import type { Report } from '../page/report.js';
import { assertFolder, isSweepFolder } from '../run/layout.js';
import { pageProgram } from './program.js';
import { runReport } from './run-report.js';
import { sweepReport } from './sweep-report.js';

export interface WrittenReport {
  readonly path: string;
  readonly bytes: number;
  readonly title: string;
  readonly status: string;
  readonly figures: number;
  readonly warnings: readonly string[];
}

/** In the folder that it is of; of several, where the program runs. */
const REPORT_FILE = 'report.html';
const COMPARISON_FILE = 'comparison.html';

const figuresOf = ({ sections }: Report): number =>
  sections
    .flatMap(({ parts }) => parts)
    .reduce((sum, part) => sum + (part.kind === 'figures' ? part.figures.length : 0), 0);

async function reportOf(folders: readonly string[]): Promise<Report> {
  const [folder, ...others] = folders;
  if (others.length > 0) return (await import('./comparison.js')).comparisonReport(folders);
  const name = basename(resolve(folder));
  return isSweepFolder(folder) ? sweepReport(folder, name) : runReport(folder, name);
}

/** Of one folder, or of several beside each other. Throws E_CONFIG for what is not a folder of runs, E_CORRUPT, E_IO. */
export async function writeReport(
  disk: DiskOperations,
  folders: readonly string[],
  output?: string,
): Promise<WrittenReport> {
  for (const folder of folders) assertFolder(folder);
  const report = await reportOf(folders);
  const figures = figuresOf(report);
  const path = output ?? (folders.length > 1 ? COMPARISON_FILE : join(folders[0], REPORT_FILE));
  const { bytes } = await writeBytes(disk, path, pageText(report, pageProgram(figures > 0)));
  return { path, bytes, title: report.title, status: report.status.word, figures, warnings: report.warnings };
}
