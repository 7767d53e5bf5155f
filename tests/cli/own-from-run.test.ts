/** Models of one's own that begin where a run ended, with the real program. */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { KITCHEN_SINK, writeModel } from '../own-model/kitchen-sink.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes, filesBelow } from '../run/harness.js';
import { keptRunning, namesIn, type Outcome } from './msm.js';

/** Shared by the tests: to compile takes seconds. */
const run = keptRunning({ XDG_CACHE_HOME: join(tmpdir(), 'msm-own-model-tests-cli') });

const folder = temporaryFolders();
let cwd = '';
const msm = (...words: readonly string[]): Promise<Outcome> => run(cwd, ...words);
const well = async (...words: readonly string[]): Promise<Outcome> => {
  const outcome = await msm(...words);
  expect(outcome.status, outcome.stderr).toBe(0);
  return outcome;
};
const kitchen = (...words: readonly string[]) => well('run', './kitchen', '--N', '100', ...words);
const read = (...path: readonly string[]): string => readFileSync(join(cwd, ...path), 'utf8');
/** Every byte of a folder. */
const bytesOf = (name: string) =>
  filesBelow(join(cwd, name)).map((path) => [path, readFileSync(join(cwd, name, path), 'hex')]);
const RECORD = ['--record', 'energy,hits,norm,w@1000', '--every', '5'];

beforeEach(() => {
  cwd = folder();
  writeModel(join(cwd, 'kitchen'));
});

describe('a run of a model of one\u2019s own that is made longer', () => {
  it('has the bytes of one run of the whole length, and the shorter one is not touched', async () => {
    await kitchen('--T', '1000', ...RECORD, '--out', 'short');
    const before = bytesOf('short');
    const { stderr } = await well('run', './kitchen', '--from-run', 'short', '--T', '2500', '--out', 'long');
    expect(stderr).not.toContain('of its own');
    expect(JSON.parse(read('long', 'log.jsonl').split('\n')[0])).toMatchObject({ event: 'taken up', step: 10_000 });
    await kitchen('--T', '2500', ...RECORD, '--out', 'straight');
    expect(dataHashes(join(cwd, 'long'))).toEqual(dataHashes(join(cwd, 'straight')));
    expect(JSON.parse(read('long', 'run.json')).manifestSha256).toBe(
      JSON.parse(read('straight', 'run.json')).manifestSha256,
    );
    expect(bytesOf('short')).toEqual(before);
    await well('verify', 'long');
  });

  it('may be one of a sweep, and be made longer again', async () => {
    await kitchen('--T', '500', '--g', '0.5,0.7', '--out', 'sweep', '--jobs', '1');
    const run = join('sweep', 'runs', namesIn(join(cwd, 'sweep', 'runs'))[1]);
    await well('run', './kitchen', '--from-run', run, '--T', '600', '--out', 'longer');
    await well('run', './kitchen', '--from-run', 'longer', '--T', '800', '--out', 'longest');
    await kitchen('--T', '800', '--g', '0.7', '--out', 'once');
    expect(dataHashes(join(cwd, 'longest'))).toEqual(dataHashes(join(cwd, 'once')));
  });

  it('says why not where a step reads its length, and begins anew from all of the last state', async () => {
    const step = KITCHEN_SINK['step.ts'].replace('m.eps(s)', 'm.eps(s) / m.T(s)');
    writeModel(join(cwd, 'reads'), { ...KITCHEN_SINK, 'step.ts': step });
    await well('run', './reads', '--T', '30', '--g', '1.5', '--record', 'hits', '--out', 'first');
    const next = ['--T', '1', '--record', 'hits,energy,b'];
    const { stderr } = await well('run', './reads', '--from-run', 'first', ...next, '--out', 'second');
    expect(stderr).toContain(
      'begins from the last state of first as a run of its own: step.ts:14 names T, so a step may depend on it',
    );
    const { parameters, inputs, summary } = JSON.parse(read('second', 'run.json'));
    expect(parameters).toMatchObject({ g: 1.5, T: 1 });
    expect(inputs.map(({ key }: { readonly key: string }) => key)).toEqual([
      ...['w', 'f', 'c', 'b', 's0', 'z', 'energy', 'hits'],
    ]);
    const hits = (from: { readonly name: string; readonly value: number }[]) =>
      from.find(({ name }) => name === 'hits')?.value ?? Number.NaN;
    const before = hits(JSON.parse(read('first', 'run.json')).summary);
    expect(hits(summary)).toBeGreaterThanOrEqual(before);
    expect(before).toBeGreaterThan(100);
  });
});
