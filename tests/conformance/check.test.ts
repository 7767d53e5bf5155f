import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isWithin } from '../../src/conformance/check.js';
import { fileFamilies, goldenChecker, goldenFiles } from '../../src/conformance/files.js';
import { goldenOf } from '../../src/conformance/golden.js';
import { temporaryFolders } from '../run/folders.js';
import { freshKernels } from './kernels.js';
import { contextOf, faultsOf, readGolden, reportsOf, reportsOfFile } from './reports.js';

const folder = temporaryFolders();
const checker = await goldenChecker(freshKernels);

describe('a check of golden files', () => {
  it('sees an error just beyond a bound', () => {
    const reports = reportsOfFile('attractor/03-learning-steps', (content) => {
      content.cases[0].steps[4].state[2] += 1.1e-12;
    });
    expect(faultsOf(reports)).toEqual([
      'published rule, beta 1: right 4: state',
      'published rule, beta 1: faithful 4: state',
    ]);
  });

  it('goes on after a case that throws, which is a failure', () => {
    const reports = reportsOfFile('attractor/03-learning-steps', (content) => {
      delete content.cases[1].J0;
    });
    expect(faultsOf(reports)).toEqual(['published rule, beta 0.5: cases[1].J0 is missing']);
    expect(reports.filter(isWithin)).toHaveLength(4);
  });

  it('fails for a field that nothing reads, wherever it stands', () => {
    const reports = reportsOfFile('hebbian/memory_matrix', (content) => {
      content.extra = 1;
      content.cases[0].expected.Xi_mean = [1];
      content.cases[2].name = 'any name';
    });
    expect(faultsOf(reports)).toEqual(['fields: nothing reads cases[0].expected.Xi_mean, extra']);
  });

  it('fails without cases, for a kind that it does not know, and for what is no golden file', () => {
    const faults = (content: unknown): readonly string[] => faultsOf(reportsOf(content));
    expect(faults({ system: 'hebbian', cases: [] })).toEqual(['file: there are no cases']);
    expect(faults({ system: 'hebbian', cases: [{ name: 'x', y: 1 }] })).toEqual([
      'x: no kind of case that is known has the fields name, y',
    ]);
    expect(faults({ system: 'other', cases: [] })).toEqual([
      'file: no kind of golden file that is known has these fields',
    ]);
    expect(faults({ format: 'lyapunov/new' })).toEqual(["file: unknown kind 'lyapunov new'"]);
    expect(faults({})).toHaveLength(1);
    expect(faults([1])).toEqual(['file: a golden file must be an object']);
  });

  it('is made by every folder that has kinds of golden files, and needs no list of them', async () => {
    const folders = readdirSync('src/conformance', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const families = await fileFamilies();
    expect(families).toHaveLength(folders.length);
    for (const golden of [{ system: 'hebbian' }, { format: 'lyapunov/spectrum' }, { case: 'relu_network' }]) {
      expect(families.filter(({ has }) => has(goldenOf(golden)))).toHaveLength(1);
    }
  });

  it('fails for a file that two families take for theirs, whichever is found first', () => {
    const content = { system: 'hebbian', cases: [], format: 'lyapunov/spectrum' };
    expect(faultsOf(reportsOf(content))).toEqual(['file: several kinds of golden files have these fields']);
  });

  it('is not within its bounds with nothing compared', () => {
    expect(isWithin({ file: 'a', name: 'b', comparisons: [] })).toBe(false);
    expect(
      faultsOf(reportsOf({ format: 'lyapunov/mean_field', tolerance: {}, rows: [], below_threshold: [] })),
    ).toEqual(['file: there are no cases']);
  });

  it('recognises files by their content, under any name in any folder', () => {
    const place = folder();
    const names = [
      'attractor/03-learning-steps',
      'hebbian/memory_matrix',
      'lyapunov/connectivity_trajectories',
      'heterosynaptic/data',
    ];
    for (const [i, name] of names.entries()) copyFileSync(`tests/golden/${name}.json`, join(place, `${i}.json`));
    const reports = goldenFiles([place]).flatMap((path) => checker.check(path));
    expect(faultsOf(reports)).toEqual([]);
    expect(names.map((_, i) => reports.filter(({ file }) => file === `${i}`).length)).toEqual([5, 3, 14, 16]);
  });

  it('tells the kind of an experiment by its fields, whatever it is called', () => {
    const reports = reportsOfFile('attractor/01-scalar-functions', (content) => {
      content.case = 'functions of another kind';
    });
    expect([reports[0].name, faultsOf(reports)]).toEqual(['functions of another kind', []]);
  });

  it('reports a file that is no JSON and goes on', () => {
    const place = folder();
    writeFileSync(join(place, 'a.json'), '{');
    copyFileSync('tests/golden/hebbian/memory_matrix.json', join(place, 'b.json'));
    const reports = goldenFiles([place]).flatMap((path) => checker.check(path));
    expect(faultsOf(reports)).toHaveLength(1);
    expect(reports).toHaveLength(4);
    expect(() => goldenFiles([folder()])).toThrow('no golden files in');
  });

  it('goes on from the regime beside the file of free learning', () => {
    const place = folder();
    copyFileSync('tests/golden/attractor/07-free-learning.json', join(place, 'b.json'));
    expect(faultsOf(checker.check(join(place, 'b.json')))).toEqual([]);
    const regime = readGolden('attractor/06-digits-regimes');
    // the same norm, but other weights
    [regime.expected.J[0][1], regime.expected.J[0][2]] = [regime.expected.J[0][2], regime.expected.J[0][1]];
    writeFileSync(join(place, 'z.json'), JSON.stringify(regime));
    expect(checker.check(join(place, 'b.json')).every(isWithin)).toBe(false);
    // another network is not the start that is meant
    regime.expected.J[0][1] += 1;
    writeFileSync(join(place, 'z.json'), JSON.stringify(regime));
    expect(faultsOf(checker.check(join(place, 'b.json')))).toEqual([]);
  });

  it('makes the uniforms that files describe, and refuses others', () => {
    const wrong = (change: (block: { [key: string]: unknown }) => void) =>
      faultsOf(reportsOfFile('attractor/07-free-learning', (content) => change(content.uniforms)));
    expect(wrong((block) => Object.assign(block, { seed: (block.seed as number) + 1 }))).toEqual([
      expect.stringContaining('the generator of uniforms is not that of the golden files'),
    ]);
    expect(wrong((block) => Object.assign(block, { shape: [2999, 64] }))[0]).toContain('have the shape 2999,64');
    expect(wrong((block) => Object.assign(block, { generator: 'other' }))[0]).toContain("unknown generator 'other'");
  });

  it('takes all that the cases share from the context', () => {
    expect(faultsOf(reportsOf(readGolden('attractor/07-free-learning'), contextOf('strict', {})))).toEqual([
      expect.stringContaining('not the file that is wanted'),
    ]);
  });
});
