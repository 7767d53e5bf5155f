/** Printed configurations: given back as a preset, they make the same runs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Below } from '../../src/cli/run-flags.js';
import { presetText } from '../../src/config/preset-text.js';
import { ATTRACTOR } from '../../src/model/attractor/model.js';
import type { Family } from '../../src/model/family.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { RATE } from '../../src/model/rate/model.js';
import { configurationOf } from '../../src/run/configuration.js';
import type { PlannedRuns } from '../../src/run/plan-runs.js';
import { temporaryFolders } from './folders.js';
import { planOf } from './lines.js';

/** All that runs follow from, in their order. */
const seen = ({ plan, request, run }: PlannedRuns) => ({
  runs: [...plan].map(({ space, replica, identity }, i) => ({ space, replica, identity, record: run(i).record })),
  output: request.output,
  build: request.build.build,
});

/** The text of a plan, and what comes of it as a preset. */
async function roundTrip(family: Family, argv: readonly string[], folder: string, below: Below = {}) {
  const planned = await planOf(family, argv, below);
  const text = presetText(configurationOf(planned), 'as a preset');
  const file = join(folder, 'printed.yaml');
  writeFileSync(file, text);
  const again = await planOf(family, ['--preset', file], below);
  expect(seen(again)).toEqual(seen(planned));
  // what was printed of what was printed is the same
  expect(presetText(configurationOf(again), 'as a preset')).toBe(text);
  return text;
}

