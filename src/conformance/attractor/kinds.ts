/** Golden files of attractor networks, recognised by what they hold. */
import type { Comparison } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context, FileFamily } from '../kind.js';
import { bars } from './bars.js';
import { scalarFunctions } from './functions.js';
import { freeLearning, isStartOf, regimes } from './regimes.js';
import { relaxation } from './relaxation.js';
import { sequence } from './sequence.js';
import { learningSteps, sweeps } from './steps.js';

type Check = (golden: Golden, context: Context) => readonly Comparison[];

const whole =
  (check: Check) =>
  (golden: Golden): readonly Case[] => [
    { name: golden.text('case', 'whole'), check: (context) => check(golden, context) },
  ];

const hasAll =
  (...keys: readonly string[]) =>
  (golden: Golden): boolean =>
    keys.every((key) => golden.has(key));

/** Whether the first case of a file has a field. */
const firstCaseHas = (golden: Golden, key: string): boolean =>
  golden.isList('cases') && golden.list('cases').some((one) => one.has(key));

const isRegime = (golden: Golden): boolean => hasAll('order', 'retrieval', 'generalisation', 'preprocessing')(golden);

/** The regime that a file of free learning goes on from: of several, the one whose norm is that at its beginning. */
const startOf =
  (golden: Golden) =>
  (other: Golden): boolean =>
    isRegime(other) && isStartOf(golden, other);

interface Kind {
  readonly is: (golden: Golden) => boolean;
  readonly cases: (golden: Golden) => readonly Case[];
}

const KINDS: readonly Kind[] = [
  { is: hasAll('langevin_right', 'sampler'), cases: whole(scalarFunctions) },
  {
    is: (golden) => firstCaseHas(golden, 'trajectory') && firstCaseHas(golden, 'faithful'),
    cases: (golden) =>
      golden.list('cases').map((one) => ({
        name: one.text('name'),
        check: (context) => relaxation(one, golden.part('tolerance'), context),
      })),
  },
  {
    is: (golden) => firstCaseHas(golden, 'eta') && firstCaseHas(golden, 's0'),
    cases: (golden) => [
      ...golden.list('cases').map(
        (one): Case => ({
          name: one.text('name'),
          check: (context) => learningSteps(one, golden.part('tolerance'), context),
        }),
      ),
      ...(golden.has('gibbs')
        ? [{ name: 'sequential sweeps', check: (context: Context) => sweeps(golden, context) }]
        : []),
    ],
  },
  { is: hasAll('patterns', 'order', 'retrieval', 'generalisation'), cases: whole(bars) },
  { is: hasAll('digit_rows', 'free_run'), cases: whole(sequence) },
  { is: isRegime, cases: whole(regimes) },
  {
    is: (golden) =>
      hasAll('params', 'uniforms', 'expected')(golden) && golden.part('expected').has('upper_triangle_correlation'),
    cases: whole((golden, context) => freeLearning(golden, context.beside(startOf(golden)), context)),
  },
  {
    is: hasAll('simulation_1', 'simulation_3'),
    cases: (golden) => {
      golden.pass();
      return [{ name: 'statistics', skipped: 'distributions over seeds: npm run test:statistics' }];
    },
  },
];

export const FILES: FileFamily = {
  has: (golden) => KINDS.some(({ is }) => is(golden)),
  cases: (golden) => KINDS.find(({ is }) => is(golden))?.cases(golden) ?? [],
};
