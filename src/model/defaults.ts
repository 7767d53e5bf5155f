/** Parameters that a program sets: the compiler holds them to their declaration. */
import type { FamilySchema, Parameters } from './schema.js';

/** The given values, and the family's defaults for all others. */
export function withDefaults<P extends Parameters>({ parameters }: FamilySchema<P>, given: Partial<P>): P {
  const defaults = Object.fromEntries(parameters.map(({ key, default: value }) => [key, value]));
  return { ...defaults, ...given } as P;
}
