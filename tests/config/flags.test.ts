import { Flags, Parser } from '@oclif/core';
import { describe, expect, it } from 'vitest';
import {
  inputFlags,
  inputsOfLine,
  parameterFlags,
  readCommandLine,
  spellBooleans,
  spellDashes,
} from '../../src/config/flags.js';
import { choiceTable, parameterTable } from '../../src/config/parameter-table.js';
import { readRunOptions } from '../../src/config/run-options.js';
import { mergeRuns } from '../../src/config/settings.js';
import type { BooleanParameter } from '../../src/model/schema.js';
import { messageOf, TOY, valuesOf } from './toy.js';

const parameters = parameterFlags(TOY);
const SWITCH: BooleanParameter = {
  key: 'is_on',
  symbol: '',
  kind: 'boolean',
  default: false,
  group: 'MODEL',
  help: 'a switch',
};
const inputs = inputFlags(TOY);
const flags = {
  ...parameters,
  ...inputs,
  set: Flags.string({ multiple: true, multipleNonGreedy: true }),
  seed: Flags.string(),
  out: Flags.string(),
  format: Flags.string(),
  parquet: Flags.string(),
  fast: Flags.boolean({ allowNo: true }),
};
const parse = (...argv: string[]) => Parser.parse(argv, { flags, args: {}, strict: true });

describe('parameterFlags', () => {
  it('makes one flag per parameter, with dashes, group and all a person must know', () => {
    expect(Object.keys(parameterFlags(TOY))).toEqual(TOY.parameters.map(({ key }) => key.replaceAll('_', '-')));
    expect(parameters['tau-J']).toMatchObject({
      helpGroup: 'MODEL',
      description: 'Synaptic time constant (τ_J). Unit: time. Range: > 0, infinity. Default: 1000.',
    });
    expect(parameters.N.description).toBe('Neurons. Range: integer >= 2. Default: 150. Example: --N 100,200');
    expect(parameters.k.description).toContain('Default: tanh(beta).');
  });

  it('keeps raw text in the order of the command line, wrong values too', async () => {
    const { raw } = await parse(
      '--u',
      '-1..1:0.5',
      '--N',
      '10,20',
      '--set',
      'beta=2',
      '--out',
      'x',
      '--seed',
      '7',
      '--rho',
      'bad',
    );
    const { settings, run } = readCommandLine(TOY, raw);
    expect(settings.map(({ key, text, place }) => [key, text, place])).toEqual([
      ['u', '-1..1:0.5', '--u'],
      ['N', '10,20', '--N'],
      ['beta', '2', '--set beta'],
      ['rho', 'bad', '--rho'],
    ]);
    expect(readRunOptions(run)).toEqual({ seeds: [7] });
    expect(messageOf(() => valuesOf(settings))).toBe('--rho bad: must be a number from 0 to 1 (pattern correlation)');
  });

  it('tells apart --k and --K style names by case', async () => {
    const { raw } = await parse('--k', '0.5');
    expect(readCommandLine(TOY, raw).settings[0].key).toBe('k');
  });
});

describe('spellBooleans', () => {
  const schema = { ...TOY, parameters: [...TOY.parameters, SWITCH] };
  const flagsOf = (...argv: string[]) => spellBooleans(schema, argv);

  it.each([
    [['--is-on'], ['--is-on', 'true']],
    [
      ['--is-on', '--N', '3'],
      ['--is-on', 'true', '--N', '3'],
    ],
    [
      ['--no-is-on', '--N', '3'],
      ['--is-on', 'false', '--N', '3'],
    ],
    [
      ['--N', '3', '--is-on', '-v'],
      ['--N', '3', '--is-on', 'true', '-v'],
    ],
  ])('spells out %j', (argv, expected) => {
    expect(flagsOf(...argv)).toEqual(expected);
  });

  it.each([
    [['--is-on', 'true']],
    [['--is-on', 'true,false']],
    [['--is-on=false']],
    [['--is-on', 'yes']],
    [['--no-N']],
    [['--N', '3']],
    [['--', '--is-on']],
  ])('leaves %j as it is', (argv) => {
    expect(flagsOf(...argv)).toEqual(argv);
  });

  it('makes what the parser takes: bare, with a word, as a list', async () => {
    const all = { ...flags, ...parameterFlags(schema) };
    const values = async (...argv: string[]) => {
      const { raw } = await Parser.parse(flagsOf(...argv), { flags: all, args: {}, strict: true });
      return valuesOf(readCommandLine(schema, raw).settings, schema);
    };
    expect(await values('--is-on', '--N', '5')).toEqual({ is_on: [true], N: [5] });
    expect(await values('--no-is-on')).toEqual({ is_on: [false] });
    expect(await values('--is-on', 'true,false')).toEqual({ is_on: [true, false] });
    expect(parameterFlags(schema)['is-on'].description).toContain('Bare it is true; --no-is-on is false.');
  });

  it('names what is allowed for another word', () => {
    expect(messageOf(() => valuesOf([{ key: 'is_on', text: 'yes', place: '--is-on' }], schema))).toContain(
      'true or false',
    );
  });
});

