import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gatherSpaces } from '../../src/config/gather.js';
import { createPlan } from '../../src/config/plan.js';
import { listPresets, loadPreset, type PresetFiles } from '../../src/config/preset.js';
import { loadPresets } from '../../src/config/preset-list.js';
import { readRunOptions } from '../../src/config/run-options.js';
import { mergeLayers, parseSet } from '../../src/config/settings.js';
import { readSpace } from '../../src/config/space.js';
import { HEBBIAN_SCHEMA } from '../../src/model/hebbian/schema.js';
import { messageOf, TOY, TOY_SEEDS, thrownBy, valuesOf as values } from './toy.js';

/** Files in memory. */
function files(texts: { readonly [path: string]: string }): PresetFiles {
  return {
    dir: 'presets',
    readText: (path) => texts[path],
    listFiles: (dir) =>
      Object.keys(texts)
        .filter((path) => path.startsWith(`${dir}/`))
        .map((path) => path.slice(dir.length + 1)),
  };
}

const load = (text: string, more: { readonly [path: string]: string } = {}) =>
  loadPreset(TOY, './my.yaml', files({ 'my.yaml': text, ...more }));

describe('loadPreset', () => {
  it('reads every form of a value by the grammar of flags', () => {
    const preset = load(`
summary: all forms
parameters:
  N: [100, 200]
  k:
  beta: 1..3
  u: "1,5"
  tau_J: Infinity
  tau_h: {min: 1, max: 10}
  activation: [relu, sigmoid]
  p: [0.5, 0.3, 0.2]
  hollow: false
run: {seed: 7, record: [energy, overlaps], every: 1e2, format: csv}
`);
    expect(preset.summary).toBe('all forms');
    expect(values(preset.settings)).toEqual({
      N: [100, 200],
      k: [null],
      beta: [1, 2, 3],
      u: [1, 5],
      tau_J: ['infinity'],
      tau_h: [{ min: 1, max: 10 }],
      activation: ['relu', 'sigmoid'],
      p: [[0.5, 0.3, 0.2]],
      hollow: [false],
    });
    expect(readRunOptions(preset.run)).toEqual({
      seeds: [7],
      record: ['energy', 'overlaps'],
      every: 100,
      format: 'csv',
    });
  });

  it.each([
    [
      'p: [[0.5, 0.5], [1, 0]]',
      'p',
      [
        [0.5, 0.5],
        [1, 0],
      ],
    ],
    [
      'p: "[0.5,0.5],[1,0]"',
      'p',
      [
        [0.5, 0.5],
        [1, 0],
      ],
    ],
    [
      'p: ["[0.5,0.5]", "[1,0]"]',
      'p',
      [
        [0.5, 0.5],
        [1, 0],
      ],
    ],
    ['tau_h: [2, {min: 1, max: 3}]', 'tau_h', [2, { min: 1, max: 3 }]],
    ['u: [1, 5..7]', 'u', [1, 5, 6, 7]],
    ['u: &a 3', 'u', [3]],
  ])('reads %s', (line, key, expected) => {
    expect(values(load(`parameters:\n  ${line}\n`).settings)[key]).toEqual(expected);
  });

  it('merges what it extends, the later winning', () => {
    const base = {
      'presets/toy/a.yaml': 'parameters: {N: 10, u: 1}\nrun: {seed: 1, every: 5}',
      'presets/toy/b.yaml': 'extends: a\nparameters: {u: 2}',
    };
    const preset = load('extends: [b, ./near.yaml]\nparameters: {rho: 0.5}\nrun: {seed: 2}', {
      ...base,
      'near.yaml': 'parameters: {beta: 3}',
    });
    expect(values(preset.settings)).toEqual({ N: [10], u: [2], beta: [3], rho: [0.5] });
    expect(readRunOptions(preset.run)).toEqual({ seeds: [2], every: 5 });
  });

  it('asks for the values it requires, and is content when one is given on top', () => {
    const preset = load('required: [tau_J]\nsummary: give tau_J');
    const over = (...sets: string[]) => gatherSpaces({ presets: [preset], line: mergeLayers(...sets.map(parseSet)) });
    expect(messageOf(() => over())).toBe('preset ./my.yaml needs a value of tau_J (my.yaml)');
    expect(values(over('tau_J=5').spaces[0].settings)).toEqual({ tau_J: [5] });
  });

  it.each([
    ['parameters:\n  N: 1\n  tua_J: 5', "tua_J is not a parameter of 'toy' (my.yaml:3:3). Did you mean tau_J?"],
    ['paramters:\n  N: 1', 'paramters is not a section of a preset (my.yaml:1:1). Did you mean parameters?'],
    ['N: 1', "N is a parameter and must stand under 'parameters:' (my.yaml:1:1)"],
    ['run:\n  sead: 1', 'sead is not a run option (my.yaml:2:3). Did you mean seed?'],
    ['parameters:\n  N: {a: 1}', 'N must be a value, a list of values, or {min: 1, max: 10} (my.yaml:2:3)'],
    ['parameters: 3', 'parameters must be keys with values (my.yaml:1:1)'],
    ['- 1', "a preset must be keys with values, as 'parameters:' (my.yaml:1:1)"],
    ['parameters:\n  N: 1\n  N: 2', 'N stands here twice; keys must be unique (my.yaml:3:3)'],
    ['extends: ./my.yaml', 'my.yaml:1:10: presets extend each other in a circle'],
    ['extends: nothing', 'my.yaml:1:10 nothing: is not a preset'],
    ['parameters:\n  ? [a]\n  : 1', 'a key must be a plain word (my.yaml:2:5)'],
    ['parameters: [1', 'my.yaml:1:15'],
  ])('refuses %j with file and line', (text, message) => {
    expect(messageOf(() => load(text))).toContain(message);
  });

  it.each([
    ['rho: 1.5', 'rho = 1.5 (my.yaml:3:3): must be a number from 0 to 1 (pattern correlation)'],
    ['N: 0x10', 'N = 0x10 (my.yaml:3:3): must be an integer'],
    ['N: 1_000', 'N = 1_000 (my.yaml:3:3): must be an integer'],
    ['beta: .inf', 'beta = .inf (my.yaml:3:3): must be a number'],
    ['u: []', 'u = [] (my.yaml:3:3): must be a number'],
  ])('refuses the value %s when it is read', (line, message) => {
    expect(messageOf(() => values(load(`parameters:\n\n  ${line}`).settings))).toContain(message);
  });

  it.each(['', '# only a comment\n', '---\n', '{}', 'null\n'])(
    'refuses the empty file %j, of which nothing would be taken',
    (text) => {
      expect(thrownBy(() => load(text))).toMatchObject({ code: 'E_CONFIG', message: 'my.yaml is empty' });
    },
  );

  it('refuses a second document, which nothing would read', () => {
    expect(messageOf(() => load('parameters: {N: 8}\n---\nparameters: {N: 9}\n'))).toBe(
      'a second document begins here; a file has one (my.yaml:2:1)',
    );
    expect(load('---\nparameters: {N: 8}\n...\n').settings).toHaveLength(1);
  });

  it('refuses a key that stands there twice, at any depth', () => {
    expect(messageOf(() => load('parameters:\n  N: 8\n  N: 9\n'))).toContain('N stands here twice');
    expect(messageOf(() => load('run: {seed: 1}\nrun: {seed: 2}\n'))).toContain('run stands here twice');
  });

  it.each(['[', '{a: ', '- ', '? '])('refuses %j many times over before its parser runs out of stack', (text) => {
    expect(messageOf(() => load(text.repeat(20_000)))).toContain('my.yaml is nested too deeply to be read');
  });

  it('is bounded in the files that it reads altogether, and not only in depth', () => {
    // each level extends the next one twice: 2^25 files of a handful
    const levels = Array.from({ length: 25 }, (_, i) => [
      `l${i}.yaml`,
      `extends: [./l${i + 1}.yaml, ./l${i + 1}.yaml]\n`,
    ]);
    const more = { ...Object.fromEntries(levels), 'l25.yaml': 'parameters: {N: 8}\n' };
    expect(messageOf(() => load('extends: ./l0.yaml', more))).toContain('more than 200 files or 4 MiB');
    expect(() => loadPresets(TOY, './l0.yaml', files(more))).toThrow('more than 200 files');
    expect(load('extends: ./l20.yaml', more).settings).not.toEqual([]);
  });

  it('is bounded in the text that it reads altogether', () => {
    const more = { 'l.yaml': `# ${'x'.repeat(2 ** 19)}\nsummary: long\n` };
    expect(messageOf(() => load(`extends: [${'./l.yaml, '.repeat(8)}]`, more))).toContain('4 MiB');
    expect(() => load(`extends: [${'./l.yaml, '.repeat(7)}]`, more)).not.toThrow();
  });

  it('names the nearest presets and how to list them', () => {
    const error = thrownBy(() => loadPreset(TOY, 'defalt', files({ 'presets/toy/default.yaml': '' })));
    expect(error).toMatchObject({
      code: 'E_CONFIG',
      message: "--preset defalt: is not a preset of 'toy'. Did you mean default?",
    });
    expect((error as { next: string }).next).toContain('msm presets');
  });
});

