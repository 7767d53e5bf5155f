/** Models with one mistake each, as whoever writes a first model makes them. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MsmError } from '../../src/errors.js';
import { folderOf, read, readTexts, start } from './folders.js';

const MODEL = `model: toy
parameters:
  N: { kind: integer, default: 3 }
  T: 10
steps: T
state:
  y: { shape: [], start: 0 }
  w: { shape: [N], start: 1 }
observables:
  y: { default: true }
`;
const STEP = `import * as m from './state';
export function step(s: usize): void { m.setY(s, m.y(s) + 1); }
`;
/** The step with another body. */
const body = (text: string): string =>
  `import * as m from './state';\nexport function step(s: usize): void { ${text} }\n`;
/** The model with one more observable. */
const shows = (name: string): string => `${MODEL}  ${name}: {}\n`;
const withParameter = (line: string): string => MODEL.replace('  T: 10', `  T: 10\n${line}`);

async function refusal(work: () => unknown): Promise<MsmError> {
  const error = await Promise.resolve()
    .then(work)
    .then(
      () => new Error('it was accepted'),
      (thrown) => thrown,
    );
  expect(error).toBeInstanceOf(MsmError);
  return error as MsmError;
}

type Case = readonly [what: string, model: string, step: string, place: string, says: RegExp];

const YAML_CASES: readonly Case[] = [
  ['a tab before a key', MODEL.replace('  T: 10', '\tT: 10'), STEP, 'model.yaml:4:1', /Tabs are not allowed/],
  ['a key twice', MODEL.replace('start: 0', 'start: 0, start: 1'), STEP, 'model.yaml:7:', /start stands here twice/],
  ['a size that nothing names', MODEL.replace('[N]', '[N, M]'), STEP, 'model.yaml:8:', /M is not a parameter/],
  [
    'a size of another case',
    MODEL.replace('[N]', '[n]'),
    STEP,
    'model.yaml:8:',
    /n is not a parameter. Did you mean N/,
  ],
  ['a size below 0', MODEL.replace('[N]', '[-3]'), STEP, 'model.yaml:8:', /shape of w = -3 .*sizes of at least 1/],
  [
    'a size that is computed',
    MODEL.replace('[N]', '[N / 0]'),
    STEP,
    'model.yaml:8:',
    /N \/ 0 is an expression: a size is an integer parameter or a number/,
  ],
  [
    'a default that is another parameter',
    MODEL.replace('default: 3', 'default: T'),
    STEP,
    'model.yaml:3:',
    /default of parameter N = T .*must be a number/,
  ],
  [
    'a word whose constant is a parameter',
    withParameter('  rule: { kind: choice, default: x, options: { x: a, y: b } }\n  RULE_X: 3'),
    STEP,
    'model.yaml:5:',
    /RULE_X is the constant of option x of rule .*and also RULE_X \(.*model.yaml:6:/,
  ],
  [
    'two words of one constant',
    withParameter(
      '  a: { kind: choice, default: b_c, options: { b_c: x } }\n  a_b: { kind: choice, default: c, options: { c: x } }',
    ),
    STEP,
    'model.yaml:6:',
    /A_B_C is the constant of option c of a_b .*and also that of option b_c of a/,
  ],
  ['a reserved name', withParameter('  jobs: 3'), STEP, 'model.yaml:5:', /--jobs is a flag of the command/],
  ['an unclosed list', `${MODEL}field: [`, STEP, 'model.yaml:11:', /end with a \]/],
];

