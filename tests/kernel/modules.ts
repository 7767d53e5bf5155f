/** The products of the compiler, as they are on the disk. */
import { readFileSync } from 'node:fs';
import type { Build } from '../../src/kernel/kernels.js';

const FOLDER = new URL('../../build/', import.meta.url);

/** The text form of a module's strict build. */
export const watOf = (name: string, build: Build = 'strict'): string =>
  readFileSync(new URL(`${name}.${build}.wat`, FOLDER), 'utf8');

export const bytesOf = (name: string, build: Build): Uint8Array<ArrayBuffer> =>
  readFileSync(new URL(`${name}.${build}.wasm`, FOLDER));
