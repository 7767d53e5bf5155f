/** QR spectra, two trajectories, covariant vectors, and what follows from exponents. */
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { type Elementary, elementaryOf } from '../../kernel/elementary.js';
import { blockError } from '../../method/lyapunov/block-error.js';
import { covariantVectors } from '../../method/lyapunov/covariant.js';
import { entropyRate, kaplanYorke, participationDimension } from '../../method/lyapunov/dimension.js';
import { identityColumns, plainQr } from '../../method/lyapunov/qr.js';
import { lyapunovSpectrum } from '../../method/lyapunov/spectrum.js';
import { discretise } from '../../method/lyapunov/system.js';
import { largestByBounds, largestByInterval } from '../../method/lyapunov/two-trajectory.js';
import { linear } from '../../model/reference/flows.js';
import { absolute, type Comparison, equal, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context } from '../kind.js';
import { literature } from './literature.js';
import { abs, isSensitive, methodOf, networkOf, rel, systemOf } from './systems.js';

const dimensionsOf = (exponents: Float64Array, expected: Golden, bound: number): readonly Comparison[] => [
  absolute('kaplan_yorke', [kaplanYorke(exponents).dimension], expected.numbers('kaplan_yorke'), bound),
  absolute('entropy_rate', [entropyRate(exponents)], expected.numbers('entropy_rate'), bound),
];

function spectrum(one: Golden, bound: number, elementary: Elementary): readonly Comparison[] {
  const system = systemOf(one.part('system'), one.number('dt'), elementary);
  const Q = one.numbers('Q0');
  const plan = {
    k: Q.length / system.dim,
    transient: one.count('n_transient'),
    align: one.count('n_align'),
    record: one.count('n_record'),
    every: one.count('every'),
    Q,
  };
  const found = lyapunovSpectrum(system, one.numbers('u0'), plan, plainQr(elementary));
  const expected = one.part('expected');
  return [
    absolute('exponents', found.exponents, expected.numbers('exponents'), bound),
    absolute('logs', found.logs, expected.numbers('logs'), bound),
    absolute('final_state', found.u, expected.numbers('final_state'), bound),
    ...dimensionsOf(found.exponents, expected, bound),
  ];
}

/** Spectra named `chaotic` have the loose bound, as the golden README says. */
const regularOrChaotic = (one: Golden): string =>
  one.text('name').startsWith('chaotic') ? 'spectra_chaotic' : 'spectra_regular';

function linearSystem(one: Golden, tolerance: Golden, elementary: Elementary): readonly Comparison[] {
  const u0 = one.numbers('u0');
  const system = discretise(linear(one.numbers('A'), u0.length), methodOf(one), one.number('dt'));
  const plan = {
    k: u0.length,
    Q: identityColumns(u0.length, u0.length),
    transient: one.count('n_transient', 0),
    align: one.count('n_align'),
    record: one.count('n_record'),
    every: one.count('every'),
  };
  const { exponents } = lyapunovSpectrum(system, u0, plan, plainQr(elementary));
  const expected = one.part('expected');
  const eigenvalues = expected.numbers('eigenvalue_real_parts');
  return [
    absolute('exponents', exponents, expected.numbers('exponents'), abs(tolerance, 'linear_exponents')),
    absolute('eigenvalues', exponents, eigenvalues, abs(tolerance, 'linear_vs_eigenvalues')),
  ];
}

function twoTrajectories(one: Golden, tolerance: Golden, elementary: Elementary): readonly Comparison[] {
  const bound = rel(tolerance, 'two_trajectory');
  const common = {
    transient: one.count('n_transient'),
    record: one.count('n_record'),
    direction: one.numbers('direction'),
  };
  const system = networkOf(one, one.number('dt'), elementary);
  const [fixed, bounds] = [one.part('fixed'), one.part('bounds')];
  const interval = { ...common, d0: fixed.number('d0'), every: fixed.count('every') };
  const byInterval = largestByInterval(system, one.numbers('u0'), interval, elementary);
  const limits = { d0: bounds.number('d0'), lower: bounds.number('lower'), upper: bounds.number('upper') };
  const byBounds = largestByBounds(system, one.numbers('u0'), { ...common, ...limits }, elementary);
  const [expectedFixed, expectedBounds] = [fixed.part('expected'), bounds.part('expected')];
  return [
    relative('fixed: exponent', [byInterval.exponent], expectedFixed.numbers('exponent'), bound),
    relative('fixed: history', byInterval.history, expectedFixed.numbers('history'), bound),
    relative('bounds: exponent', [byBounds.exponent], expectedBounds.numbers('exponent'), bound),
    equal('bounds: rescalings', byBounds.rescalings, expectedBounds.count('rescalings')),
  ];
}

