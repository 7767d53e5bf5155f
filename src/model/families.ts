/** All model families, by name. */
import type { Family } from './family.js';
import { HEBBIAN } from './hebbian/model.js';
import { RATE } from './rate/model.js';

export const FAMILIES: { readonly [name: string]: Family } = { hebbian: HEBBIAN, rate: RATE };
