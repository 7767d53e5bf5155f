/** The conditions on parameters and given arrays of the rate family together. */
import type { Inputs } from '../family.js';
import type { ParameterValue, Violation } from '../schema.js';
import { gainOf, spectralRadius } from './gain.js';
import type { RateParameters } from './parameters.js';
import { NETWORK_PARAMETERS } from './parameters-network.js';
import { exponentsOf } from './phases.js';
import { BOUNDED, stepLimit } from './step-limit.js';

/** Parameters by which weights are drawn: given weights leave them without effect. */
export const DRAWING = ['p', 'weights', 'centred'] as const;

const defaultOf = (key: string): ParameterValue | undefined =>
  NETWORK_PARAMETERS.find((parameter) => parameter.key === key)?.default;

function idleOf(p: RateParameters, { W, Q0 }: Inputs): readonly Violation[] {
  const drawing = DRAWING.filter((key) => W !== undefined && p[key] !== defaultOf(key));
  const violations = drawing.map((key) => ({
    key,
    message: `${key} says how weights are drawn, and --W gives them: leave out one of the two`,
  }));
  if (Q0 === undefined || (p.method === 'qr' && exponentsOf(p) > 0)) return violations;
  return [...violations, { key: 'Q0', message: '--Q0 is the first basis of QR: it needs method = qr and exponents' }];
}

function driven(p: RateParameters, inputs: Inputs): readonly Violation[] {
  const key = inputs.drive !== undefined ? 'drive' : inputs.current !== undefined ? 'current' : undefined;
  if (key === undefined) return [];
  if (p.mean_field === true) {
    return [{ key, message: `the mean-field theory is that of networks without input: leave out --${key}` }];
  }
  if (p.stop_at_rest === true && key === 'drive') {
    return [{ key, message: 'nothing comes to rest under --drive: leave out stop_at_rest' }];
  }
  return [];
}

/** Nothing bounds the states with these activations, so that a step too long for the linear part makes them grow on its own. */
function stability(p: RateParameters, inputs: Inputs): readonly Violation[] {
  if (BOUNDED.has(p.activation)) return [];
  const { W } = inputs;
  const [dt, N] = [p.dt, p.N];
  const radius = W === undefined ? gainOf(p, inputs) : p.g * spectralRadius(W, N);
  const bound = stepLimit(p, radius);
  if (dt < bound) return [];
  const why = `the linear part of ${W === undefined ? 'a network of this gain' : 'the weights of --W'}`;
  return [
    {
      key: 'dt',
      message: `dt = ${dt} ms is beyond the stability of ${p.scheme} for ${why}: it must be below ${bound} ms`,
    },
  ];
}

/** All violations of parameters together with given arrays. */
export const checkInputs = (p: RateParameters, inputs: Inputs): readonly Violation[] => [
  ...idleOf(p, inputs),
  ...driven(p, inputs),
  ...stability(p, inputs),
];
