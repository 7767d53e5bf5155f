/** All model families, by name. */
import type { Family } from './family.js';
import { HEBBIAN } from './hebbian/model.js';

export const FAMILIES: { readonly [name: string]: Family } = { hebbian: HEBBIAN };
