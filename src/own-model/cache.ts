/**
 * Compiled modules in the user's cache folder, by the hash of all that they are made of. A file there has the module, and after it a note
 * with that hash and the module's own; a file whose hashes do not match is ignored. Such files also lie beside steps as `step.wasm`.
 */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { ensureFolder, NODE_DISK, pathKind, readWhole, writeBytes } from '../host/disk.js';
import { sha256 } from '../host/environment.js';
import type { Build } from '../kernel/kernels.js';
import { canonicalJson } from '../text.js';
import { COMPILER_VERSION } from './assemblyscript.js';
import type { ModuleSources } from './compile.js';
import { runtimeTexts } from './runtime.js';
import { splitNote, withNote } from './wasm-sections.js';

const NOTE = 'msm.own-model';
const FORMAT = 1;
/** Most bytes of a module that is read; ours have some kilobytes. */
const MOST_BYTES = 2 ** 24;

/** Hash of sources, kernels, generated texts, compiler and build: equal keys are equal modules. */
export function moduleKey({ own, kernels, state, entry }: ModuleSources, build: Build): string {
  const hashes = (texts: Iterable<readonly [string, string]>) =>
    Object.fromEntries([...texts].map(([path, text]) => [path, sha256(text)]));
  const made = {
    own: hashes(own),
    kernels: hashes(kernels),
    runtime: hashes(runtimeTexts()),
    state: sha256(state),
    entry: sha256(entry),
  };
  return sha256(canonicalJson({ format: FORMAT, compiler: COMPILER_VERSION, build, ...made }));
}

/** A module with the note that says what it was made of. */
export const sealed = (bytes: Uint8Array, key: string): Uint8Array =>
  withNote(bytes, NOTE, canonicalJson({ key, sha256: sha256(bytes) }));

/** The module of a sealed file; undefined if it was made from other sources, or is damaged. */
export function unsealed(file: Uint8Array, key: string): Uint8Array | undefined {
  const split = splitNote(file, NOTE);
  return split !== undefined && split.note === canonicalJson({ key, sha256: sha256(split.bytes) })
    ? split.bytes
    : undefined;
}

/** The module in a file, if it is the one of that key. A file that cannot be read counts as absent. */
export function readSealed(path: string, key: string): Uint8Array | undefined {
  try {
    if (pathKind(path) !== 'file') return undefined;
    return unsealed(readWhole(path, { most: MOST_BYTES, noLink: true }), key);
  } catch {
    return undefined;
  }
}

/** Where modules are kept: `$XDG_CACHE_HOME/msm`, or `~/.cache/msm`. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CACHE_HOME: named } = environment;
  // the specification says to ignore a relative path
  return join(named !== undefined && isAbsolute(named) ? named : join(homedir(), '.cache'), 'msm');
}

const fileName = (key: string): string => `${key}.wasm`;

/** The module of a key from the cache. */
export const fromCache = (folder: string, key: string): Uint8Array | undefined =>
  readSealed(join(folder, fileName(key)), key);

/** Keeps a module, whole or not at all; a folder that cannot be written to is not an error, since the module is already in memory. */
export async function intoCache(folder: string, key: string, bytes: Uint8Array): Promise<void> {
  try {
    ensureFolder(folder);
    await writeBytes(NODE_DISK, join(folder, fileName(key)), sealed(bytes, key));
  } catch {
    // the next run compiles again
  }
}