describe('parseSet', () => {
  it.each([
    ['tau_J=250,500', { tau_J: [250, 500] }],
    ['parameters.tau_J=5', { tau_J: [5] }],
  ])('reads %s', (text, expected) => {
    expect(values(parseSet(text).settings)).toEqual(expected);
  });

  it('reaches run options and keeps further = signs', () => {
    expect(parseSet('run.seed=7').run).toEqual({ seed: { text: '7', place: '--set run.seed' } });
    expect(parseSet('run.record=a=b').run.record?.text).toBe('a=b');
  });

  it('joins the two ends of a random duration, completing an earlier one', () => {
    const set = (...texts: string[]) => values(texts.flatMap((text) => parseSet(text).settings));
    expect(set('tau_h.min=2', 'tau_h.max=5')).toEqual({ tau_h: [{ min: 2, max: 5 }] });
    expect(set('tau_h=random:1..10', 'tau_h.max=4')).toEqual({ tau_h: [{ min: 1, max: 4 }] });
    expect(messageOf(() => set('tau_h.min=2'))).toBe('tau_h.max is missing: a random duration needs both');
  });

  it.each([
    ['tau_J', '--set tau_J: must be KEY=VALUE, as --set run.seed=7'],
    ['=5', '--set "": must be KEY=VALUE'],
    ['run.sede=5', 'sede is not a run option (--set run.sede). Did you mean seed?'],
    ['tua_J=5', "tua_J is not a parameter of 'toy' (--set tua_J). Did you mean tau_J?"],
  ])('refuses %s', (text, message) => {
    expect(messageOf(() => values(parseSet(text).settings))).toContain(message);
  });
});

