/** Golden files of the hebbian model: each case is recognised by what it holds. */
import type { Comparison } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context, FileFamily } from '../kind.js';
import { continuous } from './continuous.js';
import { deviationTracker, inference, retrieval } from './deviations.js';
import { memoryMatrix, transitionUpdate } from './memory.js';
import { mackinnon, parameterTable, stationarity, sweepStatistics } from './sweeps.js';
import { loads, patternsAndTheory, stdGrid } from './theory.js';
import { trajectory } from './trajectory.js';

interface Kind {
  /** Fields by which it is recognised. */
  readonly has: readonly string[];
  readonly hasNot?: readonly string[];
  readonly check: (golden: Golden, context: Context) => readonly Comparison[];
}

const KINDS: readonly Kind[] = [
  { has: ['field_index', 'sigma0', 'J0', 'expected'], hasNot: ['Xi0', 'mode'], check: trajectory },
  { has: ['runs', 'reference_sigma'], check: continuous },
  { has: ['field_index', 'Xi0', 'mode'], check: memoryMatrix },
  { has: ['Tra', 'later', 'earlier'], check: transitionUpdate },
  { has: ['Z', 'W', 'raw_J0'], check: patternsAndTheory },
  { has: ['grid'], check: stdGrid },
  { has: ['pairs'], check: loads },
  { has: ['series'], check: stationarity },
  { has: ['t', 'expected'], check: mackinnon },
  { has: ['columns', 'rows'], check: sweepStatistics },
  { has: ['row', 'cells'], check: parameterTable },
  { has: ['true_p', 'J'], check: inference },
  { has: ['levels', 'J'], check: retrieval },
  { has: ['cooldown', 'abs_diff'], check: deviationTracker },
];

function caseOf(golden: Golden): Case {
  const name = golden.text('name');
  const kind = KINDS.find(
    ({ has, hasNot = [] }) => has.every((key) => golden.has(key)) && !hasNot.some((key) => golden.has(key)),
  );
  if (kind !== undefined) return { name, check: (context) => kind.check(golden, context) };
  return {
    name,
    check: () => {
      throw new Error(`no kind of case that is known has the fields ${golden.keys().join(', ')}`);
    },
  };
}

export const FILES: FileFamily = {
  has: (golden) => golden.has('system') && golden.value('system') === 'hebbian',
  cases: (golden) => golden.list('cases').map(caseOf),
};
