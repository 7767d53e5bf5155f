import { describe, expect, it } from 'vitest';
import { gatherSpaces } from '../../src/config/gather.js';
import type { PresetFiles, RepeatedRun } from '../../src/config/preset.js';
import { loadPresets } from '../../src/config/preset-list.js';
import { messageOf, TOY, thrownBy, valuesOf as values } from './toy.js';

const TEXTS: { readonly [path: string]: string } = {
  'presets/toy/th1.yaml': 'parameters: {N: 10, beta: 2}\nrun: {every: 5}\ninputs: {sigma0: a.csv}',
  'presets/toy/th1_a.yaml': 'parameters: {N: 11}',
  'presets/toy/th1_b.yaml': 'parameters: {N: 12}',
  'presets/toy/th12.yaml': 'parameters: {N: 13}',
  'presets/toy/th1_all.yaml': 'schedule: [th1_a, th1_b]',
  'presets/toy/warm.yaml': 'parameters: {beta: 9, u: 1..2}\nrun: {every: 6}',
  'presets/toy/open.yaml': 'summary: give u\nrequired: [u]\nparameters: {rho: 1}',
  'presets/toy/grid.yaml': 'derived: {u: 2 * N}',
  'own/a+b.yaml': 'parameters: {N: 20}',
  'own/a,b.yaml': 'parameters: {N: 21}',
  'own/notes.txt': '',
};
const FILES: PresetFiles = {
  dir: 'presets',
  readText: (path) => TEXTS[path],
  listFiles: (dir) =>
    Object.keys(TEXTS).flatMap((path) => (path.startsWith(`${dir}/`) ? [path.slice(dir.length + 1)] : [])),
};
const load = (names: string, files = FILES) => loadPresets(TOY, names, files);
const named = (names: string) => load(names).map(({ name, settings }) => [name, values(settings)]);

describe('a pattern', () => {
  it('stands for all presets that match, in the order of their names, but not for schedules of them', () => {
    expect(named('th1*').map(([name]) => name)).toEqual(['th1', 'th12', 'th1_a', 'th1_b']);
    expect(named('th1_?').map(([name]) => name)).toEqual(['th1_a', 'th1_b']);
    expect(named('*m').map(([name]) => name)).toEqual(['warm']);
    expect(named('w*r*').map(([name]) => name)).toEqual(['warm']);
    expect(named('th1_?,warm').map(([name]) => name)).toEqual(['th1_a', 'th1_b', 'warm']);
  });

  it('stands for files of a folder too', () => {
    expect(named('own/a*').map(([name]) => name)).toEqual(['own/a+b.yaml', 'own/a,b.yaml']);
    expect(messageOf(() => load('own/n*'))).toContain('--preset own/n*: no preset in own matches.');
  });

  it('takes no time that grows with its stars', () => {
    // with backtracking over each star this would end after the tests are forgotten
    expect(messageOf(() => load(`${'*a'.repeat(40)}*b`))).toContain("no preset of 'toy' matches");
  });

  it('that nothing matches is refused with the nearest names', () => {
    expect(thrownBy(() => load('th2*'))).toMatchObject({
      message: "--preset th2*: no preset of 'toy' matches. Did you mean th1 or th12?",
      data: { nearest: ['th1', 'th12'] },
    });
  });
});

describe('a plus', () => {
  it('puts the later on top', () => {
    const [one] = load('th1+warm');
    expect(one.name).toBe('th1+warm');
    expect(values(one.settings)).toEqual({ N: [10], beta: [9], u: [1, 2] });
    expect(one.run.every?.text).toBe('6');
    expect(one.inputs).toEqual({ sigma0: [{ text: 'a.csv', base: 'presets/toy' }] });
    expect(values(load('warm+th1')[0].settings)).toEqual({ beta: [2], u: [1, 2], N: [10] });
  });

  it('goes with commas, patterns and schedules', () => {
    expect(named('th1_?+warm,th12').map(([name]) => name)).toEqual(['th1_a+warm', 'th1_b+warm', 'th12']);
    expect(named('th1_all + warm')).toEqual([
      ['th1_a+warm', { N: [11], beta: [9], u: [1, 2] }],
      ['th1_b+warm', { N: [12], beta: [9], u: [1, 2] }],
    ]);
    expect(named('th1+th1_a+th1_b')).toEqual([['th1+th1_a+th1_b', { beta: [2], N: [12] }]]);
  });

  it('gives what the other asks for, from either side', () => {
    const spaces = (names: string) => gatherSpaces({ presets: load(names), line: { settings: [], run: {} } }).spaces;
    expect(spaces('open+warm')).toHaveLength(1);
    expect(spaces('warm+open')).toHaveLength(1);
    expect(thrownBy(() => spaces('th1+open'))).toMatchObject({
      message: 'preset th1+open needs a value of u (presets/toy/th1.yaml+presets/toy/open.yaml)',
      next: 'give u',
    });
  });

  it('or a comma in the path of a file is part of it', () => {
    expect(named('own/a+b.yaml')).toEqual([['own/a+b.yaml', { N: [20] }]]);
    expect(named('own/a,b.yaml')).toEqual([['own/a,b.yaml', { N: [21] }]]);
    expect(named('warm+own/a+b.yaml')).toEqual([['warm+own/a+b.yaml', { beta: [9], u: [1, 2], N: [20] }]]);
  });

  it.each([
    ['th1+', '--preset th1+: has an empty part beside a +'],
    ['th1+wram', "--preset wram: is not a preset of 'toy'. Did you mean warm?"],
    ['th1+grid', '--preset: grid has derived, so that nothing can be added to it'],
    ['grid+th1', '--preset: grid has derived, so that nothing can be added to it'],
    ['th1+warm,th1+warm', '--preset th1+warm,th1+warm: th1+warm runs more than once'],
  ])('refuses %s', (names, message) => {
    expect(messageOf(() => load(names))).toBe(message);
  });
});

describe('a run', () => {
  const madeWith = { build: 'strict', kernelSha256: '', version: '1' } as const;
  const run: RepeatedRun = { settings: [{ key: 'N', text: '99' }], run: {}, inputs: {}, madeWith };
  const files: PresetFiles = {
    ...FILES,
    exists: (path) => path === 'mine' || path in TEXTS,
    runAt: (_, path) => (['mine', 'runs/a', 'runs/a/run.json', 'run.json'].includes(path) ? run : undefined),
  };

  it.each(['mine', 'runs/a', './runs/a', 'runs/a/', 'runs/a/run.json', 'run.json'])('is found as %s', (name) => {
    expect(load(name, files)).toMatchObject([{ settings: run.settings, madeWith }]);
  });

  it('stands on nothing, and others stand on it', () => {
    expect(values(load('th1+mine', files)[0].settings)).toEqual({ N: [99] });
    expect(load('th1+mine', files)[0]).toMatchObject({ run: {}, inputs: {}, madeWith });
    expect(load('mine+warm', files)[0]).toMatchObject({ run: { every: { text: '6' } }, madeWith });
    expect(values(load('mine+warm', files)[0].settings)).toEqual({ N: [99], beta: [9], u: [1, 2] });
  });
});
