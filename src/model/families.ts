/** All model families, by name. */
import { ATTRACTOR } from './attractor/model.js';
import type { Family } from './family.js';
import { HEBBIAN } from './hebbian/model.js';
import { RATE } from './rate/model.js';

export const FAMILIES: { readonly [name: string]: Family } = { attractor: ATTRACTOR, hebbian: HEBBIAN, rate: RATE };
