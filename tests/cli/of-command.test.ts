/** Commands whose word is the value of a parameter, and every way in which a person can say another value. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Below, PRESET_FILES } from '../../src/cli/run-flags.js';
import { MsmError } from '../../src/errors.js';
import { ATTRACTOR } from '../../src/model/attractor/model.js';
import type { Family } from '../../src/model/family.js';
import { HETEROSYNAPTIC } from '../../src/model/heterosynaptic/model.js';
import { MEMORIZE } from '../../src/model/spiking/commands.js';
import { temporaryFolders } from '../run/folders.js';
import { planOf } from '../run/lines.js';

const SPIKING = MEMORIZE.family;

/** Where the shipped presets stand. */
const PRESETS = PRESET_FILES.dir;

/** Flags that a command to type instead has again. */
const SOURCES = ['--preset', '--sweep'];

const COMMANDS: readonly (readonly [Family, key: string, command: string, value: string, other: string])[] = [
  [SPIKING, 'task', 'associations', 'associations', 'qa'],
  [SPIKING, 'task', 'qa', 'qa', 'omniglot'],
  [SPIKING, 'task', 'omniglot', 'omniglot', 'associations'],
  [SPIKING, 'task', 'pretrain-digits', 'pretrain-digits', 'cross-modal'],
  [ATTRACTOR, 'experiment', 'retrieve', 'retrieve', 'sequence'],
  [ATTRACTOR, 'experiment', 'bars', 'bars', 'learn'],
  [ATTRACTOR, 'experiment', 'sequence', 'sequence', 'learn'],
  // its word is none of the experiments
  [ATTRACTOR, 'experiment', 'grid', 'regime', 'learn'],
];

const topicOf = ({ schema }: Family) => (schema.name === 'spiking' ? 'memorize' : schema.name);

interface Said {
  /** Texts of files, by the names that `words` have for them. */
  readonly files?: { readonly [name: string]: string };
  readonly words: readonly string[];
  /** What a refusal begins with. */
  readonly subject: string;
}

const file = (name: string, key: string, value: string) => ({
  files: { [name]: `parameters:\n  ${key}: ${value}\n` },
  subject: `${key} = ${value} (${name}:2:3)`,
});
const space = (name: string, key: string, value: string) => ({
  files: { [name]: `spaces:\n  a: {}\n  b:\n    parameters:\n      ${key}: ${value}\n` },
  subject: `${key} = ${value} (${name}:5:7)`,
});

/** All ways to say the value of a key. */
const WAYS: readonly (readonly [way: string, say: (key: string, value: string) => Said])[] = [
  ['a flag', (key, value) => ({ words: [`--${key}`, value], subject: `--${key} ${value}` })],
  [
    'a flag in capitals',
    (key, value) => ({ words: [`--${key}`, value.toUpperCase()], subject: `--${key} ${value.toUpperCase()}` }),
  ],
  ['--set', (key, value) => ({ words: ['--set', `${key}=${value}`], subject: `${key} = ${value} (--set ${key})` })],
  [
    '--set with a path',
    (key, value) => ({
      words: ['--set', `parameters.${key}=${value}`],
      subject: `${key} = ${value} (--set parameters.${key})`,
    }),
  ],
  [
    'a shipped preset',
    (key, value) => ({ words: ['--preset', value], subject: `${key} = ${value} (--preset ${value})` }),
  ],
  [
    'a preset beneath another',
    (key, value) => ({
      files: { 'p.yaml': 'summary: nothing' },
      words: ['--preset', `${value}+p.yaml`],
      subject: `${key} = ${value} (${PRESETS}`,
    }),
  ],
  ['a preset file', (key, value) => ({ ...file('p.yaml', key, value), words: ['--preset', 'p.yaml'] })],
  [
    'the second of two presets',
    (key, value) => {
      const { files, subject } = file('s.yaml', key, value);
      return { files: { ...files, 'p.yaml': 'summary: nothing' }, subject, words: ['--preset', 'p.yaml,s.yaml'] };
    },
  ],
  ['a space of a preset file', (key, value) => ({ ...space('p.yaml', key, value), words: ['--preset', 'p.yaml'] })],
  ['a sweep file', (key, value) => ({ ...file('s.yaml', key, value), words: ['--sweep', 's.yaml'] })],
  ['a space of a sweep file', (key, value) => ({ ...space('s.yaml', key, value), words: ['--sweep', 's.yaml'] })],
  [
    'what a sweep file extends',
    (key, value) => ({
      files: { 's.yaml': `extends: ${value}\n` },
      words: ['--sweep', 's.yaml'],
      subject: `${key} = ${value} (${PRESETS}`,
    }),
  ],
];

const each = COMMANDS.flatMap(([family, key, command, value, other]) =>
  WAYS.map(([way, say]) => ({ way, say, family, key, command, value, other })),
);

