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

const REPORT_FILE = 'report.html';

const figuresOf = ({ sections }: Report): number =>
  sections
    .flatMap(({ parts }) => parts)
    .reduce((sum, part) => sum + (part.kind === 'figures' ? part.figures.length : 0), 0);

/** Throws E_CONFIG for what is not a folder of runs, E_CORRUPT, E_IO. */
export async function writeReport(
  disk: DiskOperations,
  folders: readonly string[],
  output?: string,
): Promise<WrittenReport> {
  for (const folder of folders) assertFolder(folder);
  const [folder] = folders;
  const name = basename(resolve(folder));
  const report = await (isSweepFolder(folder) ? sweepReport(folder, name) : runReport(folder, name));
  const figures = figuresOf(report);
  const path = output ?? join(folder, REPORT_FILE);
  const { bytes } = await writeBytes(disk, path, pageText(report, pageProgram(figures > 0)));
  return { path, bytes, title: report.title, status: report.status.word, figures, warnings: report.warnings };
}
