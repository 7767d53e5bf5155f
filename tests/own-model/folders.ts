/** Models in folders that a test makes, and runs of them without the engine around. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { resolveParameters } from '../../src/config/validate.js';
import { loadKernels } from '../../src/kernel/kernels.js';
import type { Inputs, Model } from '../../src/model/family.js';
import type { RecordRequest, Schedule } from '../../src/model/record.js';
import type { Parameters } from '../../src/model/schema.js';
import { type Compile, type Compiler, startCompiler } from '../../src/own-model/assemblyscript.js';
import { type OwnFolder, type OwnFolderOptions, readOwnModel } from '../../src/own-model/own-folder.js';

/** Shared by all test runs: to compile takes seconds, and a module is the one of its sources or it is compiled again. */
export const CACHE = join(tmpdir(), 'msm-own-model-tests');

let compiler: Compiler | undefined;
let last: Promise<unknown> = Promise.resolve();

/** Compiles by one compiler for all tests of a file: the first module takes a second, later ones a fifth of it. */
export const keptCompile: Compile = (sources, build) => {
  compiler ??= startCompiler();
  const { compile } = compiler;
  const found = last.then(() => compile(sources, build));
  last = found.catch(() => {});
  return found;
};

const made: string[] = [];
afterAll(() => {
  compiler?.close();
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder with these files. */
export function folderOf(files: { readonly [path: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'msm-own-'));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export const read = (folder: string, options: OwnFolderOptions = {}): Promise<OwnFolder> =>
  readOwnModel(folder, { cache: CACHE, compile: keptCompile, ...options });

/** The model of both texts. */
export const readTexts = (model: string, step: string, options: OwnFolderOptions = {}): Promise<OwnFolder> =>
  read(folderOf({ 'model.yaml': model, 'step.ts': step }), options);

export interface Started {
  readonly parameters?: Parameters;
  readonly inputs?: Inputs;
  readonly seed?: number;
  /** Observables with their schedules; those of the default at every step if absent. */
  readonly record?: { readonly [name: string]: Schedule };
  readonly units?: readonly number[];
}

/** A run with a memory of its own. */
export function start(
  { family, module }: OwnFolder,
  { parameters = {}, inputs = {}, seed = 0, record, units }: Started = {},
): Model {
  const usual = family.schema.observables
    .filter(({ byDefault }) => byDefault)
    .map(({ name }) => [name, { every: 1 }] as const);
  const request: RecordRequest = {
    observables: new Map<string, Schedule>(record === undefined ? usual : Object.entries(record)),
    from: 0,
    to: Number.POSITIVE_INFINITY,
    ...(units && { units }),
  };
  return family.create({
    kernels: loadKernels(module.bytes, module.build),
    parameters: resolveParameters(family.schema, parameters),
    inputs,
    seed,
    record: request,
  });
}

/** Rows of tables, column by column. */
export type Recorded = { [table: string]: number[][] };

/** Runs to the end in spans of so many steps. */
export function finish(model: Model, span = 1000): Recorded {
  const tables: Recorded = {};
  const sink = {
    append: (table: string, count: number, columns: readonly (Float64Array | Int32Array)[]): void => {
      tables[table] ??= columns.map(() => []);
      columns.forEach((column, c) => {
        tables[table][c].push(...column.subarray(0, count));
      });
    },
  };
  while (model.step() < model.steps) model.advance(Math.min(span, model.steps - model.step()), sink);
  return tables;
}

/** Value of an item of the summary. */
export const valueAtEnd = (model: Model, name: string): number | null | undefined =>
  model.summary().find((item) => item.name === name)?.value;
