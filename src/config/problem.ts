/**
 * The sentences of configuration errors. All name the place, the value, what is allowed and the nearest right word, and
 * all are `E_CONFIG`.
 *
 * A place is a flag (`--tau-J`), a setting (`--set tau_J`), a file with its line (`conf/my.yaml:7`), or absent for values
 * that a program gave.
 */

import { MsmError } from '../errors.js';
import type { FamilySchema, Parameter } from '../model/schema.js';
import { alternatives, didYouMean, nearestWords, quoted } from '../text.js';
import { allowedValues, flagName, partsKey, wordsOf } from './describe.js';

/** A configuration error, its place both in the sentence and as a field. */
export function configError(
  message: string,
  place?: string,
  next?: string,
  data?: { readonly [key: string]: unknown },
): MsmError {
  return new MsmError('E_CONFIG', message, { place, next, data });
}

/** `--rho 1.5` for the parameter's own flag, `rho = 1.5 (conf/my.yaml:7)` for any other place. */
export function subject(key: string, shown: string, place: string | undefined): string {
  if (place === `--${flagName(key)}`) return `${place} ${shown}`;
  return place === undefined ? `${key} = ${shown}` : `${key} = ${shown} (${place})`;
}

function meaning(help: string): string {
  const plain = help.replace(/\.$/, '');
  return /^[A-Z][a-z]/.test(plain) ? plain.charAt(0).toLowerCase() + plain.slice(1) : plain;
}

/** A value that its parameter does not take. `reason` replaces the sentence made from the schema. */
export function valueError(parameter: Parameter, text: string, place: string | undefined, reason?: string): MsmError {
  const shown = quoted(text);
  const sentence = reason ?? `must be ${allowedValues(parameter)}`;
  const near = wordsOf(parameter).includes(text) ? '' : didYouMean(text, wordsOf(parameter));
  const head = `${subject(parameter.key, shown, place)}: ${sentence} (${meaning(parameter.help)})`;
  return configError(near === '' ? head : `${head}. ${near}`, place, undefined, {
    key: parameter.key,
    value: text.slice(0, 200),
  });
}

/** A key that is not one of the family's parameters. */
export function unknownParameter(schema: FamilySchema, key: string, place?: string): MsmError {
  const keys = schema.parameters.map((parameter) => parameter.key);
  const shown = schema.parameters.map(({ key: own, part }) =>
    part === undefined ? own : partsKey(part.of, part.kind),
  );
  return unknownKey(key, `a parameter of '${schema.name}'`, keys, place, [...new Set(shown)]);
}

/**
 * A key that is not one of `valid`; `what` says what it should have been, e.g. `a parameter of 'hebbian'`.
 *
 * @param shown - how the list of what is valid says it
 */
export function unknownKey(
  key: string,
  what: string,
  valid: readonly string[],
  place?: string,
  shown: readonly string[] = valid,
): MsmError {
  const near = nearestWords(key, valid);
  const where = place === undefined ? '' : ` (${place})`;
  const guess = near.length === 0 ? '' : ` Did you mean ${alternatives(near)}?`;
  const message = `${quoted(key)} is not ${what}${where}.${guess}`;
  return configError(message, place, `Valid: ${shown.join(', ')}.`, { key: key.slice(0, 200), nearest: near });
}