describe('a printed configuration', () => {
  const folder = temporaryFolders();

  it('has every parameter and every run option', async () => {
    const text = await roundTrip(HEBBIAN, ['--N', '20', '--K', '3', '--T', '50'], folder());
    expect(text).toBe(`# as a preset

parameters:
  N: 20
  K: 3
  beta: 1
  k: null
  u: 200
  tau_s: 1
  tau_J: 1000
  activation: identity
  pattern_distribution: rademacher
  rho: 0
  p: null
  tau_h: 1
  hold_time: null
  T: 50
  dt: 1
  scheme: euler
  mode: right
  transient_factor: true
  model_class: associative
  beta_Xi: 1
  beta_T: null
  tau_T: null
  delay: null
run:
  seed: 0
  replicas: 1
  record: [pattern, distance, distance_normalized, theory_mean, theory_std, residual, energy, activity, overlap]
  every: 1
  from: 0
  format: parquet
  parquet: compact
  fast: false
`);
  });

  it.each([
    ['numbers to the last bit', '--beta 0.1,1e-7,0.30000000000000004,123456789012345680000 --u log:1..1000/8 --T 9'],
    ['axes in the order of the line', '--tau-J 3,2 --T 7 --K 2,1 --dt 0.5,0.25'],
    ['words, nothing, and a random duration', '--tau-J infinity,5 --k null,0.5 --tau-h random:1..3 --T 9'],
    ['halves of a duration', '--set tau_h.min=1 --set tau_h.max=4 --T 9'],
    ['probabilities', '--K 3 --p [0.5,0.25,0.25],[0.2,0.3,0.5] --T 9'],
    [
      'probabilities that were rounded, weights, nothing',
      '--K 3 --p [0.333333,0.333333,0.333333],weights:1,2,4,null --T 9',
    ],
    ['seeds', '--seed 7,3 --T 9'],
    ['replicas of a seed', '--seed 9007199254740991 --replicas 3 --T 9'],
    ['what is recorded', '--record distance,sigma@10,J@[0,20] --every 5 --from 10 --to 40 --units 0..3,7 --T 50'],
    ['how it is written', '--parquet compatible --fast --T 9'],
    ['another format', '--format csv --T 9'],
    ['presets, each a space', '--preset th1,th1_ts6_tJ6 --replicas 2 --u 3,1'],
    ['a sweep file', '--sweep example'],
    ['a sweep file over presets', '--preset th1,th1_ts6_tJ6 --sweep example --seed 1,2'],
  ])('keeps %s', async (_, line) => {
    await roundTrip(HEBBIAN, ['--N', '12', ...line.split(' ')], folder());
  });

  it('has ranges as lists, and leaves one of more than a thousand values as it was written', async () => {
    const text = await roundTrip(HEBBIAN, ['--beta', '1..3', '--u', '1..1001', '--T', '3'], folder());
    expect(text).toContain('  beta: [1, 2, 3]\n  u: 1..1001\n');
  });

  it('has what sub-grids have in common once, and their own parts as sections', async () => {
    const text = await roundTrip(HEBBIAN, ['--sweep', 'example'], folder());
    expect(text).toContain(`spaces:
  cold:
    parameters:
      beta: 1000
    zip:
      - K: [2, 4]
        u: [10, 20]
      - tau_J: [20, 40, 60]
    derived:
      T: 5 * tau_J
    seeds: [1, 2]
  warm:
    zip:
`);
  });

  it('has the seeds or replicas of each space, and the name of a single one', async () => {
    const place = folder();
    const file = join(place, 'own.yaml');
    writeFileSync(
      file,
      'parameters: {T: 5}\nspaces: {one: {replicas: 2}, two: {parameters: {u: 3}, seeds: [4]}, three: {}}\n',
    );
    const text = await roundTrip(HEBBIAN, ['--sweep', file, '--N', '9'], place);
    expect(text).toContain(
      'spaces:\n  one:\n    parameters:\n      u: 200\n    replicas: 2\n  two:\n    parameters:\n      u: 3\n    seeds: [4]\n',
    );
    writeFileSync(file, 'spaces: {alone: {parameters: {u: [3, 4]}}}\n');
    expect(await roundTrip(HEBBIAN, ['--sweep', file, '--N', '9'], place)).toContain('spaces:\n  alone:\n');
  });

  it('has a vector once for each place where it stands', async () => {
    const text = await roundTrip(HEBBIAN, ['--preset', 'th1,th1_ts6_tJ6', '--p', '[0.5,0.5]', '--K', '2'], folder());
    expect(text).not.toMatch(/[&*]a1/);
  });

  it('names inputs by absolute path, and sizes that one file fixes', async () => {
    const place = folder();
    const odd = join(place, 'it: "is", #1 [x]');
    mkdirSync(odd);
    writeFileSync(join(odd, 's.csv'), '0.5\n-0.5\n0.25\n');
    writeFileSync(join(odd, 'mine.yaml'), 'inputs: {sigma0: s.csv}\nparameters: {T: 5, K: 2}\n');
    const text = await roundTrip(HEBBIAN, ['--preset', join(odd, 'mine.yaml')], place);
    expect(text).toContain('  N: 3\n');
    expect(text).toContain(`s.csv`);
  });

  it('leaves sizes open that several files fix anew', async () => {
    const place = folder();
    writeFileSync(join(place, 'a.csv'), '0.5\n-0.5\n0.25\n');
    writeFileSync(join(place, 'b.csv'), '0.5\n-0.5\n0.25\n1\n');
    const files = ['a', 'b'].flatMap((name) => ['--sigma0', join(place, `${name}.csv`)]);
    const text = await roundTrip(HEBBIAN, [...files, '--T', '5', '--K', '2'], place);
    expect(text).not.toContain('  N:');
    expect(text).toContain(`  sigma0: [${join(place, 'a.csv')}, ${join(place, 'b.csv')}]\n`);
  });

  it('of the other families too, over the preset of the command', async () => {
    await roundTrip(RATE, ['--g', '1..4', '--T', '60', '--session', '2'], folder());
    const short = ['--epochs', '3', '--search-steps', '20', '--snr', '1,2'];
    const text = await roundTrip(ATTRACTOR, short, folder(), { base: 'sequence' });
    expect(text).toContain('inputs:\n  patterns: digits:1,2,3\n');
    await roundTrip(ATTRACTOR, ['--epochs', '3', '--patterns', 'raw:digits:1+2,5', '--search-steps', '20'], folder(), {
      base: 'grid',
    });
  });
});
