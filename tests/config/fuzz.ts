/**
 * Mutated configurations: command lines, presets and sweep files. A case is a function of its seed and number; what the
 * program does with it is to accept it with a plan that can be made again from its stored form and from its printed configuration,
 * or to refuse it with one sentence.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { CLIError } from '@oclif/core/errors';
import * as Parser from '@oclif/core/parser';
import { familyFlags, type RequestSources, RUN_FLAGS, runRequest } from '../../src/cli/run-flags.js';
import type { PresetFiles } from '../../src/config/preset.js';
import { presetText } from '../../src/config/preset-text.js';
import { parseSweep } from '../../src/config/sweep.js';
import { MsmError } from '../../src/errors.js';
import { type CompiledBuild, compileBuild } from '../../src/host/builds.js';
import type { Family } from '../../src/model/family.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { RATE } from '../../src/model/rate/model.js';
import type { Parameter } from '../../src/model/schema.js';
import { configurationOf } from '../../src/run/configuration.js';
import { isSearch, type PlannedRuns, planRuns } from '../../src/run/plan-runs.js';
import type { Compile } from '../../src/run/stored-run.js';
import { planFirst } from '../../src/search/search.js';

const PRESETS = join(import.meta.dirname, '../../data/presets');

/** A command line, and the files that it may name. */
export interface FuzzCase {
  readonly family: Family;
  readonly argv: readonly string[];
  readonly files: { readonly [path: string]: string };
}

