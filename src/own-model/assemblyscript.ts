/**
 * Calls the AssemblyScript compiler on texts in memory. The compiler runs in a thread of its own, so that it can be stopped; and when it
 * fails, which ends its process, it ends that thread alone.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import { readWhole } from '../host/disk.js';
import type { Build } from '../kernel/kernels.js';

/** The version that makes the modules; another one would make other bytes. */
export const COMPILER_VERSION = '0.28.20';

/** A compilation takes a few seconds; one that takes this long will not end. */
const LONGEST_MS = 120_000;
const MOST_MEGABYTES = 1024;

/** A message of the compiler about a place in a file. */
export interface Diagnostic {
  readonly message: string;
  readonly code: number;
  /** Path without its ending; undefined if the message is about no file. */
  readonly path?: string;
  readonly at?: number;
}

export interface Compilation {
  /** Undefined if there are errors. */
  readonly bytes?: Uint8Array;
  readonly errors: readonly Diagnostic[];
}

/** The options of asconfig.json, and a memory manager that refuses: all memory of a model is its state. */
const optionsOf = (entry: string, runtime: string, build: Build): readonly string[] => [
  `${entry}.ts`,
  ...['--outFile', 'module.wasm', '--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert'],
  ...['--runtime', runtime, '--use', 'abort=', '--enable', build === 'fast' ? 'simd,relaxed-simd' : 'simd'],
];

/** Where the compiler is. @throws E_CONFIG if it is not installed, or another version of it is */
function locate(resolve: (name: string) => string): string {
  const install = `npm install --save-dev assemblyscript@${COMPILER_VERSION}`;
  let home: string;
  try {
    home = dirname(resolve('assemblyscript/package.json'));
  } catch {
    throw configError(
      'a changed step.ts needs the AssemblyScript compiler, which is not installed',
      'assemblyscript',
      `Install it beside msm with: ${install}`,
    );
  }
  const { version } = JSON.parse(new TextDecoder().decode(readWhole(join(home, 'package.json'))));
  if (version !== COMPILER_VERSION) {
    throw configError(
      `assemblyscript ${version} is installed, and models are compiled by ${COMPILER_VERSION}`,
      'assemblyscript',
      `Install that one beside msm with: ${install}`,
    );
  }
  return pathToFileURL(join(home, 'dist', 'asc.js')).href;
}

/** What runs in the thread: plain JavaScript, since it is handed over as text. It sees only the texts that it is given, no file. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const compiler = import(workerData);
parentPort.on('message', async ({ options, files, packages }) => {
  const asc = await compiler;
  const errors = [];
  let bytes;
  const stream = asc.createMemoryStream();
  const result = await asc.main(options, {
    stdout: stream,
    stderr: stream,
    readFile: (name) => {
      const path = name.replaceAll('\\\\', '/');
      const found = /^node_modules\\/([^/]+)\\/(.+)$/.exec(path);
      return (found === null ? files[path] : found[1] === 'msm' ? packages[found[2]] : undefined) ?? null;
    },
    writeFile: (name, content) => { if (name.endsWith('.wasm')) bytes = content; },
    listFiles: () => [],
    reportDiagnostic: ({ category, message, code, range }) => {
      if (category < 3) return;
      errors.push({ message, code, path: range?.source?.normalizedPath.replace(/\\.ts$/, ''), at: range?.start });
    },
  });
  if (result.error && errors.length === 0) errors.push({ message: result.error.message, code: 0 });
  parentPort.postMessage({ errors, bytes: errors.length === 0 ? bytes : undefined });
});
`;

const withEndings = (texts: ReadonlyMap<string, string>): { readonly [file: string]: string } =>
  Object.fromEntries([...texts].map(([path, text]) => [`${path}.ts`, text]));

export interface Sources {
  readonly entry: string;
  readonly runtime: string;
  readonly files: ReadonlyMap<string, string>;
  readonly kernels: ReadonlyMap<string, string>;
}

/** Makes a module of sources. Throws E_CONFIG if the compiler is absent or another one, fails or does not end. */
export type Compile = (sources: Sources, build: Build) => Promise<Compilation>;

/** A compiler in its thread; it compiles one module after the other, the first of them in four times the time of later ones. */
export interface Compiler {
  readonly compile: Compile;
  /** Ends the thread, after which nothing can be compiled. */
  close(): void;
}

/**
 * Starts the compiler.
 *
 * @param resolve - finds a file of an installed package; tests replace it
 * @throws E_CONFIG if the compiler is absent or another one
 */
export function startCompiler(resolve: (name: string) => string = createRequire(import.meta.url).resolve): Compiler {
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: locate(resolve),
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    stdout: true,
    stderr: true,
    execArgv: [],
  });
  const compile: Compile = ({ entry, runtime, files, kernels }, build) =>
    new Promise<Compilation>((done, fail) => {
      const stop = setTimeout(() => {
        fail(configError(`the compiler took longer than ${LONGEST_MS / 1000} s and was stopped`, 'step.ts'));
        void worker.terminate();
      }, LONGEST_MS);
      const ended = (): void => {
        clearTimeout(stop);
        for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
      };
      worker.once('message', (found: Compilation) => {
        ended();
        done(found);
      });
      worker.once('error', (cause) => {
        ended();
        fail(crashed(cause));
      });
      worker.once('exit', () => {
        ended();
        fail(crashed());
      });
      worker.postMessage({
        options: optionsOf(entry, runtime, build),
        files: withEndings(files),
        packages: withEndings(kernels),
      });
    });
  return { compile, close: () => void worker.terminate() };
}

/** Compiles by a compiler that is there for this module alone, found by `resolve` as in `startCompiler`. */
export async function compileSources(
  sources: Sources,
  build: Build,
  resolve?: (name: string) => string,
): Promise<Compilation> {
  const compiler = startCompiler(resolve);
  try {
    return await compiler.compile(sources, build);
  } finally {
    compiler.close();
  }
}

const crashed = (cause?: unknown): MsmError =>
  new MsmError('E_CONFIG', 'the AssemblyScript compiler failed on step.ts without saying why', {
    place: 'step.ts',
    next: 'It is a fault of the compiler: change what was changed last in step.ts until it passes.',
    cause,
  });
