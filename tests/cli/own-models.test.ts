/** Models of a person's own, with the real program: from two files to a swept, stopped, resumed and collected result. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeEnvironment } from '../../src/host/environment.js';
import { startChild } from '../../src/sweep/work/crew.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes } from '../run/harness.js';
import { keptRunning, logOf, namesIn, type Outcome, startProgram, waitUntil } from './msm.js';

/** Shared by the tests: to compile takes seconds. */
const CACHE = join(tmpdir(), 'msm-own-model-tests-cli');

const MODEL = `model: leaky
summary: leaky integration of noise
parameters:
  N: { kind: integer, default: 6, min: 1, help: units }
  leak: { kind: number, default: 0.1, above: 0, below: 1, symbol: λ, help: leak of a step }
  T: { kind: integer, default: 400, min: 1, help: steps }
steps: T
state:
  x: { shape: [N], start: { normal: [0, 1] }, help: what is integrated }
noise:
  xi: { shape: [N], each: normal, help: input of the step }
observables:
  x: { help: what is integrated }
  norm: { default: true, help: length of x }
`;
const STEP = `import { dot_f64 } from 'msm/linalg/vectors';
import { decay } from './lib/decay';
import * as m from './state';
export function step(s: usize): void {
  const x = m.x(s), xi = m.xi(s);
  for (let i: usize = 0; i < (<usize>m.N(s)) << 3; i += 8)
    store<f64>(x + i, decay(load<f64>(x + i), m.leak(s)) + load<f64>(xi + i));
}
export function norm(s: usize): f64 { return sqrt(dot_f64(m.x(s), m.x(s), m.Np(s))); }
`;
const DECAY = 'export function decay(x: f64, leak: f64): f64 { return x * (1 - leak); }\n';
/** Steps that take some seconds. */
const LONG = ['--T', '400000', '--record', 'norm', '--every', '50'];
const ENVIRONMENT = { words: [], env: { XDG_CACHE_HOME: CACHE } };

/** A folder to work in, with the model in ./leaky. */
function withModel(cwd: string, files: { readonly [path: string]: string } = {}): string {
  const texts = { 'model.yaml': MODEL, 'step.ts': STEP, 'lib/decay.ts': DECAY, ...files };
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(join(cwd, 'leaky', path, '..'), { recursive: true });
    writeFileSync(join(cwd, 'leaky', path), text);
  }
  return cwd;
}

const start = (cwd: string, ...words: readonly string[]) => startProgram(cwd, ENVIRONMENT, ...words);
const msm = keptRunning(ENVIRONMENT.env);
const well = (outcome: Outcome): Outcome => {
  expect({ status: outcome.status, stderr: outcome.stderr }).toEqual({ status: 0, stderr: '' });
  return outcome;
};
const runJson = (folder: string) => JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
/** The data of the runs of a sweep, by the name of the run. */
const sweepHashes = (folder: string) =>
  Object.fromEntries(namesIn(join(folder, 'runs')).map((name) => [name, dataHashes(join(folder, 'runs', name))]));

