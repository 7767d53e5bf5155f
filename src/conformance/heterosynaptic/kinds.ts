/** Golden files of heterosynaptic learning: their kinds are their keys. */
import type { Golden } from '../golden.js';
import type { Case, FileFamily } from '../kind.js';
import { checkGrid } from './grid.js';
import { perceptronCases, transformerCases } from './networks.js';
import { PARTS } from './parts.js';
import { ruleCases } from './rules.js';

/** Fields by which a whole file is recognised. */
const WHOLE: readonly (readonly [keys: readonly string[], cases: (golden: Golden) => readonly Case[]])[] = [
  [['model', 'num_last_tokens', 'first_logits'], transformerCases],
  [['sizes', 'batch', 'steps', 'params', 'cases'], perceptronCases],
  [['params', 'grads', 'runs'], ruleCases],
];

const wholeCases = (golden: Golden) => WHOLE.find(([keys]) => keys.every((key) => golden.has(key)))?.[1];

const isPart = (key: string): boolean => key === 'grid' || Object.hasOwn(PARTS, key);

const partCases = (golden: Golden, key: string): readonly Case[] =>
  golden.list(key).map((one, i) => ({
    name: `${key} ${i + 1}`,
    check: (context) => (key === 'grid' ? checkGrid(one) : PARTS[key](one, context)),
  }));

export const FILES: FileFamily = {
  has: (golden) => wholeCases(golden) !== undefined || (golden.keys().length > 0 && golden.keys().every(isPart)),
  cases: (golden) => wholeCases(golden)?.(golden) ?? golden.keys().flatMap((key) => partCases(golden, key)),
};