/** Column j of V [dim, k] with the sign that agrees with the golden one. */
function alignSigns(V: Float64Array, golden: Float64Array, k: number): Float64Array {
  const dots = new Float64Array(k);
  V.forEach((value, at) => {
    dots[at % k] += value * golden[at];
  });
  return V.map((value, at) => (dots[at % k] < 0 ? -value : value));
}

function covariant(one: Golden, tolerance: Golden, elementary: Elementary): readonly Comparison[] {
  const k = one.count('k');
  const system = networkOf(one, one.number('dt'), elementary);
  const plan = {
    k,
    Q: identityColumns(system.dim, k),
    transient: one.count('n_transient'),
    align: one.count('n_align'),
    record: one.count('n_record'),
    back: one.count('n_back'),
    every: one.count('every'),
  };
  const found = covariantVectors(system, one.numbers('u0'), plan, plainQr(elementary), elementary);
  const { vectors, exponents } = found;
  const expected = one.part('expected');
  const size = system.dim * k;
  const bound = abs(tolerance, 'covariant');
  const [first, last] = [expected.numbers('first'), expected.numbers('last')];
  return [
    absolute('first', alignSigns(vectors.subarray(0, size), first, k), first, bound),
    absolute('last', alignSigns(vectors.subarray(vectors.length - size), last, k), last, bound),
    absolute('exponents', exponents, expected.numbers('exponents'), bound),
  ];
}

function blocks(one: Golden, tolerance: Golden): readonly Comparison[] {
  const k = one.rows('local')[0].length;
  const found = blockError(one.numbers('local'), k, one.count('blocks'));
  return [relative('errors', found, one.numbers('expected'), rel(tolerance, 'block_error'))];
}

function participation(one: Golden, tolerance: Golden): readonly Comparison[] {
  const found = participationDimension(one.numbers('X'), one.rows('X')[0].length);
  return [relative('dimension', [found], one.numbers('expected'), rel(tolerance, 'participation'))];
}

type Check = (one: Golden, tolerance: Golden, elementary: Elementary) => readonly Comparison[];

/** Cases that stand alone, by their key. */
const SINGLE: { readonly [key: string]: readonly [name: string, check: Check] } = {
  linear: ['linear', linearSystem],
  two_trajectory: ['two trajectories', twoTrajectories],
  covariant: ['covariant vectors', covariant],
  block_error: ['block error', blocks],
  participation: ['participation dimension', participation],
};

export function spectra(golden: Golden): readonly Case[] {
  const tolerance = golden.part('tolerance');
  return [
    ...golden.list('spectra').map((one) => ({
      name: one.text('name'),
      check: (context: Context) =>
        spectrum(one, abs(tolerance, regularOrChaotic(one)), elementaryOf(context.kernels(CORE_MODULE))),
    })),
    ...Object.entries(SINGLE).map(([key, [name, check]]) => ({
      name,
      check: (context: Context) => check(golden.part(key), tolerance, elementaryOf(context.kernels(CORE_MODULE))),
    })),
    ...golden.list('dimensions').map((one, index) => ({
      name: `dimensions ${index}`,
      check: () => dimensionsOf(one.numbers('exponents'), one.part('expected'), abs(tolerance, 'dimensions')),
    })),
  ];
}

export function referenceSystems(golden: Golden): readonly Case[] {
  const tolerance = golden.part('tolerance');
  tolerance.text('literature');
  const boundOf = (one: Golden): number =>
    abs(tolerance, isSensitive(one.part('system')) ? 'henon_and_logistic' : 'spectra');
  return [
    ...golden.list('spectra').map((one) => ({
      name: one.text('name'),
      check: (context: Context) => spectrum(one, boundOf(one), elementaryOf(context.kernels(CORE_MODULE))),
    })),
    ...golden.list('literature').map((one, index) => ({
      name: `literature ${index}: ${one.text('system')}`,
      check: (context: Context) => literature(one, context),
    })),
  ];
}