describe('a model of one’s own', () => {
  const folder = temporaryFolders();

  it('runs from its folder, and the folder of the run holds all of it', async () => {
    const cwd = withModel(folder());
    const { stdout } = well(await msm(cwd, 'run', './leaky', '--leak', '0.2', '--record', 'norm,x'));
    expect(stdout).toMatch(/^run folder +runs\/leaky-0001\nnorm +\S+ after 400 steps\n/);
    const run = join(cwd, 'runs', 'leaky-0001');
    expect(namesIn(join(run, 'model'))).toEqual(['lib', 'model.yaml', 'step.ts', 'step.wasm']);
    expect(readFileSync(join(run, 'model', 'lib', 'decay.ts'), 'utf8')).toBe(DECAY);
    const { family, model, kernelSha256, parameters } = runJson(run);
    expect({ family, parameters }).toEqual({ family: 'leaky', parameters: { N: 6, leak: 0.2, T: 400 } });
    expect(model.files.map(({ path }: { path: string }) => path)).toEqual([
      'model.yaml',
      'step.ts',
      'lib/decay.ts',
      'step.wasm',
    ]);
    expect([model.sha256, kernelSha256]).toEqual([
      expect.stringMatching(/^\w{64}$/),
      expect.stringMatching(/^\w{64}$/),
    ]);
    expect(well(await msm(cwd, 'verify', run)).stdout).toMatch(/model\/lib\/decay\.ts +ok\n/);
    expect(well(await msm(cwd, 'show', run)).stdout).toMatch(/leaky, done/);
    expect(well(await msm(cwd, 'list')).stdout).toMatch(/leaky +done .* leak=0\.2/);
  });

  it('has flags, help, mistakes with the nearest word, and then nothing is written', async () => {
    const cwd = withModel(folder());
    const help = well(await msm(cwd, 'run', './leaky', '--help')).stdout;
    expect(help).toMatch(/--leak=<number> +leak of a step \(λ\)\. Range: \(0, 1\)\. Default: 0\.1\./);
    expect(help).toMatch(/^leaky integration of noise\n\nUSAGE\n {2}\$ msm run \.\/leaky/);
    expect(well(await msm(cwd, 'run', '--help')).stdout).toMatch(/msm run DIR/);
    const cases = [
      [['./leaky', '--leek', '0.2'], /^E_CONFIG: --leek is not a flag of 'msm run \.\/leaky'\. Did you mean --leak/],
      [['./leaky', '--leak', '2'], /^E_CONFIG: --leak 2: must be a number greater than 0 and less than 1/],
      [['./leak'], /^E_CONFIG: \.\/leak does not exist\. Did you mean leaky\?\n/],
      [['.'], /^E_CONFIG: there is no model\.yaml/],
      [['leaky/model.yaml'], /give its folder leaky/],
      [[], /^E_CONFIG: the argument DIR is missing/],
      [['./leaky', '--out', 'o', 'more'], /unexpected argument more/],
      [['./leaky', '--record', 'nrom'], /norm/],
    ] as const;
    for (const [words, expected] of cases) {
      const { status, stdout, stderr } = await msm(cwd, 'run', ...words);
      expect({ words, status, stdout }).toEqual({ words, status: 2, stdout: '' });
      expect(stderr).toMatch(expected);
    }
    expect(namesIn(cwd)).toEqual(['leaky']);
  });

  it('plans without running, prints one object for --json, and takes presets from files', async () => {
    const cwd = withModel(folder());
    writeFileSync(join(cwd, 'fast.yaml'), 'parameters: { leak: 0.5, T: 20 }\n');
    const dry = JSON.parse(
      well(await msm(cwd, 'run', 'leaky', '--leak', '0.1..0.3:0.1', '--dry-run', '--json')).stdout,
    );
    expect(dry).toMatchObject({ ok: true, dryRun: { runs: 3, steps: 1200 } });
    const done = well(await msm(cwd, 'run', '--preset', 'fast.yaml', 'leaky', '--out', 'o', '--json'));
    expect(JSON.parse(done.stdout)).toMatchObject({ ok: true, folder: 'o', runs: [{ family: 'leaky', steps: 20 }] });
    expect(runJson(join(cwd, 'o')).parameters.leak).toBe(0.5);
  });

  it('computes with the build that was asked for, wherever that was said', async () => {
    const cwd = withModel(folder());
    writeFileSync(join(cwd, 'fast.yaml'), 'run: { fast: true }\n');
    const ways = { strict: [], flag: ['--fast'], set: ['--set', 'run.fast=true'], preset: ['--preset', 'fast.yaml'] };
    for (const [out, words] of Object.entries(ways)) {
      well(await msm(cwd, 'run', './leaky', '--T', '5', ...words, '--out', out, '--quiet'));
    }
    const kernels = Object.keys(ways).map((out) => runJson(join(cwd, out)).kernelSha256);
    expect(new Set(kernels.slice(1)).size).toBe(1);
    expect(kernels[1]).not.toBe(kernels[0]);
    expect(namesIn(join(cwd, 'preset', 'model'))).toContain('step.fast.wasm');
  });

  it('begins with a folder that runs, and keeps its compiled module beside it', async () => {
    const cwd = folder();
    expect(well(await msm(cwd, 'new', 'models/mine')).stdout).toMatch(/models\/mine\/model\.yaml\n/);
    well(await msm(cwd, 'run', 'models/mine', '--T', '5', '--quiet'));
    expect(runJson(join(cwd, 'runs', 'mine-0001'))).toMatchObject({ family: 'mine', status: 'done' });
    expect(await msm(cwd, 'new', 'models/mine')).toMatchObject({ status: 2, stderr: expect.stringMatching(/exists/) });
    expect(await msm(cwd, 'new', 'hebbian')).toMatchObject({ status: 2, stdout: '' });
    expect(well(await msm(cwd, 'new', 'models/mine', '--module')).stdout).toMatch(/models\/mine\/step\.wasm\n/);
    expect(namesIn(join(cwd, 'models', 'mine'))).toEqual(['model.yaml', 'step.ts', 'step.wasm']);
  });

  it('is the same run whatever its comments say, and another one when a value changes', async () => {
    const cwd = withModel(folder());
    const identity = async (out: string): Promise<string> => {
      well(await msm(cwd, 'run', './leaky', '--T', '10', '--out', out, '--quiet'));
      return runJson(join(cwd, out)).identity;
    };
    const first = await identity('a');
    writeFileSync(
      join(cwd, 'leaky', 'model.yaml'),
      `# a comment\n${MODEL.replace('steps: T', 'steps: T # one a tick')}`,
    );
    expect(await identity('b')).toBe(first);
    writeFileSync(join(cwd, 'leaky', 'model.yaml'), MODEL.replace('normal: [0, 1]', 'normal: [0, 2]'));
    expect(await identity('c')).not.toBe(first);
  });

  it('stops at SIGTERM and is gone on with to the same bytes, on another machine without the original and a compiler', async () => {
    const cwd = withModel(folder());
    well(await msm(cwd, 'run', './leaky', ...LONG, '--out', 'straight', '--quiet'));
    const { child, ended } = start(cwd, 'run', './leaky', ...LONG, '--out', 'stopped');
    await waitUntil(cwd, child, () => logOf(join(cwd, 'stopped')).some(({ event }) => event === 'start'));
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ status: 75, stdout: '' });
    expect(runJson(join(cwd, 'stopped'))).toMatchObject({ status: 'interrupted' });
    expect((await msm(cwd, 'verify', 'stopped')).stdout).toMatch(/model\/step\.wasm +ok/);
    rmSync(join(cwd, 'leaky'), { recursive: true });
    const elsewhere = folder();
    cpSync(join(cwd, 'stopped'), join(elsewhere, 'moved'), { recursive: true });
    const other = { words: [], env: { XDG_CACHE_HOME: join(elsewhere, 'cache') } };
    well(await startProgram(elsewhere, other, 'resume', 'moved', '--quiet').ended);
    // nothing was compiled
    expect(existsSync(join(elsewhere, 'cache'))).toBe(false);
    expect(dataHashes(join(elsewhere, 'moved'))).toEqual(dataHashes(join(cwd, 'straight')));
    well(await msm(elsewhere, 'verify', 'moved'));
  });
});

