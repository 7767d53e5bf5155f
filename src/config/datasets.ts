/** Which data sets parameters ask for, whoever gives them. */
import type { DatasetRequest } from '../dataset/dataset.js';
import type { Family } from '../model/family.js';
import type { FamilySchema, Parameters } from '../model/schema.js';
import { flagName } from './describe.js';
import { configError } from './problem.js';

/** How a data set is named in messages; on the command line by its flag. */
export type NameOf = (key: string) => string;
const flagOf: NameOf = (key) => `--${flagName(key)}`;

/** `--data has no effect with task = digits`: the first parameter says what a run is about. */
const uselessText = ({ parameters: [{ key }] }: FamilySchema, name: string, parameters: Parameters): string =>
  `${name} has no effect with ${key} = ${String(parameters[key])}`;

/**
 * The data sets that a run with these parameters takes, by key, without those that may be left out and are.
 *
 * @throws E_CONFIG for one that is given and has no effect, or is needed and not given
 */
export function askedDatasets(
  { schema, datasets }: Family,
  parameters: Parameters,
  isGiven: (key: string) => boolean,
  nameOf: NameOf = flagOf,
): { readonly [key: string]: DatasetRequest } {
  const asked = datasets?.(parameters) ?? {};
  for (const { key } of schema.datasets ?? []) {
    const name = nameOf(key);
    const request = asked[key];
    if (request === undefined && isGiven(key)) throw configError(uselessText(schema, name, parameters), name);
    if (request === undefined || isGiven(key) || request.isOptional === true) continue;
    throw configError(`${request.by} needs a data set: give it with ${name}`, name, request.next);
  }
  return Object.fromEntries(Object.entries(asked).filter(([key]) => isGiven(key)));
}
