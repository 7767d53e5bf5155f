/** Checks of parameter values against the closed schema of a family: one value, and a full set. */

import type {
  FamilySchema,
  NumberParameter,
  Parameter,
  Parameters,
  ParameterValue,
  VectorParameter,
} from '../model/schema.js';
import { isDistribution, isNullable, printValue, wordsOf } from './describe.js';
import { complaintAboutSum, probabilities } from './distribution.js';
import { configError, unknownParameter, valueError } from './problem.js';

/** Where each key was set, for messages; keys that a program set are absent. */
export type Places = ReadonlyMap<string, string>;

/** Violations beyond this number are counted but not listed. */
const MOST_LISTED = 10;

/** What is wrong with a value; `allowed` replaces the schema's own sentence. */
interface Complaint {
  readonly allowed?: string;
}

function complaintAboutNumber(parameter: NumberParameter, value: number): Complaint | undefined {
  const { min, max, above, below } = parameter;
  const isInside =
    (min === undefined || value >= min) &&
    (max === undefined || value <= max) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below);
  if (!Number.isFinite(value) || !isInside) return {};
  if (parameter.kind === 'integer' && !Number.isSafeInteger(value)) return {};
  const allowed = parameter.check?.(value);
  return allowed === undefined ? undefined : { allowed: `must be ${allowed}` };
}

function complaintAboutDuration(min: number, value: ParameterValue): Complaint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= min ? undefined : {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const range = value as { readonly [key: string]: number };
  if (Object.keys(range).sort().join() !== 'max,min') return { allowed: 'must have the keys min and max' };
  if (!Number.isSafeInteger(range.min) || !Number.isSafeInteger(range.max)) return {};
  if (range.min < min) return { allowed: `must be random:MIN..MAX with MIN of at least ${min}` };
  if (range.max <= range.min) return { allowed: 'must be random:MIN..MAX with MAX greater than MIN' };
  return undefined;
}

function complaintAboutVector(parameter: VectorParameter, value: ParameterValue): Complaint | undefined {
  const { min, isWhole = false } = parameter;
  if (!Array.isArray(value) || value.length === 0) return {};
  const isGood = (x: unknown) =>
    typeof x === 'number' &&
    (isWhole ? Number.isSafeInteger(x) : Number.isFinite(x)) &&
    (min === undefined || x >= min);
  if (!value.every(isGood)) return {};
  const allowed = isDistribution(parameter) ? complaintAboutSum(value) : undefined;
  return allowed === undefined ? undefined : { allowed };
}

function complaint(parameter: Parameter, value: ParameterValue): Complaint | undefined {
  if (value === null) return isNullable(parameter) ? undefined : {};
  if (typeof value === 'string') {
    const words = parameter.kind === 'boolean' ? (parameter.words ?? []) : wordsOf(parameter);
    return words.includes(value) ? undefined : {};
  }
  switch (parameter.kind) {
    case 'number':
    case 'integer':
      return typeof value === 'number' ? complaintAboutNumber(parameter, value) : {};
    case 'choice':
      return {};
    case 'boolean':
      return typeof value === 'boolean' ? undefined : {};
    case 'vector':
      return complaintAboutVector(parameter, value);
    case 'duration':
      return complaintAboutDuration(parameter.min, value);
  }
}

/** -0 and 0 are one setting with one identity, so only 0 is kept. */
function withoutNegativeZero(value: ParameterValue): ParameterValue {
  if (typeof value === 'number') return value + 0;
  if (Array.isArray(value)) return value.map((x) => x + 0);
  if (typeof value === 'object' && value !== null) {
    const { min, max } = value as { readonly min: number; readonly max: number };
    return { min: min + 0, max: max + 0 };
  }
  return value;
}

function show(value: unknown): string {
  return value === undefined ||
    (typeof value === 'object' && value !== null && !Array.isArray(value) && !('min' in value))
    ? String(JSON.stringify(value))
    : printValue(value as ParameterValue);
}

/**
 * Checks one value against its schema entry: kind, bounds, words, `null`, further condition.
 *
 * @param shown the text to quote in the message, if it differs from the value's own
 * @returns the value with -0 as 0, and probabilities that were rounded divided by their sum
 * @throws E_CONFIG
 */