describe('a step that never ends', () => {
  const folder = temporaryFolders();
  const STUCK = {
    'step.ts': STEP.replace(
      'export function step(s: usize): void {',
      '$&\n  if (m.step(s) > 4) while (true) m.setCount(s, m.count(s) + 1);',
    ),
    'model.yaml': MODEL.replace('noise:', '  count: { shape: [], start: 0, help: rounds without end }\nnoise:'),
  };

  it('is stopped by a second signal; the first has asked', async () => {
    const cwd = withModel(folder(), STUCK);
    const { child, ended, texts } = start(cwd, 'run', './leaky', '--out', 'o');
    await waitUntil(cwd, child, () => logOf(join(cwd, 'o')).some(({ event }) => event === 'start'));
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ status: 128 + 15, stdout: '' });
    expect(texts.stderr).toMatch(/^Ended in the middle of a step that did not return; kept is what/);
    expect((await msm(cwd, 'show', 'o')).stdout).toMatch(/leaky, interrupted/);
  });

  it('is told after a second in which nobody heard the signal, also where a run is gone on with', async () => {
    const cwd = withModel(folder(), STUCK);
    const first = start(cwd, 'run', './leaky', '--out', 'o');
    await waitUntil(cwd, first.child, () => logOf(join(cwd, 'o')).some(({ event }) => event === 'start'));
    first.child.kill('SIGINT');
    first.child.kill('SIGTERM');
    await first.ended;
    const { child, ended, texts } = start(cwd, 'resume', 'o');
    await waitUntil(cwd, child, () => logOf(join(cwd, 'o')).some(({ event }) => event === 'resume'));
    child.kill('SIGINT');
    await new Promise<void>((told) => child.stderr?.on('data', () => told()));
    expect(texts.stderr).toMatch(
      /^The step does not return, .*A second Ctrl-C ends it, else it is ended in 59 s; kept is/,
    );
    child.kill('SIGINT');
    expect((await ended).status).toBe(128 + 2);
    expect(texts.stderr).toMatch(/^Ended in the middle of a step/m);
  });

  it('has a limit in minutes, and anything else is refused before something is written', async () => {
    const cwd = withModel(folder(), STUCK);
    const wrong = await msm(cwd, 'run', './leaky', '--leak', '0.1,0.2', '--worker-patience', 'long', '--out', 's');
    expect(wrong).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/--worker-patience long: must be a number of min/),
    });
    expect(namesIn(join(cwd, 's'))).toEqual([]);
  });

  it('ends its worker in a sweep, which gives no sign of life, and is told as such', async () => {
    const cwd = withModel(folder(), STUCK);
    const { child, ended } = start(cwd, 'run', './leaky', '--leak', '0.1,0.2', '--jobs', '1', '--out', 's');
    await waitUntil(cwd, child, () => namesIn(join(cwd, 's', 'runs')).length > 0);
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ status: 128 + 15 });
    const worker = startChild(join(cwd, 's'), describeEnvironment(), { workMs: 2000, stopMs: 2000 });
    const loss = await worker.work([{ task: 1, known: 0 }], () => {});
    expect(loss).toEqual({
      reason: expect.stringMatching(/ended with SIGKILL, since it gave no sign of life for 2 s: a step may never end$/),
      tasks: [1],
      wasSilent: true,
    });
  });
});

