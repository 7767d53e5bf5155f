import { describe, expect, it } from 'vitest';
import { DESCRIPTIVE } from '../../src/conformance/golden.js';
import { type Content, contextOf, faultsOf, readGolden, reportsOf } from './reports.js';

/** Texts that say how wide a bound is, in words that the program has as numbers. */
const BOUNDS_IN_WORDS = /^tolerance\.|\.tolerance\./;

type Path = readonly (string | number)[];

/** Paths of all numbers, flags and texts of a file that stand alone, not in lists of numbers. */
function scalarsOf(content: Content, path: Path = []): readonly Path[] {
  if (Array.isArray(content)) {
    if (content.every((entry) => typeof entry !== 'object' || entry === null || Array.isArray(entry))) return [];
    return content.flatMap((entry, i) => scalarsOf(entry, [...path, i]));
  }
  if (typeof content !== 'object' || content === null) return content === null ? [] : [path];
  return Object.entries(content).flatMap(([key, value]) => scalarsOf(value, [...path, key]));
}

/** Another value of the same kind. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 1e6 ? value + 17 : value * 1.5 + 1;
  return typeof value === 'boolean' ? !value : `${value} or so`;
}

function changed(content: Content, path: Path): Content {
  const copy = structuredClone(content);
  const holder = path.slice(0, -1).reduce((part, key) => part[key], copy);
  const key = path.at(-1) as string;
  holder[key] = other(holder[key]);
  return copy;
}

/** Files that are checked in a moment, whole or with their first cases only. */
const FILES: readonly (readonly [string, (content: Content) => void])[] = [
  ['attractor/02-relaxation', (content) => content.cases.splice(2)],
  ['attractor/03-learning-steps', (content) => content.cases.splice(1, 2)],
  ['attractor/05-sequence', () => {}],
  ['hebbian/euler_statistics', (content) => content.cases.splice(0, 1)],
  ['hebbian/continuous_rk4', (content) => content.cases[0].runs.splice(1)],
  ['hebbian/frozen_and_activations', (content) => content.cases.splice(0, 4)],
  ['hebbian/memory_matrix', () => {}],
  ['hebbian/patterns_and_theory', (content) => content.cases.splice(1)],
  [
    'heterosynaptic/coupling',
    (content) => {
      // of the table of definite couplings most settings say the same
      for (const list of Object.values(content) as unknown[][]) list.splice(0, list.length - 2);
      content.spd_table.splice(0);
    },
  ],
  ['heterosynaptic/data', () => {}],
  ['heterosynaptic/pruning', () => {}],
  ['heterosynaptic/gpt_causal', () => {}],
  ['lyapunov/connectivity_trajectories', () => {}],
  ['lyapunov/spectrum', (content) => content.spectra.splice(1, 5)],
];

/** Settings that change nothing: searches that end before, a transition matrix that stays the identity, vectors that have converged. */
const WITHOUT_EFFECT: readonly string[] = [
  'attractor/02-relaxation: cases.0.max_steps',
  'attractor/02-relaxation: cases.1.max_steps',
  'hebbian/memory_matrix: cases.0.delay',
  // all of a group survive; one that mixes all, or none, has no blocks; damping without momentum
  'heterosynaptic/data: nm_masks.3.N',
  'heterosynaptic/data: corruption.2.block_size',
  'heterosynaptic/data: corruption.3.alpha',
  'heterosynaptic/data: corruption.3.block_size',
  'heterosynaptic/data: corruption.4.block_size',
  'heterosynaptic/pruning: cases.1.optimizer.dampening',
];

describe('a setting of a golden file', () => {
  it.each(FILES)('makes %s fail when it is another, wherever it stands', (file, shorten) => {
    const content = readGolden(file);
    shorten(content);
    expect(faultsOf(reportsOf(content))).toEqual([]);
    const unnoticed = scalarsOf(content)
      .filter((path) => !DESCRIPTIVE.has(String(path.at(-1))) && !BOUNDS_IN_WORDS.test(path.join('.')))
      .filter((path) => faultsOf(reportsOf(changed(content, path), contextOf())).length === 0)
      .map((path) => `${file}: ${path.join('.')}`);
    expect(unnoticed.filter((path) => !WITHOUT_EFFECT.includes(path))).toEqual([]);
  });
});