const SHIPPED: PresetFiles = {
  dir: join(import.meta.dirname, '../../data/presets'),
  readText: (path) => readFileSync(path, 'utf8'),
  listFiles: (dir) => readdirSync(dir),
};

/** Shipped presets by the first word of their summaries. */
const COUNTS = { 'run: ': 5, model: 6, 'variant: ': 18, 'schedule: ': 7 };

/** Runs of the shipped presets that are not one run. */
const RUNS: { readonly [name: string]: number } = {
  config_fig_delta: 3,
  gaussian_randint_field: 2,
  // th1 and th1_ts1 are the same run
  different_timescales: 2,
  hebb_conv: 6,
  hebb_conv_2: 6,
  hebb_conv_3: 5,
};

describe('schedules', () => {
  const base = {
    'presets/toy/a.yaml': 'summary: s\nparameters: {N: 10, u: 1..2}\nrun: {every: 5}',
    'presets/toy/b.yaml': 'parameters: {N: 20}\nrun: {every: 5}',
    'presets/toy/c.yaml': 'parameters: {N: 30}\nrun: {every: 6}',
    'presets/toy/both.yaml': 'summary: two\nschedule: [a, b]',
    'presets/toy/none.yaml': 'schedule: []',
  };
  const gather = (names: string, ...sets: string[]) =>
    gatherSpaces({ presets: loadPresets(TOY, names, files(base)), line: mergeLayers(...sets.map(parseSet)) });
  const spacesOf = (names: string, ...sets: string[]) =>
    gather(names, ...sets).spaces.map(({ name, settings }) => [name, values(settings)]);

  it.each(['a,b', 'both', ' a , b '])('of %s are spaces one after the other', (names) => {
    expect(spacesOf(names)).toEqual([
      ['a', { N: [10], u: [1, 2] }],
      ['b', { N: [20] }],
    ]);
    expect(gather(names).run).toEqual({ every: 5 });
  });

  it('have the command line over each of their presets', () => {
    expect(spacesOf('both', 'u=7')).toEqual([
      ['a', { N: [10], u: [7] }],
      ['b', { N: [20], u: [7] }],
    ]);
    expect(gather('a,c', 'run.every=2', 'run.seed=3').run).toEqual({ every: 2, seeds: [3] });
  });

  it.each([
    ['a,c', 'the presets of one sweep differ in every: a says 5, c says 6'],
    ['a,a', '--preset a,a: a runs more than once'],
    ['a,both', '--preset a,both: a runs more than once'],
    ['a,', '--preset a,: has an empty entry'],
    ['none', '--preset none: this schedule is empty'],
    ['a,bth', "--preset bth: is not a preset of 'toy'. Did you mean both?"],
  ])('refuse %s', (names, message) => {
    expect(messageOf(() => gather(names))).toBe(message);
  });

  it.each([
    ['extends: both', 'my.yaml:1:10: both is a schedule of presets, which nothing can extend'],
    ['schedule: [a]\nparameters: {N: 1}', 'parameters has no place beside schedule'],
    ['schedule: {a: b}', 'schedule must be a name or a list of names (my.yaml:1:1)'],
  ])('are not mixed with other things: %j', (text, message) => {
    expect(messageOf(() => load(text, base))).toContain(message);
  });
});

