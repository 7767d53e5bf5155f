/** A small family that has every kind of parameter, for the tests of the configuration layer. */

import type { SeedSource } from '../../src/config/seeds.js';
import type { TextSetting } from '../../src/config/settings.js';
import { type Axis, plainSpace, readSpace } from '../../src/config/space.js';
import type { FamilySchema, Parameter, ParameterValue } from '../../src/model/schema.js';

export const TOY: FamilySchema = {
  name: 'toy',
  summary: 'a family for tests',
  parameters: [
    {
      key: 'N',
      symbol: 'N',
      help: 'Neurons.',
      group: 'MODEL',
      kind: 'integer',
      default: 150,
      min: 2,
      example: '100,200',
    },
    {
      key: 'k',
      symbol: 'k',
      help: 'synaptic strength',
      group: 'MODEL',
      kind: 'number',
      default: null,
      whenAbsent: 'tanh(beta)',
      check: (value) => (value === 0 ? 'any number but 0' : undefined),
    },
    { key: 'beta', symbol: 'β', help: 'inverse temperature', group: 'MODEL', kind: 'number', default: 1, above: 0 },
    { key: 'u', symbol: 'u', help: 'gain of the field', group: 'MODEL', kind: 'number', default: 200 },
    {
      key: 'tau_J',
      symbol: 'τ_J',
      help: 'Synaptic time constant.',
      group: 'MODEL',
      kind: 'number',
      default: 1000,
      above: 0,
      words: ['infinity'],
      unit: 'time',
    },
    {
      key: 'rho',
      symbol: 'ρ',
      help: 'pattern correlation',
      group: 'PATTERNS',
      kind: 'number',
      default: 0,
      min: 0,
      max: 1,
    },
    {
      key: 'tau_h',
      symbol: 'τ_h',
      help: 'hold',
      group: 'PATTERNS',
      kind: 'duration',
      default: 1,
      min: 1,
      unit: 'steps',
    },
    {
      key: 'activation',
      symbol: 'g',
      help: 'nonlinearity | of the rule',
      group: 'MODEL',
      kind: 'choice',
      default: 'identity',
      options: { identity: 'x', sigmoid: '1/(1+e^-x)', relu: 'max(0, x)' },
    },
    {
      key: 'p',
      symbol: 'p',
      help: 'pattern probabilities',
      group: 'PATTERNS',
      kind: 'vector',
      default: null,
      whenAbsent: '1/K each',
      min: 0,
    },
    { key: 'hollow', symbol: '', help: 'no self-coupling', group: 'MODEL', kind: 'boolean', default: true },
  ],
  inputs: [{ key: 'sigma0', symbol: 'σ(0)', help: 'initial neurons', shape: ['N'], type: 'f64' }],
  observables: [],
  compatible: (parameters) => [
    ...(Number(parameters.N) * Number(parameters.beta) > 1e6
      ? [{ key: 'beta', message: 'N beta must be at most 1e6.' }]
      : []),
    ...(Number(parameters.N) > 1e5 ? [{ key: 'N', message: 'N is too large' }] : []),
  ],
};

/** Seeds 1000, 1001, ... of the replicas of seed 1. */
export const TOY_SEEDS: SeedSource = { seed: 1, replicas: 1, replicaSeed: (seed, replica) => seed * 1000 + replica };

/** The values that settings give each of their parameters. */
export function valuesOf(
  settings: readonly TextSetting[],
  schema: FamilySchema = TOY,
): { readonly [key: string]: readonly ParameterValue[] } {
  const { axes, base } = readSpace(schema, plainSpace(settings), TOY_SEEDS);
  const values = (key: string): readonly ParameterValue[] => {
    const axis = axes.find((one: Axis) => one.keys[0] === key);
    return axis === undefined ? [base[key]] : axis.rows.map(([value]) => value);
  };
  const keys = settings.map(({ key }) => key.replace(/\.(min|max)$/, ''));
  return Object.fromEntries(keys.map((key) => [key, values(key)]));
}

/** The toy parameter of this key. */
export function toy(key: string): Parameter {
  const found = TOY.parameters.find((parameter) => parameter.key === key);
  if (found === undefined) throw new Error(`no toy parameter ${key}`);
  return found;
}

/** Message of the error that `act` throws, which must be E_CONFIG. */
export function messageOf(act: () => unknown): string {
  const error = thrownBy(act) as { code?: string; message: string };
  if (error.code !== 'E_CONFIG') throw error;
  return error.message;
}

/** What `act` throws. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
