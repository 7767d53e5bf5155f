/** The folder that `msm new` makes: a model that runs as it is, to be changed line by line. */
import { basename, join, resolve } from 'node:path';
import { configError } from '../config/problem.js';
import { claimFolder, ensureFolder, NODE_DISK, removeAll, writeBytes } from '../host/disk.js';
import { MODEL_FILE } from './own-folder.js';
import { assertModelName } from './read-model.js';

const modelText = (name: string): string => `# A model is this file and step.ts. Run it with: msm run ./${name}
model: ${name}
summary: units that forget, and that noise pushes
parameters:
  N: { kind: integer, default: 100, min: 1, help: units }
  tau: { kind: number, default: 1, above: 0, unit: s, symbol: τ, help: time constant }
  sigma: { kind: number, default: 1, min: 0, symbol: σ, help: standard deviation after a long time }
  T: { kind: number, default: 10, above: 0, unit: s, help: time of a run }
  dt: { kind: number, default: 0.01, above: 0, unit: s, help: time of a step }
steps: T / dt
time: dt
state: # what a step changes, and all that a checkpoint holds
  x: { shape: [N], start: 0, help: state of the units }
noise: # drawn anew before each step
  push: { shape: [N], each: normal, help: what pushes the units }
observables: # state, or a function of step.ts; those of the default are recorded
  spread: { default: true, help: root of the mean square of the units }
  x: { help: state of the units }
`;

const STEP = `// AssemblyScript. './state' has a function for each name of model.yaml: the value of a number, the address of an array.
import { dot_f64 } from 'msm/linalg/vectors';
import * as m from './state';

// x <- x - dt/tau x + sigma sqrt(2 dt/tau) push
export function step(s: usize): void {
  const x = m.x(s), push = m.push(s);
  const rate = m.dt(s) / m.tau(s);
  const size = m.sigma(s) * sqrt(2 * rate);
  for (let i: usize = 0; i < <usize>m.N(s) << 3; i += 8) {
    const before = load<f64>(x + i);
    store<f64>(x + i, before - rate * before + size * load<f64>(push + i));
  }
}

// Rows end in zeros up to a multiple of 4 numbers, Np of them.
export function spread(s: usize): f64 {
  return sqrt(dot_f64(m.x(s), m.x(s), m.Np(s)) / m.N(s));
}
`;

/** The files of a new model, by path. */
export const templateFiles = (name: string): readonly { readonly path: string; readonly text: string }[] => [
  { path: MODEL_FILE, text: modelText(name) },
  { path: 'step.ts', text: STEP },
];

/**
 * Makes the folder of a new model, which gets the name of the folder.
 *
 * @returns the paths of its files
 * @throws E_CONFIG for a name that no model can have, and for a folder that exists; E_IO, after which there is no folder
 */
export async function makeModel(folder: string): Promise<readonly string[]> {
  const name = basename(resolve(folder));
  assertModelName(name, folder);
  ensureFolder(resolve(folder, '..'));
  if (!claimFolder(folder))
    throw configError(`${folder} exists`, folder, 'Choose another name: nothing there is changed.');
  try {
    const paths = templateFiles(name).map(({ path, text }) => ({ path: join(folder, path), text }));
    for (const { path, text } of paths) await writeBytes(NODE_DISK, path, text);
    return paths.map(({ path }) => path);
  } catch (error) {
    removeAll(folder);
    throw error;
  }
}