describe('spellDashes', () => {
  it('writes the names of flags with dashes, and leaves values and all behind -- as they are', () => {
    expect(spellDashes(['--batch_size', '8', '--from_run=a_b', '--set', 'a_b=1', '-x_y', '--', '--c_d'])).toEqual([
      ...['--batch-size', '8', '--from-run=a_b', '--set', 'a_b=1', '-x_y'],
      ...['--', '--c_d'],
    ]);
  });
});

describe('inputFlags', () => {
  it('takes a file and says the shape', async () => {
    expect(inputs.sigma0.description).toContain('Shape: [N], f64.');
    const parsed = await parse('--sigma0', 's.csv');
    expect(inputsOfLine(TOY, parsed.flags)).toEqual({ sigma0: [{ text: 's.csv' }] });
    expect(inputsOfLine(TOY, {})).toEqual({});
  });
});

describe('run options', () => {
  it.each([
    [{ seed: { text: '-1', place: '--seed' } }, '--seed -1: must be an integer from 0 to 9007199254740991'],
    [{ seed: { text: '9007199254740992', place: '--seed' } }, 'must be an integer from 0'],
    [{ replicas: { text: '0', place: 'my.yaml:3' } }, 'replicas = 0 (my.yaml:3): must be an integer from 1 to 1000000'],
    [{ every: { text: '1.5' } }, '--every 1.5: must be an integer from 1'],
    [{ format: { text: 'parqet' } }, '--format parqet: must be parquet, arrow or csv. Did you mean parquet?'],
    [{ from: { text: '-1', place: 'my.yaml:3:9' } }, 'from = -1 (my.yaml:3:9): must be an integer of at least 0'],
    [{ to: { text: 'end' } }, '--to end: must be an integer of at least 0'],
    [
      { parquet: { text: 'compatble' } },
      '--parquet compatble: must be compact or compatible. Did you mean compatible or compact?',
    ],
    [{ fast: { text: 'yes', place: 'my.yaml:3:9' } }, 'fast = yes (my.yaml:3:9): must be true or false'],
    [
      { parquet: { text: 'compatible' }, format: { text: 'csv' } },
      '--parquet compatible and --format csv exclude each other',
    ],
    [{ record: { text: 'a,,b' } }, '--record a,,b: must be names between commas'],
  ])('refuses %j', (run, message) => {
    expect(messageOf(() => readRunOptions(run))).toContain(message);
  });
});

describe('format and profile of Parquet', () => {
  const [csv, parquet, compatible] = [
    { format: { text: 'csv' } },
    { format: { text: 'parquet' } },
    { parquet: { text: 'compatible' } },
  ];

  it('take each other back where they exclude each other', () => {
    expect(readRunOptions(mergeRuns(compatible, csv))).toEqual({ format: 'csv' });
    expect(readRunOptions(mergeRuns(compatible, parquet))).toEqual({ format: 'parquet', parquet: 'compatible' });
    expect(readRunOptions(mergeRuns(csv, compatible))).toEqual({ parquet: 'compatible' });
    expect(readRunOptions(mergeRuns({ ...parquet, ...compatible }, {}))).toEqual({
      format: 'parquet',
      parquet: 'compatible',
    });
  });

  it.each([
    ['--format', 'csv', '--parquet', 'compatible'],
    ['--parquet', 'compatible', '--format', 'csv'],
  ])('on one line are said together: %s %s %s %s', async (...argv) => {
    const { raw } = await parse(...argv);
    expect(messageOf(() => readRunOptions(readCommandLine(TOY, raw).run))).toContain('exclude each other');
  });
});

describe('--fast', () => {
  it('is a run option with a value in presets and none on the command line', async () => {
    const fastOf = async (...argv: string[]) => readRunOptions(readCommandLine(TOY, (await parse(...argv)).raw).run);
    expect(await fastOf('--fast')).toEqual({ fast: true });
    expect(await fastOf('--no-fast')).toEqual({ fast: false });
    expect(await fastOf()).toEqual({});
    expect(await fastOf('--set', 'run.fast=false')).toEqual({ fast: false });
  });
});

describe('parameterTable', () => {
  it('has a row for each parameter with escaped bars', () => {
    const lines = parameterTable(TOY).trimEnd().split('\n');
    expect(lines).toHaveLength(2 + TOY.parameters.length);
    expect(lines[0]).toBe('| symbol | key | flag | default | range | unit | meaning |');
    expect(lines).toContain('| τ_J | `tau_J` | `--tau-J` | 1000 | > 0, infinity | time | Synaptic time constant. |');
    expect(lines).toContain(
      '| g | `activation` | `--activation` | identity | identity, sigmoid, relu |  | nonlinearity \\| of the rule |',
    );
    expect(lines).toContain('| ρ | `rho` | `--rho` | 0 | [0, 1] |  | pattern correlation |');
  });

  it('lists the words of choices with their meaning', () => {
    expect(choiceTable(TOY)).toContain('| `activation` | `relu` | max(0, x) |');
  });
});