export function checkValue(
  parameter: Parameter,
  value: ParameterValue,
  place?: string,
  shown: string = show(value),
): ParameterValue {
  const found = value === undefined ? {} : complaint(parameter, value);
  if (found !== undefined) throw valueError(parameter, shown, place, found.allowed);
  const plain = withoutNegativeZero(value);
  return isDistribution(parameter) && Array.isArray(plain) ? probabilities(plain) : plain;
}

/** The schema entry of a key. @throws E_CONFIG with the nearest valid keys */
export function findParameter(schema: FamilySchema, key: string, place?: string): Parameter {
  const found = schema.parameters.find((parameter) => parameter.key === key);
  if (found === undefined) throw unknownParameter(schema, key, place);
  return found;
}

/** Checks the given values one by one and fills in the defaults; the result has every key, in the schema's order. */
export function completeParameters<P extends Parameters>(
  schema: FamilySchema<P>,
  given: Parameters,
  places: Places = new Map(),
): P {
  for (const key of Object.keys(given)) findParameter(schema, key, places.get(key));
  const complete: { [key: string]: ParameterValue } = {};
  for (const parameter of schema.parameters) {
    const { key } = parameter;
    const isGiven = Object.hasOwn(given, key) && given[key] !== undefined;
    complete[key] = isGiven ? checkValue(parameter, given[key], places.get(key)) : parameter.default;
  }
  // each value was checked against its entry in the schema or is that entry's default, so here they get the family's type
  return complete as P;
}

/**
 * Refuses parameters that do not go together.
 *
 * @param combination says which values of a sweep make this set, `N=10, K=20`, for the message
 * @throws E_CONFIG for the first violation; the others are listed in `next` and in `data.violations`
 */
export function assertCompatible<P extends Parameters>(
  schema: FamilySchema<P>,
  parameters: P,
  places: Places = new Map(),
  combination: () => string = () => '',
): void {
  const violations = schema.compatible(parameters);
  if (violations.length === 0) return;
  const [first, ...others] = violations;
  const place = places.get(first.key);
  const where = [place, combination()].filter((part) => part !== undefined && part !== '').join('; ');
  const more = others.slice(0, MOST_LISTED).map((violation) => violation.message);
  throw configError(
    `${first.message.replace(/\.$/, '')}${where === '' ? '' : ` (${where})`}`,
    place,
    others.length === 0 ? undefined : `${others.length} more: ${more.join('; ')}`,
    { key: first.key, violations: violations.map(({ key, message }) => ({ key, message })) },
  );
}

/** The schema for what was begun before: an earlier version may have let pass what has no effect, which is no reason not to go on. */
export const forBegun = <P extends Parameters>(schema: FamilySchema<P>): FamilySchema<P> => ({
  ...schema,
  compatible: (parameters) => schema.compatible(parameters).filter(({ isIdle = false }) => !isIdle),
});

/**
 * What a run that was begun before says to another: an earlier version may have let pass what has no effect, and it would be refused anew.
 *
 * @param place what the parameters are of
 * @throws E_CONFIG for an unknown key or a value out of range
 */
export function withoutIdle(schema: FamilySchema, parameters: Parameters, place: string): Parameters {
  const places = new Map(Object.keys(parameters).map((key) => [key, place]));
  const found = schema.compatible(completeParameters(schema, parameters, places));
  const idle = new Set(found.flatMap(({ key, isIdle = false }) => (isIdle ? [key] : [])));
  return Object.fromEntries(Object.entries(parameters).filter(([key]) => !idle.has(key)));
}

/**
 * The complete, checked parameters of one run from the values given for some of them.
 *
 * @returns every parameter of the schema, in its order
 * @throws E_CONFIG for an unknown key, a value out of range, or values that do not go together
 */
export function resolveParameters<P extends Parameters>(
  schema: FamilySchema<P>,
  given: Parameters,
  places: Places = new Map(),
): P {
  const parameters = completeParameters(schema, given, places);
  assertCompatible(schema, parameters, places);
  return parameters;
}
