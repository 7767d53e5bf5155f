/** A step of Adam on a tensor (adam of assembly/train/descent.ts); the base of all that rules add to it. */
import { wholePower } from '../method/power.js';

export interface AdamSettings {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Addresses of what a step needs of a tensor. */
export interface AdamPlace {
  readonly count: number;
  readonly p: number;
  readonly g: number;
  readonly moment: number;
  readonly variance: number;
}

type AdamKernel = (
  ...numbers: readonly [
    ...[n: number, p: number, g: number, m: number, v: number],
    ...[b1: number, b2: number, rate: number, root: number, epsilon: number, shrink: number],
  ]
) => void;

/** @param t - steps with this one; `shrink`: what parameters are multiplied by before */
export function adamStep(
  adam: AdamKernel,
  { rate, beta1, beta2, epsilon }: AdamSettings,
  t: number,
  { count, p, g, moment, variance }: AdamPlace,
  shrink = 1,
): void {
  const first = rate / (1 - wholePower(beta1, t));
  const root = Math.sqrt(1 - wholePower(beta2, t));
  adam(count, p, g, moment, variance, beta1, beta2, first, root, epsilon, shrink);
}
