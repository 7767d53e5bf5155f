/**
 * Makes the pictures of the documentation by `msm plot`: `npx tsx scripts/figures.ts`, or only those whose names follow. What each is made of
 * stands in page-figures.ts.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plot } from '../src/draw/plot.js';
import { ROOT } from '../tests/docs/blocks.js';
import { PAGE_FIGURES, type PageFigure } from './page-figures.js';

/** What a sweep ends with of which some runs failed. */
const SOME_FAILED = 4;

/** Does a command of the program in a folder. */
function msm(folder: string, words: readonly string[], hasFailures = false): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin', 'run.js'), ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0 && !(hasFailures && status === SOME_FAILED))
    throw new Error(`msm ${words.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}

/** Does what a picture is of, draws it, and copies its files to docs/figures. */
function make(
  folder: string,
  name: string,
  { make: commands, plot, formats, hasFailures }: PageFigure,
): readonly string[] {
  mkdirSync(folder);
  for (const command of commands) msm(folder, [...command.split(' '), '--quiet'], hasFailures);
  const words = ['plot', ...plot.split(' '), '--format', formats.join(','), '--output', 'figures', '--json'];
  const { figures } = JSON.parse(msm(folder, words)) as Plot;
  if (figures.length !== 1) throw new Error(`${name}: msm plot drew ${figures.length} figures`);
  return formats.map((format) => {
    const path = `docs/figures/${name}.${format}`;
    copyFileSync(join(folder, 'figures', `${figures[0].name}.${format}`), join(ROOT, path));
    return path;
  });
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in PAGE_FIGURES));
if (unknown.length > 0) throw new Error(`no picture is called ${unknown.join(', ')}`);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
const scratch = mkdtempSync(join(tmpdir(), 'msm-figures-'));
try {
  for (const [name, figure] of Object.entries(PAGE_FIGURES).filter(([one]) => isWanted(one))) {
    for (const path of make(join(scratch, name), name, figure)) console.log(path);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