/** Uniform numbers in [0, 1) from a seed and a case's number (splitmix32). */
function randomOf(seed: number, index: number): () => number {
  let state = (Math.imul(seed, 0x9e3779b9) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

class Chance {
  readonly next: () => number;

  constructor(seed: number, index: number) {
    this.next = randomOf(seed, index);
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  is(probability: number): boolean {
    return this.next() < probability;
  }

  times(most: number, make: () => string): readonly string[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}

/** Texts that break careless readers. */
const EVIL = [
  '',
  ' ',
  '..',
  '1..',
  '..5',
  '1...5',
  '1..5:0',
  '5..1',
  '1..2:-1',
  '1..1e9',
  '0..1:1e-9',
  '1e999',
  '1e-999',
  '-0',
  '0x10',
  '1_000',
  'NaN',
  'Infinity',
  '-infinity',
  'null',
  'none',
  'true',
  '[',
  ']',
  '[]',
  '[[1]]',
  '[1,',
  ',',
  '1,,2',
  '1,1',
  'log:',
  'log:0..1/3',
  'log:1..5',
  'lin:1..2/1',
  'lin:1..2/1e7',
  'uniform:',
  'uniform:1..5',
  'uniform:5..1',
  'log:1..9:1',
  'random:',
  'random:1..',
  'random:3..1',
  'random:1..1e400',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '\u0000',
  '\n',
  'a\nb',
  '\u202e1',
  '１０',
  '١',
  '😀',
  'é',
  '-',
  '--',
  '=',
  '1=2',
  '1:2:3',
  "'1'",
  '"1"',
  '{}',
  '*a',
  '&a 1',
  '!!int 1',
  '1e309',
  '9007199254740993',
  '-9007199254740993',
  '1'.repeat(120),
  'x'.repeat(500),
  '('.repeat(200),
  '.',
  '/',
] as const;

function numberText(chance: Chance): string {
  const value = chance.of([0, 1, 2, 3, 4, 7, 10, 20, 50, 0.1, 0.5, 0.25, 1.5, -1, 1e3, 1e-3]);
  return chance.is(0.1) ? value.toExponential() : String(value);
}

/** A value or sweep that a parameter may take, or nearly. */
function valueText(chance: Chance, parameter: Parameter | undefined): string {
  const number = (): string => numberText(chance);
  const words =
    parameter?.kind === 'choice' ? Object.keys(parameter.options) : ['true', 'false', ...(parameter?.words ?? [])];
  const forms: readonly (() => string)[] = [
    number,
    number,
    () => [number(), ...chance.times(3, number)].join(','),
    () => `${chance.below(5)}..${chance.below(30)}${chance.is(0.5) ? `:${number()}` : ''}`,
    () => `${chance.of(['log', 'lin'])}:${number()}..${number()}/${chance.below(6)}`,
    () => `${chance.of(['log', 'uniform'])}:${number()}..${number()}${chance.is(0.3) ? ':1' : ''}`,
    () => `random:${chance.below(4)}..${chance.below(12)}`,
    () => `[${[number(), ...chance.times(4, number)].join(',')}]`,
    () => chance.of(words),
    () => chance.of(words),
    () => chance.of(EVIL),
    () => (typeof parameter?.default === 'object' ? 'null' : String(parameter?.default)),
    () => parameter?.example ?? '1',
  ];
  return chance.of(forms)();
}

/** A value that the parameter alone takes, if one turns up soon. */
function goodText(chance: Chance, parameter: Parameter): string {
  for (let attempt = 0; attempt < 8; attempt++) {
    const text = valueText(chance, parameter);
    try {
      if (parseSweep(parameter, text).length < 10) return text;
    } catch {
      // the decision: the next draw may be a value
    }
  }
  return '1';
}

/** A letter taken away, doubled, replaced or exchanged with its neighbour. */
function mutated(chance: Chance, text: string): string {
  if (text === '') return chance.of(EVIL);
  const at = chance.below(text.length);
  const [head, letter, tail] = [text.slice(0, at), text[at], text.slice(at + 1)];
  const forms = [
    () => head + tail,
    () => head + letter + letter + tail,
    () => head + chance.of([...'0123456789.,:-+eE[]{}#&*!|>\'"%@`\t\n \\=']) + tail,
    () => head + (tail[0] ?? '') + letter + tail.slice(1),
    () => head + chance.of(EVIL) + tail,
  ];
  return chance.of(forms)();
}

/** Lines taken away, doubled, moved in or exchanged. */
function mutatedLines(chance: Chance, text: string): string {
  const lines = text.split('\n');
  const at = chance.below(lines.length);
  const other = chance.below(lines.length);
  const forms: readonly (() => readonly string[])[] = [
    () => lines.filter((_, i) => i !== at),
    () => lines.flatMap((line, i) => (i === at ? [line, line] : [line])),
    () => lines.map((line, i) => (i === at ? `  ${line}` : line)),
    () => lines.map((line, i) => (i === at ? line.trimStart() : line)),
    () => lines.map((line, i) => (i === at ? lines[other] : i === other ? lines[at] : line)),
    () => lines.map((line, i) => (i === at ? mutated(chance, line) : line)),
  ];
  return chance.of(forms)().join('\n');
}

const SHIPPED: { readonly [path: string]: string } = Object.fromEntries(
  readdirSync(PRESETS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [join('presets', name), readFileSync(join(PRESETS, name), 'utf8')]),
);

const SWEEPS = [
  'extends: default\nparameters:\n  tau_J: 10..30:10\n  N: [20, 30]\nzip:\n  K: [2, 4]\n  u: [1, 2]\nderived:\n  T: 3 * tau_J\n',
  'parameters: {N: 20, K: 2}\nspaces:\n  cold: {parameters: {beta: 1000}}\n  warm:\n    parameters: {beta: [1, 10]}\n    seeds: [1, 2, 3]\n',
  'summary: x\nparameters:\n  N: 20\nderived:\n  K: max(2, floor(N / 10))\n  u: (K + 1) * -2.5\nreplicas: 3\nrun: {seed: 7, every: 2}\n',
  'parameters: &a\n  N: 20\nzip:\n  - {K: [2, 3], u: [1, 2]}\n  - {beta: [1, 2], T: [20, 30]}\nseeds: 1..3\nspaces:\n  a: {parameters: *a}\n  b: {derived: {k: beta}}\n',
] as const;

function sweepText(chance: Chance): string {
  let text: string = chance.of(SWEEPS);
  while (chance.is(0.35)) text = mutatedLines(chance, text);
  return text;
}

function mutatedPreset(chance: Chance): string {
  let text = chance.of(Object.values(SHIPPED));
  while (chance.is(0.35)) text = mutatedLines(chance, text);
  return text;
}

/** A word of the command line, now and then a wrong one. */
function flagTexts(chance: Chance, { schema }: Family): readonly string[] {
  const parameter = chance.of(schema.parameters);
  const flag = `--${parameter.key.replaceAll('_', '-')}`;
  if (chance.is(0.75)) return [flag, goodText(chance, parameter)];
  const forms: readonly (() => readonly string[])[] = [
    () => [flag, valueText(chance, parameter)],
    () => [flag, mutated(chance, valueText(chance, parameter))],
    () => ['--set', `${parameter.key}=${valueText(chance, parameter)}`],
    () => ['--set', mutated(chance, `${chance.of(['run.seed', 'parameters.N', `${parameter.key}.min`])}=3`)],
    () => ['--seed', chance.of(['7', '1,2,3', '1..4', valueText(chance, undefined)])],
    () => ['--replicas', chance.of(['1', '3', valueText(chance, undefined)])],
    () => [mutated(chance, flag), valueText(chance, parameter)],
    () => [`--${chance.of(['record', 'every', 'from', 'to', 'units', 'format', 'parquet'])}`, chance.of(EVIL)],
    () => ['--record', chance.of(['energy', 'distance,sigma@10', 'J@[0,5]', 'J@[', '@', 'sigma@0'])],
  ];
  return chance.of(forms)();
}

/** Case `index` of a seed. */
export function fuzzCase(seed: number, index: number): FuzzCase {
  const chance = new Chance(seed, index);
  const family = chance.is(0.8) ? HEBBIAN : RATE;
  const files: { [path: string]: string } = {};
  const argv: string[] = [];
  if (chance.is(0.35)) {
    const own = (): string => {
      files['my.yaml'] = mutatedPreset(chance);
      return './my.yaml';
    };
    const names = [
      chance.of(['default', 'config_f', 'th1', 'hebb_conv', 'published', 'mc', 'nothing', own()]),
      ...chance.times(1, () => chance.of(['th1_ts1', own()])),
    ];
    argv.push('--preset', chance.is(0.1) ? mutated(chance, names.join()) : names.join());
  }
  if (chance.is(0.35)) {
    files['sweep.yaml'] = sweepText(chance);
    argv.push('--sweep', chance.is(0.05) ? mutated(chance, './sweep.yaml') : './sweep.yaml');
  }
  if (chance.is(0.15)) {
    argv.push(
      '--search',
      chance.of(['tpe', 'random', 'tep']),
      '--budget',
      chance.of(['4', '20', valueText(chance, undefined)]),
    );
    argv.push('--objective', chance.of(['distance', 'distance:max', 'energy:min', 'distnce', 'distance:']));
  }
  for (let i = chance.below(4); i >= 0; i--) argv.push(...flagTexts(chance, family));
  return { family, argv, files };
}

/** What became of a case. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly runs: number }
  | { readonly kind: 'refused'; readonly message: string }
  /** What must not be. */
  | { readonly kind: 'broken'; readonly reason: string };

/** Words of a message that a person was never meant to see. */
const LEAKED = /\[object|\bundefined\b|\bNaN\b(?!.*must)|TypeError|RangeError|Cannot read|is not a function|\n\s+at /;

/** A sentence is one line, short enough to read. */
const LONGEST_MESSAGE = 4000;

function refusal(error: unknown, { argv, files }: FuzzCase): Verdict {
  // the parser's own refusals: unknown flags, missing values
  if (error instanceof CLIError) return { kind: 'refused', message: error.message };
  if (!(error instanceof MsmError)) return { kind: 'broken', reason: String((error as Error)?.stack ?? error) };
  const { code, message } = error;
  if (code !== 'E_CONFIG') return { kind: 'broken', reason: `${code}: ${message}` };
  // words that stood in the input may stand in the message
  const given = [...argv, ...Object.values(files)].join('\n');
  const leaked = LEAKED.exec(message);
  if (leaked !== null && !given.includes(leaked[0])) return { kind: 'broken', reason: `leaks: ${message}` };
  if (message.length > LONGEST_MESSAGE)
    return { kind: 'broken', reason: `${message.length} letters: ${message.slice(0, 200)}` };
  if (/\n/.test(message)) return { kind: 'broken', reason: `several lines: ${message}` };
  return { kind: 'refused', message };
}

function filesOf(own: FuzzCase['files']): PresetFiles {
  const all: { readonly [path: string]: string } = { ...SHIPPED, ...own };
  return {
    dir: 'presets',
    readText: (path) => (Object.hasOwn(all, normalize(path)) ? all[normalize(path)] : undefined),
    listFiles: (dir) =>
      Object.keys(SHIPPED).flatMap((path) => (path.startsWith(`${dir}/`) ? [path.slice(dir.length + 1)] : [])),
  };
}

/** Whether the printed configuration, as a preset, makes the same plan. */
async function isPrintedRight(
  { family }: FuzzCase,
  planned: PlannedRuns,
  compile: RequestSources['compile'],
): Promise<boolean> {
  const files = filesOf({ 'printed.yaml': presetText(configurationOf(planned), 'printed') });
  const flags = { ...familyFlags(family), ...RUN_FLAGS };
  const parsed = await Parser.parse(['--preset', './printed.yaml'], { flags, args: {}, strict: true });
  const { plan } = await planRuns(await runRequest(family, parsed, {}, { files, compile }));
  const ends = ({ run, runCount }: typeof plan) => [0, runCount - 1].map((i) => `${run(i).space} ${run(i).identity}`);
  return plan.runCount === planned.plan.runCount && ends(plan).join() === ends(planned.plan).join();
}

/** Kernels compiled once for many cases. */
export function fuzzer(): (one: FuzzCase) => Promise<Verdict> {
  const builds = new Map<string, CompiledBuild>();
  const compile: Compile = (module, build) => {
    const known = builds.get(`${module.name} ${build}`) ?? compileBuild(module, build);
    builds.set(`${module.name} ${build}`, known);
    return known;
  };
  return async (one) => {
    try {
      const flags = { ...familyFlags(one.family), ...RUN_FLAGS };
      const parsed = await Parser.parse([...one.argv], { flags, args: {}, strict: true });
      const request = await runRequest(one.family, parsed, {}, { files: filesOf(one.files), compile });
      if (isSearch(request)) return { kind: 'accepted', runs: (await planFirst(request)).plan.runCount };
      const planned = await planRuns(request);
      const { plan } = planned;
      const last = plan.run(plan.runCount - 1).identity;
      // as a sweep stores it and reads it again
      const again = await planRuns({ ...request, spaces: JSON.parse(JSON.stringify(request.spaces)) });
      const isSame = again.plan.runCount === plan.runCount && again.plan.run(plan.runCount - 1).identity === last;
      if (!isSame) return { kind: 'broken', reason: 'the stored request makes another plan' };
      if (!(await isPrintedRight(one, planned, compile)))
        return { kind: 'broken', reason: 'printed, it is another plan' };
      return { kind: 'accepted', runs: plan.runCount };
    } catch (error) {
      return refusal(error, one);
    }
  };
}
