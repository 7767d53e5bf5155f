/** The program of a page, of the packages that are installed, with the hash by which the page allows it. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readWhole } from '../host/disk.js';
import type { PageProgram } from '../page/page.js';
import { programText } from '../page/program.js';

const textOf = (path: string): string => new TextDecoder().decode(readWhole(path));

/** A file of a package by its place below the folder `build`. */
function builtFile(name: string, file: string): string {
  const { resolve } = createRequire(import.meta.url);
  return textOf(join(dirname(resolve(name)), '..', 'build', file));
}

/** With what figures need, or without: a page without figures is small. */
export function pageProgram(hasFigures: boolean): PageProgram {
  const packages = hasFigures
    ? { vega: builtFile('vega', 'vega.min.js'), interpreter: builtFile('vega-interpreter', 'vega-interpreter.js') }
    : undefined;
  const text = programText(packages);
  return { text, sha256: createHash('sha256').update(text).digest('base64') };
}