describe('a preset with the sections of a sweep file', () => {
  const grid = `
parameters: {N: [10, 20], beta: 2}
zip: [{u: [1, 2], rho: [0, 1]}]
derived: {tau_J: 2 * N}
spaces:
  cold: {parameters: {beta: 9}, seeds: [4, 5]}
  warm: {replicas: 3}
run: {from: 3, to: 9, units: [0..4, 7], parquet: compatible, fast: true}
`;

  it('makes its spaces, with axes in the order of the lines', () => {
    const { spaces, run } = gatherSpaces({ presets: [load(grid)], line: { settings: [], run: {} } });
    const read = spaces.map((space) => readSpace(TOY, space, TOY_SEEDS));
    expect(
      read.map(({ name, axes, base, seeds }) => [name, axes.map(({ keys }) => keys), base.beta, seeds.length]),
    ).toEqual([
      ['cold', [['N'], ['u', 'rho']], 9, 2],
      ['warm', [['N'], ['u', 'rho']], 2, 3],
    ]);
    expect(read[0].derived.map(({ key, text }) => [key, text])).toEqual([['tau_J', '2 * N']]);
    expect(run).toEqual({ from: '3', to: '9', units: '0..4,7', parquet: 'compatible', fast: true });
  });

  it('is not extended', () => {
    expect(messageOf(() => load('extends: ./grid.yaml', { 'grid.yaml': grid }))).toBe(
      'my.yaml:1:10: ./grid.yaml has zip and derived and spaces, so that nothing can extend it',
    );
  });
});

describe('the shipped presets of hebbian', () => {
  const presets = listPresets(HEBBIAN_SCHEMA, SHIPPED);
  const planOf = (name: string, ...sets: string[]) => {
    const presets = loadPresets(HEBBIAN_SCHEMA, name, SHIPPED);
    const { spaces } = gatherSpaces({ presets, line: mergeLayers(...sets.map(parseSet)) });
    const read = spaces.map((space) => readSpace(HEBBIAN_SCHEMA, space, TOY_SEEDS));
    return createPlan({
      schema: HEBBIAN_SCHEMA,
      variants: [{ spaces: read, inputs: {} }],
      kernel: '',
      hash: (text) => text,
    });
  };

  it('are the five run configurations, six models, eighteen variants and seven schedules', () => {
    expect(presets).toHaveLength(36);
    for (const prefix of ['run: ', 'model', 'variant: ', 'schedule: '] as const) {
      expect(presets.filter(({ summary }) => summary.startsWith(prefix))).toHaveLength(COUNTS[prefix]);
    }
  });

  it.each(presets.map(({ name }) => name).filter((name) => name !== 'model_fig_delta'))(
    '%s makes a valid plan',
    (name) => {
      expect(planOf(name).runCount).toBe(RUNS[name] ?? 1);
    },
  );

  it('ask for tau_J where the published file does', () => {
    expect(messageOf(() => planOf('model_fig_delta'))).toContain('needs a value of tau_J');
    expect(planOf('model_fig_delta', 'tau_J=250').base).toMatchObject({ N: 200, K: 50, tau_J: 250 });
  });

  it.each([
    [
      'config',
      {
        N: 150,
        K: 8,
        beta: 1,
        k: null,
        u: 200,
        tau_s: 1,
        tau_J: 1000,
        rho: 0,
        tau_h: 1,
        T: 2000,
        dt: 1,
        scheme: 'euler',
      },
    ],
    ['config4dev', { N: 200, K: 4, beta: 1000, u: 200, tau_J: 20, T: 200 }],
    ['config_f', { N: 100, K: 20, beta: 1000, u: 2000, tau_J: 20, T: 700 }],
    ['config_fig_delta', { N: 200, K: 50, beta: 1000, u: 200, tau_J: 250, T: 1000 }],
    ['config_fig_intro', { N: 16, K: 4, beta: 1, u: 2, tau_s: 10, tau_J: 130, tau_h: 10, T: 200 }],
    ['N2', { N: 2, K: 2, rho: 0 }],
    ['gaussian_patterns', { pattern_distribution: 'gaussian', T: 2000 }],
    ['variable_field_update', { tau_h: { min: 1, max: 10 } }],
    ['mc', { model_class: 'memory-matrix' }],
    ['th1_ts2_tJ40_u10_b10-2', { tau_h: 1, tau_s: 2, tau_J: 40, u: 10, beta: 0.01 }],
    ['th1_ts4_u5_K8', { tau_s: 4, u: 5, K: 8 }],
    ['th1_ts6_tJ6', { tau_s: 6, tau_J: 6, u: 200 }],
  ])('%s has the published values', (name, expected) => {
    expect(planOf(name).base).toMatchObject(expected);
  });
});
