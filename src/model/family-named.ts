/** A model family by its name. Only that family is loaded: each is some dozens of modules, which a short run would wait for. */
import { MsmError } from '../errors.js';
import type { FamilyName } from './families.js';
import type { Family } from './family.js';
import type { Parameters } from './schema.js';

/** One for each family of `FAMILIES`: the type says so. */
const LOADERS: { readonly [Name in FamilyName]: () => Promise<Family> } = {
  attractor: async () => (await import('./attractor/model.js')).ATTRACTOR,
  hebbian: async () => (await import('./hebbian/model.js')).HEBBIAN,
  rate: async () => (await import('./rate/model.js')).RATE,
};

/** The command that runs a family with these parameters, behind `msm`. */
const COMMANDS: { readonly [Name in FamilyName]: (parameters: Parameters) => string } = {
  attractor: ({ experiment }) => `attractor ${experiment}`,
  hebbian: () => 'simulate',
  rate: () => 'lyapunov',
};

/** The names of all families. */
export const FAMILY_NAMES = Object.keys(LOADERS) as readonly FamilyName[];

/** The family of that name; undefined if there is none. */
export async function familyNamed(name: string): Promise<Family | undefined> {
  return Object.hasOwn(LOADERS, name) ? LOADERS[name as FamilyName]() : undefined;
}

/** The command that runs a family that ships; undefined for another. */
export const commandOf = (name: string, parameters: Parameters): string | undefined =>
  Object.hasOwn(COMMANDS, name) ? COMMANDS[name as FamilyName](parameters) : undefined;

/** The family that a file names. Throws E_CORRUPT, with `place`, if there is none. */
export async function familyOfFile(name: string, place: string): Promise<Family> {
  const family = await familyNamed(name);
  if (family !== undefined) return family;
  throw new MsmError('E_CORRUPT', `${place}: there is no model family '${name}'`, { place });
}
