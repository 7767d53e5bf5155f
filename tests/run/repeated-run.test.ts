/** Runs that are repeated from their folders. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { presetText } from '../../src/config/preset-text.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { ATTRACTOR } from '../../src/model/attractor/model.js';
import type { Family } from '../../src/model/family.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { RATE } from '../../src/model/rate/model.js';
import { configurationOf } from '../../src/run/configuration.js';
import { readRun, writeRun } from '../../src/run/run-record.js';
import { simulate } from '../../src/simulate/simulate.js';
import { temporaryFolders } from './folders.js';
import { filesBelow, surroundings } from './harness.js';
import { planOf } from './lines.js';

describe('--preset with a run', () => {
  const folder = temporaryFolders();
  const start = async (family: Family, out: string, line: readonly string[], base?: string) =>
    simulate(await planOf(family, line, base === undefined ? {} : { base }), out, surroundings());
  /** Bytes of the tables and of the last state. */
  const tablesOf = (place: string) =>
    Object.fromEntries(
      filesBelow(place)
        .filter((path) => /^[^/]+\.(parquet|arrow|csv)$/.test(path))
        .map((path) => [path, readFileSync(join(place, path)).toString('base64')]),
    );
  const SMALL = ['--N', '9', '--K', '2', '--T', '12'];

  it.each([
    ['numbers', [...SMALL, '--beta', '0.30000000000000004', '--tau-h', 'random:1..3', '--seed', '9007199254740991']],
    [
      'a record',
      [
        ...SMALL,
        '--record',
        'distance,sigma@3,J@[0,5]',
        '--every',
        '2',
        '--from',
        '2',
        '--to',
        '9',
        '--units',
        '0..2,7',
      ],
    ],
    ['states alone', [...SMALL, '--record', 'sigma@3']],
    ['another format and build', [...SMALL, '--format', 'csv', '--fast']],
    ['a profile', [...SMALL, '--parquet', 'compatible', '--p', '[0.5,0.5]']],
  ])('keeps %s', async (_, line) => {
    const place = folder();
    await start(HEBBIAN, join(place, 'a'), line);
    await start(HEBBIAN, join(place, 'b'), ['--preset', join(place, 'a', 'run.json')]);
    const [a, b] = ['a', 'b'].map((name) => readRun(join(place, name)));
    expect(b.identity).toBe(a.identity);
    expect([b.record, b.output, b.build, b.summary]).toEqual([a.record, a.output, a.build, a.summary]);
    expect(Object.keys(tablesOf(join(place, 'a'))).length).toBeGreaterThan(1);
    expect(tablesOf(join(place, 'b'))).toEqual(tablesOf(join(place, 'a')));
  });

  it('takes a replica of a sweep by its own seed', async () => {
    const place = folder();
    await start(HEBBIAN, join(place, 'sweep'), [...SMALL, '--replicas', '2', '--seed', '5']);
    const [second] = filesBelow(join(place, 'sweep')).filter((path) => /^runs\/1-.*run\.json$/.test(path));
    const { identity } = readRun(join(place, 'sweep', second.replace('/run.json', '')));
    const { plan } = await planOf(HEBBIAN, ['--preset', join(place, 'sweep', second)]);
    expect([...plan].map((run) => run.identity)).toEqual([identity]);
  });

  it('takes patterns from the copies, as they are, and other inputs too', async () => {
    const place = folder();
    writeFileSync(join(place, 's.csv'), '0.5\n-0.5\n0.25\n');
    await start(HEBBIAN, join(place, 'a'), ['--K', '2', '--T', '5', '--sigma0', join(place, 's.csv')]);
    rmSync(join(place, 's.csv'));
    const again = await planOf(HEBBIAN, ['--preset', join(place, 'a')]);
    expect(again.plan.run(0).identity).toBe(readRun(join(place, 'a')).identity);
    const short = ['--epochs', '3', '--search-steps', '20', '--patterns', 'digits:4,5'];
    await start(ATTRACTOR, join(place, 'n'), short, 'sequence');
    // by way of its command, whose preset has other inputs
    const { plan, request } = await planOf(ATTRACTOR, ['--preset', join(place, 'n')], { base: 'sequence' });
    expect(plan.run(0).identity).toBe(readRun(join(place, 'n')).identity);
    expect(request.inputFiles).toMatchObject({
      patterns: [{ text: `raw:${join(place, 'n', 'inputs', 'patterns.arrow')}` }],
    });
  });

  it('of another command of its family names that command', async () => {
    const place = folder();
    await start(ATTRACTOR, join(place, 'n'), ['--epochs', '3', '--search-steps', '20'], 'sequence');
    await expect(planOf(ATTRACTOR, ['--preset', join(place, 'n')], { base: 'bars' })).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: `experiment = sequence (${join(place, 'n', 'run.json')}): msm attractor bars has the defaults of experiment = bars and takes no other`,
      next: `Type: msm attractor sequence --preset ${join(place, 'n')}`,
    });
  });

  it('finds copies from where the program runs', async () => {
    const place = folder();
    await start(ATTRACTOR, join(place, 'n'), ['--epochs', '3', '--search-steps', '20'], 'sequence');
    const { request } = await planOf(ATTRACTOR, ['--preset', relative(process.cwd(), join(place, 'n'))]);
    expect(request.inputFiles).toMatchObject({
      patterns: [{ text: `raw:${join(place, 'n', 'inputs', 'patterns.arrow')}` }],
    });
  });

  it('says the same as the configuration that is printed of it', async () => {
    const place = folder();
    await start(HEBBIAN, join(place, 'a'), SMALL);
    const printed = join(place, 'printed.yaml');
    const configuration = configurationOf(await planOf(HEBBIAN, ['--preset', join(place, 'a')]));
    writeFileSync(printed, presetText(configuration, 'printed'));
    // presets that differed in a run option would be refused, and in anything else would be two runs
    const { plan } = await planOf(HEBBIAN, ['--preset', `${printed},${join(place, 'a')}`]);
    expect([...plan].map(({ identity }) => identity)).toEqual([readRun(join(place, 'a')).identity]);
  });

  it('has flags over it', async () => {
    const place = folder();
    await start(HEBBIAN, join(place, 'a'), SMALL);
    const { plan } = await planOf(HEBBIAN, ['--preset', join(place, 'a'), '--beta', '2,3', '--seed', '4']);
    expect([...plan].map(({ parameters, seed }) => [parameters.N, parameters.beta, seed])).toEqual([
      [9, 2, 4],
      [9, 3, 4],
    ]);
  });

  it('of another family names the command that repeats it', async () => {
    const place = folder();
    await start(ATTRACTOR, join(place, 'n'), ['--epochs', '3', '--search-steps', '20'], 'sequence');
    await start(HEBBIAN, join(place, 'h'), SMALL);
    await expect(planOf(RATE, ['--preset', join(place, 'n')])).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: `--preset ${join(place, 'n')}: this is a run of the family attractor, not of rate`,
      next: `Repeat it with: msm attractor sequence --preset ${join(place, 'n')}`,
    });
    await expect(planOf(RATE, ['--preset', join(place, 'h')])).rejects.toMatchObject({
      next: `Repeat it with: msm simulate --preset ${join(place, 'h')}`,
    });
  });

  it('refuses folders that are none, and sweeps', async () => {
    const place = folder();
    await expect(planOf(HEBBIAN, ['--preset', place])).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: `--preset ${place}: this folder has no run.json`,
    });
    const sweep = join(place, 'sweep');
    await start(HEBBIAN, sweep, [...SMALL, '--beta', '1,2']);
    for (const path of [sweep, join(sweep, 'sweep.json')]) {
      await expect(planOf(HEBBIAN, ['--preset', path])).rejects.toMatchObject({
        code: 'E_CONFIG',
        message: `--preset ${path}: this is a sweep and not a run`,
      });
    }
  });

  it('refuses what was changed', async () => {
    const place = folder();
    const good = join(place, 'good');
    await start(ATTRACTOR, good, ['--epochs', '3', '--search-steps', '20'], 'sequence');
    const refused = async (change: (bad: string) => unknown) => {
      const bad = join(place, 'bad');
      rmSync(bad, { recursive: true, force: true });
      cpSync(good, bad, { recursive: true });
      await change(bad);
      return planOf(ATTRACTOR, ['--preset', bad]).then(
        () => 'taken',
        ({ code, message }) => `${code} ${message.replaceAll(place, '')}`,
      );
    };
    const copy = 'inputs/patterns.arrow';
    expect(await refused(() => {})).toBe('taken');
    expect(
      await refused((bad) => {
        const bytes = readFileSync(join(bad, copy));
        bytes[bytes.length - 900] ^= 1;
        writeFileSync(join(bad, copy), bytes);
      }),
    ).toBe('E_CORRUPT /bad/inputs/patterns.arrow is damaged: it is not the array that the run began with');
    expect(await refused((bad) => rmSync(join(bad, copy)))).toBe(
      'E_CORRUPT /bad/inputs/patterns.arrow is damaged: it is missing',
    );
    const run = join(good, 'run.json');
    expect(
      await refused((bad) =>
        writeFileSync(join(bad, 'run.json'), readFileSync(run, 'utf8').replace('"seed": 0', '"seed": 1')),
      ),
    ).toContain('E_CORRUPT /bad/run.json is damaged: its checksum does not fit');
    // sealed again, as by a program that means well
    expect(await refused(async (bad) => writeRun(NODE_DISK, bad, { ...readRun(bad), seed: 1 }))).toBe(
      'E_CORRUPT /bad: parameters, seed or inputs in run.json are not those it began with',
    );
  });

  it('says so if other kernels made it', async () => {
    const place = folder();
    await start(HEBBIAN, join(place, 'a'), SMALL);
    const stored = readRun(join(place, 'a'));
    const other = { ...stored, kernelSha256: '0'.repeat(64), version: '0.0.1' };
    const { identityOf } = await import('../../src/run/run-record.js');
    await writeRun(NODE_DISK, join(place, 'a'), { ...other, identity: identityOf(other) });
    const said: string[] = [];
    await planOf(HEBBIAN, ['--preset', join(place, 'a')], {}, (text) => said.push(text));
    expect(said).toEqual([
      `${join(place, 'a')} was made by version 0.0.1 with other kernels (000000000000): its numbers may differ`,
    ]);
    // another build was asked for, which has other kernels anyway
    await planOf(HEBBIAN, ['--preset', join(place, 'a'), '--fast'], {}, (text) => said.push(text));
    expect(said).toHaveLength(1);
  });

  it('and --network exclude each other', async () => {
    const place = folder();
    await start(ATTRACTOR, join(place, 'n'), ['--epochs', '3', '--search-steps', '20'], 'sequence');
    const between = { settings: [{ key: 'N', text: '64', place: '--network x' }], run: {} };
    await expect(
      planOf(ATTRACTOR, ['--preset', join(place, 'n')], { base: 'sequence', between }),
    ).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: `--network x has no effect beside ${join(place, 'n')}, a run that is repeated with all that it had`,
    });
  });
});