const STEP_CASES: readonly Case[] = [
  ['no function step', MODEL, 'function step(s: usize): void {}\n', 'step.ts', /exports no step/],
  ['a step that is a number', MODEL, 'export const step = 3;\n', 'step.ts:1', /step must be export function step\(s/],
  [
    'a step that takes a number',
    MODEL,
    STEP.replace('s: usize', 's: f64').replaceAll('(s,', '(<usize>s,').replace('y(s)', 'y(<usize>s)'),
    'step.ts:2',
    /step must be export function step\(s: usize\): void, and it is \(s: f64\): void/,
  ],
  [
    'a step that gives a number',
    MODEL,
    'export function step(s: usize): f64 { return 1; }\n',
    'step.ts:1',
    /and it is \(s: usize\): f64/,
  ],
  ['a step of nothing', MODEL, 'export function step(): void {}\n', 'step.ts:1', /Expected 0 arguments/],
  [
    'an observable that is nowhere',
    shows('lenght'),
    `${STEP}export function length(s: usize): f64 { return 1; }\n`,
    'model.yaml:11:',
    /lenght .*is neither state nor a function that step.ts exports. Did you mean length/,
  ],
  [
    'an observable with the name of the import of all',
    shows('m'),
    `${STEP}export function m(s: usize): f64 { return 1; }\n`,
    'step.ts:3',
    /m is the name of a function here and of an import in line 1: .*import \* as model from '.\/state', or rename/,
  ],
  [
    'an observable with the name of a kernel',
    shows('dot_f64'),
    `import { dot_f64 } from 'msm/linalg/vectors';\n${STEP}export function dot_f64(s: usize): f64 { return 1; }\n`,
    'step.ts:4',
    /dot_f64 is the name of a function here and of an import in line 1: .*import \{ dot_f64 as other \}/,
  ],
  [
    'an observable that hides a function',
    shows('max'),
    `${STEP}export function max(s: usize): f64 { return max(m.y(s), 3); }\n`,
    'step.ts:3',
    /max is the function of this file here, .*also f64.max/,
  ],
  [
    'a kernel that is not there',
    MODEL,
    `import { x } from 'msm/linalg/vector';\n${STEP}`,
    'step.ts:1:',
    /no such kernel. Did you mean msm\/linalg\/vectors/,
  ],
  [
    'a function of the host',
    MODEL,
    `@external('env', 'foo') declare function foo(): void;\n${body('foo();')}`,
    'step.ts:1',
    /it calls env.foo of the host/,
  ],
  ['draws of its own', MODEL, body('m.setY(s, Math.random());'), 'step.ts:2', /Math.random draws numbers/],
  ['more memory', MODEL, body('memory.grow(1);'), 'step.ts:2', /a step cannot call memory.grow/],
  ['an array', MODEL, body('m.setY(s, new Float64Array(3)[0]);'), 'step.ts:2', /makes no arrays, objects or texts/],
  ['a text', MODEL, body('m.setY(s, m.y(s).toString().length);'), 'step.ts:2', /makes no arrays, objects or texts/],
  ['a misspelt name', MODEL, body('m.setY(s, m.yy(s));'), 'step.ts:2:', /Property 'yy' does not exist/],
];

describe('a wrong model', () => {
  it.each([...YAML_CASES, ...STEP_CASES])(
    'is refused with file, line and what is allowed, and nothing is written: %s',
    async (_, model, step, place, says) => {
      const folder = folderOf({ 'model.yaml': model, 'step.ts': step });
      const error = await refusal(() => read(folder));
      expect(error.message).toMatch(says);
      expect(`${error.message} ${error.place}`).toContain(join(folder, place));
      expect(error.exitStatus).toBe(2);
      expect(readdirSync(folder).sort()).toEqual(['model.yaml', 'step.ts']);
    },
  );

  it('is refused whatever an earlier version compiled: rules are looked at before the cache', async () => {
    const step = body('memory.grow(1);');
    for (let i = 0; i < 2; i++) {
      expect((await refusal(() => readTexts(MODEL, step))).message).toMatch(
        /step.ts:2: a step cannot call memory.grow/,
      );
    }
  });

  it('is no text in UTF-8, with the line', async () => {
    const folder = folderOf({ 'model.yaml': MODEL, 'step.ts': STEP });
    writeFileSync(join(folder, 'step.ts'), Buffer.concat([Buffer.from(STEP), Buffer.from([47, 47, 0xff])]));
    expect((await refusal(() => read(folder))).message).toBe(`${folder}/step.ts:3: the file is not text in UTF-8`);
    writeFileSync(join(folder, 'model.yaml'), Buffer.from(MODEL, 'utf16le'));
    writeFileSync(join(folder, 'model.yaml'), Buffer.from([0xff, 0xfe, 0x6d]));
    expect(await refusal(() => read(folder))).toMatchObject({
      message: `${folder}/model.yaml:1: the file is not text in UTF-8`,
      exitStatus: 2,
    });
  });

  it('is larger than what somebody writes', async () => {
    const folder = folderOf({ 'model.yaml': `${MODEL}#${'x'.repeat(2 ** 20)}`, 'step.ts': STEP });
    expect(await refusal(() => read(folder))).toMatchObject({
      message: expect.stringMatching(/model.yaml: it has 1,048,\d{3} bytes, and such a file has at most 1,048,576/),
      exitStatus: 2,
    });
  });

  it('has a folder where a file must be', async () => {
    const folder = folderOf({ 'model.yaml': MODEL });
    mkdirSync(join(folder, 'step.ts'));
    expect((await refusal(() => read(folder))).message).toBe(`${folder}/step.ts is a folder, and must be a file`);
    const other = folderOf({ 'step.ts': STEP });
    mkdirSync(join(other, 'model.yaml'));
    expect((await refusal(() => read(other))).message).toBe(`${other}/model.yaml is a folder, and must be a file`);
  });
});

describe('numbers that follow from parameters', () => {
  it.each<[string, string, string, RegExp]>([
    [
      'steps',
      'steps: T',
      'steps: T / 0',
      /steps = T \/ 0 \(.*model.yaml:5:1\) comes out as Infinity; it must be a number/,
    ],
    [
      'a start',
      'start: 1',
      'start: 1 / (N - 3)',
      /start of w = 1 \/ \(N - 3\) \(.*model.yaml:8:3\) comes out as Infinity/,
    ],
    ['bounds', 'start: 1', 'start: { uniform: [1, 0] }', /w \(.*model.yaml:8:3\): it goes from 1 to 0/],
  ])('are refused with the line of their expression: %s', async (_, from, to, says) => {
    const model = await readTexts(MODEL.replace(from, to), STEP);
    expect((await refusal(() => start(model))).message).toMatch(says);
  });
});

describe('a step that fails while it runs', () => {
  const run = async (step: string): Promise<MsmError> => {
    const model = await readTexts(MODEL, step);
    return refusal(() => {
      start(model).advance(10, { append: () => {} });
    });
  };

  it.each<[string, string, RegExp]>([
    [
      'an address outside',
      'if (m.step(s) == 4) store<f64>(s + 4000000000, 3);',
      /in step 4: it reads or writes at an address/,
    ],
    ['throw', "if (m.step(s) == 2) throw new Error('x');", /in step 2: it came to throw, unreachable or an assertion/],
    ['unreachable', 'unreachable();', /in step 0: it came to throw/],
    ['a division by 0', 'm.setY(s, m.N(s) / (m.N(s) - 3));', /in step 0: it divides an integer by zero/],
  ])('says which step of the run, and what it did: %s', async (_, text, says) => {
    const error = await run(body(text));
    expect(error.message).toMatch(says);
    expect(error).toMatchObject({ code: 'E_CONFIG', exitStatus: 2, place: 'step.ts' });
  });

  it('may be one that calls itself without end', async () => {
    const step = `${body('m.setY(s, deep(m.y(s)));')}function deep(x: f64): f64 { return x > 1e300 ? x : 1 + deep(x + 1); }\n`;
    expect((await run(step)).message).toMatch(/its functions call each other without end/);
  });

  it('may do so at its start', async () => {
    const model = await readTexts(MODEL, `${STEP}export function start(s: usize): void { unreachable(); }\n`);
    expect((await refusal(() => start(model))).message).toMatch(/step.ts of toy fails in step 0/);
  });

  it('has numbers that are not finite, which is a divergence', async () => {
    expect(await run(body('m.setY(s, 0.0 / 0.0);'))).toMatchObject({ code: 'E_DIVERGED', exitStatus: 3 });
  });
});
