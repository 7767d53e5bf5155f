import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { defineFamily, type FamilyDefinition, MsmError, simulate } from '../../src/index.js';
import type { Family } from '../../src/model/family.js';
import type { OwnKernels } from '../../src/model/own/kernels.js';
import {
  collect,
  compileBuild,
  NODE_DISK,
  plainSpace,
  planRuns,
  readOwnModel,
  resume,
  runPlan,
  SYSTEM_CLOCK,
  showFolder,
  verifyRun,
} from '../../src/node.js';
import { readRun } from '../../src/run/folder.js';
import { familyOfFolder } from '../../src/run/model-copy.js';
import { temporaryFolders } from '../run/folders.js';

const folder = temporaryFolders();

const YAML = `model: flip
summary: the logistic map
parameters: { a: 3.5, T: 20 }
steps: T
state:
  x: { shape: [], start: 0.3, help: the variable }
observables:
  x: { help: the variable }
  slope: { help: slope of the map }
summary: [x]
`;
const STEP = `import * as m from './state';
export function step(s: usize): void { m.setX(s, m.a(s) * m.x(s) * (1.0 - m.x(s))); }
export function slope(s: usize): f64 { return m.a(s) * (1.0 - 2.0 * m.x(s)); }
`;

describe('a family that a program defines', () => {
  let definition: FamilyDefinition;
  let place: string;

  beforeAll(async () => {
    place = join(folder(), 'flip');
    mkdirSync(place);
    writeFileSync(join(place, 'model.yaml'), YAML);
    writeFileSync(join(place, 'step.ts'), STEP);
    const { module } = await readOwnModel(place);
    definition = {
      model: 'flip',
      summary: 'the logistic map',
      parameters: { a: 3.5, T: 20 },
      steps: 'T',
      state: { x: { shape: [], start: 0.3, help: 'the variable' } },
      observables: { x: { help: 'the variable' }, slope: { help: 'slope of the map' } },
      reports: ['x'],
      module: module.bytes,
    };
  });

  /** What a definition is refused with. */
  const refusal = (changed: object): MsmError => {
    try {
      defineFamily({ ...definition, ...changed });
    } catch (error) {
      if (error instanceof MsmError) return error;
    }
    throw new Error('it is not refused');
  };

  it('is that of the folder with the same words', async () => {
    const family = defineFamily(definition);
    const request = { parameters: { a: 3.9 }, seed: 3, record: ['x', 'slope'] };
    const own = await simulate({ ...request, family });
    expect(own.family).toBe('flip');
    expect(Object.keys(own.summary)).toEqual(['steps', 'x', 'x_mean']);
    let x = 0.3;
    for (let n = 0; n < 20; n++) x = 3.9 * x * (1 - x);
    expect(own.summary.x).toBe(x);
    expect(own.tables.timeseries.rows).toBe(20);
  });

  const around = {
    disk: NODE_DISK,
    clock: SYSTEM_CLOCK,
    interruption: { isRequested: () => false },
    progress: { update: () => {} },
  };

  /** Runs a family on disk, in a new folder. */
  const runOnDisk = async (family: Family<OwnKernels>, values: string): Promise<string> => {
    const out = join(folder(), 'out');
    const planned = await planRuns({
      family: family as unknown as Family,
      spaces: [plainSpace([{ key: 'a', text: values }])],
      inputFiles: {},
      seed: 0,
      replicas: 1,
      record: { record: ['x'] },
      output: { format: 'parquet', parquet: 'compact' },
      build: compileBuild(family.module, 'strict'),
    });
    await runPlan(planned, out, around);
    return out;
  };

  it('leaves a copy with its runs, by which msm opens them again', async () => {
    const out = await runOnDisk(defineFamily(definition), '3.5');
    expect(readdirSync(join(out, 'model')).sort()).toEqual(['model.yaml', 'step.wasm']);
    expect((await verifyRun(out)).isIntact).toBe(true);
    expect(await showFolder(out)).toMatchObject({ run: { family: 'flip', status: 'done' } });
    // all again, from the copy alone
    await resume(out, compileBuild, { ...around, fromStart: true });
    expect((await verifyRun(out)).isIntact).toBe(true);
    const sweep = await runOnDisk(defineFamily(definition), '3.5,3.6');
    const { files } = await collect(NODE_DISK, { sources: [sweep] });
    expect(files.find(({ path }) => path.endsWith('results.parquet'))).toMatchObject({ rows: 2 });
  });

  it('is not known to be made longer by any parameter, since nobody sees its step', async () => {
    const out = await runOnDisk(defineFamily(definition), '3.5');
    const { model, version } = readRun(out);
    const read = await familyOfFolder(out, { family: 'flip', model, version }, out);
    expect(read.schema.parameters.map(({ onlyLengthens }) => onlyLengthens ?? false)).not.toContain(true);
  });

  it('that is written by hand leaves none: its program is named', async () => {
    const { definition: _, ...family } = defineFamily(definition);
    const out = await runOnDisk(family, '3.5');
    await expect(Promise.resolve().then(() => verifyRun(out))).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringMatching(/flip'? is not a family of msm, and no copy of its model is here/),
      next: expect.stringMatching(/part of the program that made this in .*; that program can go on with it/),
    });
  });

  it.each<[string, object, RegExp]>([
    ['an unknown key', { stat: {} }, /stat is not a key of a model.*Did you mean state/],
    ['an unknown size', { state: { x: { shape: ['M'], start: 0 } } }, /M is not a parameter/],
    ['what is no module', { module: new Uint8Array(8) }, /^defineFamily: module is no WebAssembly /],
    ['another module', { module: Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0) }, /module is another WebAssembly module/],
  ])('is refused with %s', (_, changed, message) => {
    const error = refusal(changed);
    expect(error.code).toBe('E_CONFIG');
    expect(`${error.message} ${error.next ?? ''}`).toMatch(message);
  });
});