describe('a command whose word is the value of a parameter', () => {
  const folder = temporaryFolders();

  /** What becomes of a line whose files are in a folder of their own, named from there. */
  async function heard(
    family: Family,
    command: string,
    { words, files = {} }: Omit<Said, 'subject'>,
    below: Below = {},
  ) {
    const place = folder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
    const argv = words.map((word) => word.replace(/\b[ps]\.yaml/g, (name) => join(place, name)));
    const from = (text: string): string => text.replaceAll(`${place}/`, '');
    try {
      await planOf(family, argv, { base: command, ...below });
      return ['planned'];
    } catch (error) {
      if (!(error instanceof MsmError)) throw error;
      return [error.code, from(error.message), from(error.next ?? '')];
    }
  }

  it.each(each)('$command refuses $key = $other in $way', async ({ say, family, key, command, value, other }) => {
    const { subject, ...said } = say(key, other);
    const [code, message, next] = await heard(family, command, said);
    const own = `msm ${topicOf(family)} ${command}`;
    expect([code, message.slice(0, subject.length)]).toEqual(['E_CONFIG', subject]);
    expect(message).toContain(`: ${own} has the defaults of ${key} = ${value} and takes no other`);
    const again = said.words.filter((word, i) => SOURCES.includes(word) || SOURCES.includes(said.words[i - 1]));
    expect(next).toBe(['Type: msm', topicOf(family), other, ...again].join(' '));
  });

  it.each(each.filter(({ command, value }) => command === value))(
    '$command takes its own $key in $way',
    async ({ say, family, key, command, value }) => {
      const said = say(key, value);
      expect(await heard(family, command, said)).toEqual(['planned']);
    },
  );

  it.each([
    ['flags', { words: ['--task', 'qa,omniglot'] }, '--task qa,omniglot'],
    [
      'a file',
      { words: ['--sweep', 's.yaml'], files: { 's.yaml': 'parameters: {task: [qa, omniglot]}' } },
      'task = qa,omniglot (s.yaml:1:14)',
    ],
    [
      'values that move together',
      { words: ['--sweep', 's.yaml'], files: { 's.yaml': 'zip: {task: [qa, omniglot], epochs: [1, 2]}' } },
      'task = qa,omniglot (s.yaml:1:7)',
    ],
    [
      'a search',
      { words: ['--task', 'qa,omniglot', '--search', 'random', '--objective', 'test_loss:min'] },
      '--task qa,omniglot',
    ],
  ])('refuses a sweep over tasks by %s, with the commands that it would take', async (_, said, subject) => {
    expect(await heard(SPIKING, 'qa', said)).toEqual([
      'E_CONFIG',
      `${subject}: msm memorize qa has the defaults of task = qa and takes no other`,
      'Each has defaults of its own, so run them one by one: msm memorize qa, then msm memorize omniglot',
    ]);
  });

  it('refuses the task of a finished run that it begins from', async () => {
    const settings = [{ key: 'task', text: 'associations', place: '--from-run net' }];
    expect(await heard(SPIKING, 'qa', { words: ['--from-run', 'net'] }, { between: { settings, run: {} } })).toEqual([
      'E_CONFIG',
      'task = associations (--from-run net): msm memorize qa has the defaults of task = qa and takes no other',
      'Type: msm memorize associations --from-run net',
    ]);
  });

  it('judges what holds: a flag wins over the file beneath it', async () => {
    const files = { 's.yaml': 'parameters: {task: omniglot}' };
    expect(await heard(SPIKING, 'qa', { files, words: ['--sweep', 's.yaml', '--task', 'qa'] })).toEqual(['planned']);
  });

  it.each(WAYS)('learn, which adds nothing to the defaults, takes all experiments by %s', async (_, say) => {
    const { words, files } = say('experiment', 'sequence');
    expect(await heard(ATTRACTOR, 'learn', { words, files })).toEqual(['planned']);
  });

  it('learn is what the others name for experiments that have no command', async () => {
    for (const preset of ['balanced', 'mixing', 'grid']) {
      expect(await heard(ATTRACTOR, 'learn', { words: ['--preset', preset] })).toEqual(['planned']);
      const [, message, next] = await heard(ATTRACTOR, 'bars', { words: ['--preset', preset] });
      expect(message).toMatch(/takes no other$/);
      expect(next).toBe(`Type: msm attractor learn --preset ${preset}`);
    }
    const [, , next] = await heard(ATTRACTOR, 'bars', { words: ['--experiment', 'mix'] });
    expect(next).toBe('Type: msm attractor learn --experiment mix');
  });

  it('is none of those that stand for no preset: their tasks may be swept', async () => {
    const { plan } = await planOf(HETEROSYNAPTIC, ['--task', 'digits,selective-copying']);
    expect(plan.runCount).toBe(2);
  });
});