describe('a sweep of a model of one’s own', () => {
  const folder = temporaryFolders();
  const SWEEP = ['run', './leaky', '--leak', '0.1,0.2,0.3', '--replicas', '2'];

  it('has the same bytes with one worker and with two, one copy of the model, and is shown and collected', async () => {
    const cwd = withModel(folder());
    for (const jobs of ['1', '2'])
      expect((await msm(cwd, ...SWEEP, '--jobs', jobs, '--out', `j${jobs}`)).status).toBe(0);
    expect(sweepHashes(join(cwd, 'j2'))).toEqual(sweepHashes(join(cwd, 'j1')));
    expect(namesIn(join(cwd, 'j1', 'runs'))).toHaveLength(6);
    expect(namesIn(join(cwd, 'j1', 'model'))).toEqual(['lib', 'model.yaml', 'step.ts', 'step.wasm']);
    for (const name of namesIn(join(cwd, 'j1', 'runs')))
      expect(namesIn(join(cwd, 'j1', 'runs', name))).not.toContain('model');
    rmSync(join(cwd, 'leaky'), { recursive: true });
    renameSync(join(cwd, 'j1'), join(cwd, 'moved'));
    expect(well(await msm(cwd, 'show', 'moved')).stdout).toMatch(
      /^run 0 \(leak=0\.1 replica=0\) +done +step 400 of 400 /,
    );
    well(await msm(cwd, 'verify', 'moved'));
    expect(well(await msm(cwd, 'collect', 'moved')).stdout).toMatch(/^6 runs collected\n/);
    const run = join('moved', 'runs', namesIn(join(cwd, 'moved', 'runs'))[0]);
    well(await msm(cwd, 'show', run));
    rmSync(join(cwd, run), { recursive: true });
    expect((await msm(cwd, 'resume', 'moved', '--quiet')).status).toBe(0);
    expect(sweepHashes(join(cwd, 'moved'))).toEqual(sweepHashes(join(cwd, 'j2')));
  });

  it('survives kill -9 and is gone on with from its own folder', async () => {
    const cwd = withModel(folder());
    const words = [...SWEEP, ...LONG.slice(0, 2), '--every', '50', '--jobs', '2', '--quiet'];
    well(await msm(cwd, ...words, '--out', 'straight'));
    const { child, ended } = start(cwd, ...words, '--out', 'killed');
    await waitUntil(cwd, child, () => namesIn(join(cwd, 'killed', 'runs')).length > 2);
    child.kill('SIGKILL');
    await ended;
    rmSync(join(cwd, 'leaky'), { recursive: true });
    well(await msm(cwd, 'resume', 'killed', '--quiet'));
    expect(sweepHashes(join(cwd, 'killed'))).toEqual(sweepHashes(join(cwd, 'straight')));
    well(await msm(cwd, 'verify', 'killed'));
  });

  it('tells of a file of its model that was changed or is gone, by name', async () => {
    const cwd = withModel(folder());
    expect((await msm(cwd, ...SWEEP, '--out', 's')).status).toBe(0);
    const step = join('s', 'model', 'step.ts');
    writeFileSync(join(cwd, step), `${STEP}\n// changed\n`);
    for (const words of [['verify'], ['show'], ['collect'], ['resume']]) {
      const { status, stderr } = await msm(cwd, ...words, 's');
      expect({ words, status }).toEqual({ words, status: 5 });
      expect(stderr).toContain(`${step} is damaged: it is not the file that the model was begun with`);
    }
    rmSync(join(cwd, step));
    expect((await msm(cwd, 'verify', 's')).stderr).toContain(`${step} is damaged: it is missing`);
    const run = join('s', 'runs', namesIn(join(cwd, 's', 'runs'))[0]);
    cpSync(join(cwd, run), join(cwd, 'alone'), { recursive: true });
    const { status, stderr } = await msm(cwd, 'resume', 'alone', '--from-start');
    expect({ status, stderr }).toEqual({
      status: 5,
      stderr: expect.stringMatching(
        /model is damaged: it is missing, and with it what the run is made of\nPut the folder model back/,
      ),
    });
  });

  it('is changed with --resume: runs that it has are kept, another model of the name is refused', async () => {
    const cwd = withModel(folder());
    expect((await msm(cwd, ...SWEEP, '--out', 's')).status).toBe(0);
    const { stdout } = await msm(
      cwd,
      'run',
      './leaky',
      '--leak',
      '0.2,0.4',
      '--replicas',
      '2',
      '--out',
      's',
      '--resume',
    );
    expect(stdout).toMatch(/runs done +2, 6 were done before/);
    writeFileSync(join(cwd, 'leaky', 'model.yaml'), MODEL.replace('normal: [0, 1]', 'normal: [0, 2]'));
    const other = await msm(cwd, 'run', './leaky', '--leak', '0.5,0.6', '--out', 's', '--resume');
    expect({ status: other.status, stderr: other.stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^E_CONFIG: s is a sweep of the model \w{12}, not \w{12}\n/),
    });
  });

  it('can be searched', async () => {
    const cwd = withModel(folder());
    const words = ['--leak', 'uniform:0.1..0.9', '--search', 'tpe', '--budget', '6', '--objective', 'norm_mean:min'];
    const { status, stdout } = await msm(cwd, 'run', './leaky', ...words, '--out', 's');
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/norm_mean/) });
    expect(namesIn(join(cwd, 's'))).toContain('search.parquet');
  });
});
