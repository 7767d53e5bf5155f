/** A step becomes a module: compiled and checked, and every message about it names the person's own file and line. */
import { posix } from 'node:path';
import { configError } from '../config/problem.js';
import type { MsmError } from '../errors.js';
import type { Build } from '../kernel/kernels.js';
import type { Compile, Diagnostic } from './assemblyscript.js';
import { lineOf, lineOfVariable, placeAt, withoutComments } from './lexical.js';
import { NO_MEMORY, RUNTIME_FILE, runtimeTexts } from './runtime.js';
import { ENTRY_FILE, type SourceFiles, STATE_FILE } from './source-files.js';
import { clash, signatureOf } from './step-rules.js';
import { hasMutableGlobal } from './wasm-sections.js';

/** All that a module is made of. */
export interface ModuleSources extends SourceFiles {
  /** Folder of the model, for messages. */
  readonly folder: string;
  readonly state: string;
  readonly entry: string;
}

/** Most errors that are listed besides the first. */
const MOST_LISTED = 4;

export const fileOf = ({ folder }: ModuleSources, path: string): string => posix.join(folder, `${path}.ts`);

/** A message about a line of the module that calls a function of the step becomes one about that function. */
function ofCall(sources: ModuleSources, { message, at = 0 }: Diagnostic): string | undefined {
  const line = sources.entry.slice(0, sources.entry.indexOf('\n', at)).split('\n').pop() ?? '';
  const name = /own\.(\w+)\(/.exec(line)?.[1];
  if (name === undefined) return undefined;
  const text = sources.own.get('step') as string;
  const place = `${fileOf(sources, 'step')}:${lineOf(text, name) ?? 1}`;
  return `${place}: ${name} must be ${signatureOf(name)} (${message})`;
}

/** Where a step asks for memory, as far as that can be seen. */
function ofMemory(sources: ModuleSources): string {
  for (const [path, text] of sources.own) {
    const at = withoutComments(text, true).search(
      /\bnew\s|=\s*\[|`|\bString\b|=>|\bArray\b|\.(?:toString|concat|slice|split)\s*\(|\bheap\s*\./,
    );
    if (at >= 0) return memoryText(`${fileOf(sources, path)}:${placeAt(text, at).line}`);
  }
  return memoryText(fileOf(sources, 'step'));
}

const memoryText = (place: string): string =>
  `${place}: a step makes no arrays, objects or texts: its memory is what model.yaml declares under state and noise`;

function sentence(sources: ModuleSources, diagnostic: Diagnostic): string {
  const { message, code, path, at = 0 } = diagnostic;
  if (message.includes(NO_MEMORY)) return ofMemory(sources);
  if (path === ENTRY_FILE) return ofCall(sources, diagnostic) ?? `the module of the model: ${message}`;
  const text = path === undefined ? undefined : sources.own.get(path);
  if (path === undefined) return message;
  if (text === undefined) return `${path === STATE_FILE ? './state' : path}: ${message} (AS${code})`;
  const { line, column } = placeAt(text, at);
  return clash(fileOf(sources, path), text, message, at) ?? `${fileOf(sources, path)}:${line}:${column}: ${message}`;
}

/** The errors of a compilation as one. */
function compileError(sources: ModuleSources, errors: readonly Diagnostic[]): MsmError {
  const twice = errors.filter(({ message }) => message.startsWith('Duplicate identifier'));
  // where a name stands for two things, all that follows from it says little
  const said = [...new Set((twice.length > 0 ? twice : errors).map((error) => sentence(sources, error)))];
  const [first, ...others] = said;
  const place = /^(\S+\.ts:\d+(?::\d+)?): /.exec(first)?.[1] ?? fileOf(sources, 'step');
  const shown = others.slice(0, MOST_LISTED).join('; ');
  const more = others.length > MOST_LISTED ? `; and ${others.length - MOST_LISTED} more` : '';
  return configError(first, place, others.length === 0 ? undefined : `Also: ${shown}${more}`, { errors: said });
}

/** Where a step declares or calls a function of the host. */
function placeOfImport(sources: ModuleSources, name: string): string | undefined {
  const word = name === 'seed' ? /\bMath\s*\.\s*random\b/ : new RegExp(`\\b${name.replace(/\W/g, '.')}\\b`);
  for (const [path, text] of sources.own) {
    const at = withoutComments(text, true).search(word);
    if (at >= 0) return `${fileOf(sources, path)}:${placeAt(text, at).line}`;
  }
  return undefined;
}

/** Refuses what a module must not have: imports from the host, and numbers that no checkpoint would hold. */
function assertClosed(sources: ModuleSources, bytes: Uint8Array): void {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes as BufferSource));
  const [foreign] = imports.filter(({ module, name }) => !(module === 'env' && name === 'abort'));
  const step = fileOf(sources, 'step');
  if (foreign !== undefined) {
    const why =
      foreign.name === 'seed'
        ? 'Math.random draws numbers that no seed decides'
        : `it calls ${foreign.module}.${foreign.name} of the host, and a step has nothing but its state`;
    const next =
      foreign.name === 'seed'
        ? 'Declare what is random under noise, or under state with a start.'
        : 'Kernels are imported from msm/…, all else from files of the folder.';
    const place = placeOfImport(sources, foreign.name) ?? step;
    throw configError(`${place}: ${why}`, place, next);
  }
  if (!hasMutableGlobal(bytes)) return;
  for (const [path, text] of sources.own) {
    const line = lineOfVariable(text);
    if (line === undefined) continue;
    const place = `${fileOf(sources, path)}:${line}`;
    const next = 'Declare it under state in model.yaml: what a step keeps elsewhere is in no checkpoint.';
    throw configError(`${place}: a number that changes stands outside of the state`, place, next);
  }
}

/** Compiles a model. @throws E_CONFIG with file and line for what is wrong in it, or if there is no compiler */
export async function compileModule(sources: ModuleSources, build: Build, compile: Compile): Promise<Uint8Array> {
  const files = new Map([
    ...sources.own,
    ...runtimeTexts(),
    [STATE_FILE, sources.state],
    [ENTRY_FILE, sources.entry],
  ] as const);
  const { kernels } = sources;
  const { bytes, errors } = await compile({ entry: ENTRY_FILE, runtime: RUNTIME_FILE, files, kernels }, build);
  if (bytes === undefined) throw compileError(sources, errors);
  assertClosed(sources, bytes);
  return bytes;
}
