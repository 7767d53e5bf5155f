/**
 * Makes the pictures of the documentation from runs of the program: `npx tsx scripts/figures.ts`, or only those whose names
 * follow. Each picture reads the Parquet files that `msm` wrote. The PNG of the README follows with
 * `rsvg-convert -z 2 docs/figures/hebbian-distance.svg -o docs/figures/hebbian-distance.png`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../tests/docs/blocks.js';
import { type Run, runIn } from './figure-runs.js';
import { sequenceFigure } from './figures-attractor.js';
import { finiteSizeFigure } from './figures-finite-size.js';
import { distanceFigure, fluctuationFigure, holdFigure } from './figures-hebbian.js';
import { corruptionFigure } from './figures-heterosynaptic.js';
import { lyapunovFigure } from './figures-lyapunov.js';
import { type Figure, svgOf } from './plot.js';

const FIGURES: { readonly [name: string]: (run: Run) => Promise<Figure | string> } = {
  'attractor-sequence': sequenceFigure,
  corruption: corruptionFigure,
  'hebbian-distance': distanceFigure,
  'hebbian-fluctuations': fluctuationFigure,
  'hebbian-holds': holdFigure,
  lyapunov: lyapunovFigure,
  'lyapunov-size': finiteSizeFigure,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in FIGURES));
if (unknown.length > 0) throw new Error(`no picture is called ${unknown.join(', ')}`);
const scratch = mkdtempSync(join(tmpdir(), 'msm-figures-'));
try {
  for (const [name, make] of Object.entries(FIGURES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const path = `docs/figures/${name}.svg`;
    const figure = await make(runIn(scratch));
    writeFileSync(join(ROOT, path), typeof figure === 'string' ? figure : svgOf(figure));
    console.log(path);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
