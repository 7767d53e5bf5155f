/** The files that a step is made of: those of the folder that it imports, and the kernels. Nothing else can be imported. */
import { posix } from 'node:path';
import { configError } from '../config/problem.js';
import { pathKind } from '../host/disk.js';
import { textOf } from '../host/text-file.js';
import { didYouMean, quoted } from '../text.js';
import { KERNELS, kernelNames, kernelText } from './kernel-sources.js';
import { importsOf, placeAt } from './lexical.js';
import { bytesOfText, whyNoFile } from './read-text.js';

/** Texts by path, without the ending `.ts`. */
export type Texts = ReadonlyMap<string, string>;

export interface SourceFiles {
  /** Files of the folder: `step` and what it imports. */
  readonly own: Texts;
  /** Kernels, by their path behind `msm/`. */
  readonly kernels: Texts;
}

/** Files that the compiler makes; no file of a person can have these names. */
export const STATE_FILE = 'state';
export const ENTRY_FILE = 'msm-module';

const MOST_FILES = 100;
const RULE = `A step imports files of its own folder and ${KERNELS}…`;

interface Import {
  /** File that imports, as shown to people. */
  readonly file: string;
  readonly text: string;
  readonly path: string;
  readonly at: number;
}

function refuse({ file, text, path, at }: Import, why: string, next: string = RULE): never {
  const { line, column } = placeAt(text, at);
  const place = `${file}:${line}:${column}`;
  throw configError(`imports ${quoted(path)}, ${why} (${place})`, place, next);
}

/** The text of a file in the folder. @throws E_CONFIG if it is not a file */
function ownText(folder: string, path: string): string | undefined {
  const file = posix.join(folder, `${path}.ts`);
  const kind = pathKind(file);
  if (kind === undefined || kind === 'folder') return undefined;
  if (kind !== 'file') throw configError(`${file} is not a plain file: a model's files are copied into its runs`, file);
  return textOf(bytesOfText(file), file);
}

/** The path of the file that an import names, relative to the folder. @throws E_CONFIG for a file outside */
function ownPath(folder: string, from: string, imported: Import, read: (path: string) => string | undefined): string {
  const path = posix.join(posix.dirname(from), imported.path.replace(/\.ts$/, ''));
  if (path.startsWith('..') || posix.isAbsolute(path)) refuse(imported, 'which is outside of the folder of the model');
  if (path === STATE_FILE) return path;
  const found = [path, `${path}/index`].find((candidate) => read(candidate) !== undefined);
  return found ?? refuse(imported, `and there is no ${path}.ts in ${folder}`);
}

/** The kernels that texts import, and those that these import. */
function gatherKernels(first: readonly string[]): Texts {
  const found = new Map<string, string>();
  const waiting = [...first];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const text = kernelText(path);
    if (text === undefined || found.has(path)) continue;
    found.set(path, text);
    for (const { path: imported } of importsOf(text)) waiting.push(posix.join(posix.dirname(path), imported));
  }
  return found;
}

/**
 * All that the compiler will read for a folder, besides what is generated.
 *
 * @param generated - texts that are made from the description, whose kernels are needed too
 * @throws E_CONFIG with file and line for an import of anything else, E_IO
 */
export function gatherSources(folder: string, generated: readonly string[]): SourceFiles {
  const own = new Map<string, string>();
  const kernels = new Set<string>();
  const read = (path: string): string | undefined => own.get(path) ?? ownText(folder, path);
  for (const name of [STATE_FILE, ENTRY_FILE]) {
    if (read(name) === undefined) continue;
    const place = posix.join(folder, `${name}.ts`);
    throw configError(`${place} has the name of a file that is made for the compiler`, place, 'Give it another name.');
  }
  const step = read('step');
  if (step === undefined) {
    const place = posix.join(folder, 'step.ts');
    throw configError(whyNoFile(place), place, 'A model is a folder with model.yaml and step.ts.');
  }
  const waiting = ['step'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (own.has(path) || path === STATE_FILE) continue;
    if (own.size === MOST_FILES) throw configError(`${folder} imports more than ${MOST_FILES} files`, folder);
    const text = read(path) as string;
    own.set(path, text);
    for (const { path: name, at } of importsOf(text)) {
      const imported = { file: posix.join(folder, `${path}.ts`), text, path: name, at };
      if (name.startsWith('.')) waiting.push(ownPath(folder, path, imported, read));
      else if (!name.startsWith(KERNELS)) refuse(imported, 'which is not a file of the folder');
      else kernels.add(kernelOf(imported));
    }
  }
  for (const text of generated) {
    for (const { path } of importsOf(text)) if (path.startsWith(KERNELS)) kernels.add(path.slice(KERNELS.length));
  }
  return { own, kernels: gatherKernels([...kernels]) };
}

function kernelOf(imported: Import): string {
  const name = imported.path.slice(KERNELS.length);
  if (kernelText(name) !== undefined) return name;
  const names = kernelNames().map((known) => `${KERNELS}${known}`);
  return refuse(
    imported,
    `and there is no such kernel. ${didYouMean(imported.path, names)}`.trim(),
    `There are ${names.join(', ')}.`,
  );
}
