/** All model families, by name. */
import { ATTRACTOR } from './attractor/model.js';
import type { Family } from './family.js';
import { HEBBIAN } from './hebbian/model.js';
import { RATE } from './rate/model.js';

const ALL = { attractor: ATTRACTOR, hebbian: HEBBIAN, rate: RATE } as const satisfies {
  readonly [name: string]: Family;
};
export type FamilyName = keyof typeof ALL;

export const FAMILIES: { readonly [name: string]: Family } = ALL;
