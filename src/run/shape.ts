/**
 * What plain data from a file must look like: types, ranges, closed lists, and no key that is not known. A shape says what it expects and
 * finds the first place where a value is something else; the types of what is read are made from it.
 *
 * Our own, since what a library offers beyond this (coercion, formats, its own messages) would be in the way, and the
 * smallest takes longer to load than all of run.json takes to check.
 */
import { MsmError } from '../errors.js';

/** Where a value is not what it must be. */
interface Fault {
  /** Path below the checked value: `.record.from`, `[3]`; empty for the value itself. */
  readonly at: string;
  readonly found: unknown;
  /** `a number`. */
  readonly due: string;
}

export interface Shape<T> {
  readonly due: string;
  readonly fault: (value: unknown) => Fault | undefined;
  /** Never present: carries the type. */
  readonly type?: T;
}

/** The type of what has a shape. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** A value that a single test decides. */
function simple<T>(due: string, holds: (value: unknown) => boolean): Shape<T> {
  return { due, fault: (found) => (holds(found) ? undefined : { at: '', found, due }) };
}

const below = (fault: Fault | undefined, at: string): Fault | undefined =>
  fault && { ...fault, at: `${at}${fault.at}` };

export const boolean = simple<boolean>('true or false', (value) => typeof value === 'boolean');

/** A finite number; JSON can say 1e999, which is not finite. */
export function number(least = Number.NEGATIVE_INFINITY): Shape<number> {
  const due = least === Number.NEGATIVE_INFINITY ? 'a number' : `a number of at least ${least}`;
  return simple(due, (value) => typeof value === 'number' && Number.isFinite(value) && value >= least);
}

export function integer(least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): Shape<number> {
  const isBounded = most !== Number.MAX_SAFE_INTEGER;
  const from =
    least === Number.MIN_SAFE_INTEGER ? '' : isBounded ? ` from ${least} to ${most}` : ` of at least ${least}`;
  return simple(
    `an integer${from}`,
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  );
}

/** A text of at most that many characters. */
export function text(most = 2 ** 16): Shape<string> {
  return simple('a text', (value) => typeof value === 'string' && value.length <= most);
}

/** A text of a certain form, which `due` puts into words. */
export function matching(form: RegExp, due: string): Shape<string> {
  return simple(due, (value) => typeof value === 'string' && value.length <= 2 ** 16 && form.test(value));
}

/** Hex SHA-256. */
export const digest = matching(/^[0-9a-f]{64}$/, 'a SHA-256 in 64 hex digits');

/** One of a closed list. */
export function oneOf<const Words extends readonly (string | number)[]>(words: Words): Shape<Words[number]> {
  return simple(`one of ${words.join(', ')}`, (value) => words.includes(value as string));
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  const due = `${shape.due}, or null`;
  return { due, fault: (value) => (value === null ? undefined : below(shape.fault(value), '')) };
}

/** One of several shapes. */
export function either<Shapes extends readonly Shape<unknown>[]>(...shapes: Shapes): Shape<Shaped<Shapes[number]>> {
  return simple(shapes.map(({ due }) => due).join(', or '), (value) =>
    shapes.some((shape) => shape.fault(value) === undefined),
  );
}

/** A list of values of one shape. */
export function list<T>(shape: Shape<T>, least = 0, most = 2 ** 24): Shape<readonly T[]> {
  const due = least === 0 ? 'a list' : `a list of at least ${least}`;
  return {
    due,
    fault: (value) => {
      if (!Array.isArray(value) || value.length < least || value.length > most) return { at: '', found: value, due };
      for (let i = 0; i < value.length; i++) {
        const fault = shape.fault(value[i]);
        if (fault !== undefined) return below(fault, `[${i}]`);
      }
      return undefined;
    },
  };
}

/** Two values. */
export function pair<T>(shape: Shape<T>): Shape<readonly [T, T]> {
  return list(shape, 2, 2) as unknown as Shape<readonly [T, T]>;
}

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const UNKNOWN = simple<never>('absent, since no such key is known', () => false);

type Fields = { readonly [key: string]: Shape<unknown> };
type Optional<O extends Fields> = { readonly [key in keyof O]?: Shaped<O[key]> };
type Needed<F extends Fields> = { readonly [key in keyof F]: Shaped<F[key]> };

/** Keys with a shape each, and no others. `optional` ones may be absent; `others` is the shape of any further one. */
export function record<F extends Fields, O extends Fields = Record<never, never>>(
  fields: F,
  optional: O = {} as O,
  others?: Shape<unknown>,
): Shape<Needed<F> & Optional<O>> {
  const due = 'keys with values';
  const required = Object.entries(fields);
  const fault = (value: unknown): Fault | undefined => {
    if (!isObject(value)) return { at: '', found: value, due };
    // JSON has no undefined, so what is absent is not taken for a value
    for (const [key, shape] of required) {
      const found = shape.fault(value[key]);
      if (found !== undefined) return below(found, `.${key}`);
    }
    const keys = Object.keys(value);
    // all the others are there, so there are no further ones
    if (keys.length === required.length) return undefined;
    for (const key of keys) {
      if (Object.hasOwn(fields, key)) continue;
      const shape = Object.hasOwn(optional, key) ? optional[key] : (others ?? UNKNOWN);
      const found = shape.fault(value[key]);
      if (found !== undefined) return below(found, `.${key.slice(0, 60)}`);
    }
    return undefined;
  };
  return { due, fault };
}

/** Any keys, with values of one shape. */
export function dictionary<T>(shape: Shape<T>): Shape<{ readonly [key: string]: T }> {
  const due = 'keys with values';
  return {
    due,
    fault: (value) => {
      if (!isObject(value)) return { at: '', found: value, due };
      for (const [key, item] of Object.entries(value)) {
        // a key that would change the prototype of the object
        const fault = key === '__proto__' ? { at: '', found: item, due: 'absent' } : shape.fault(item);
        if (fault !== undefined) return below(fault, `.${key.slice(0, 60)}`);
      }
      return undefined;
    },
  };
}

/** Any plain data that is nested no deeper than this. */
export function anything(depth = 8): Shape<unknown> {
  const holds = (value: unknown, left: number): boolean =>
    typeof value !== 'object' ||
    value === null ||
    (left > 0 && Object.values(value).every((item) => holds(item, left - 1)));
  return simple(`data nested at most ${depth} deep`, (value) => value !== undefined && holds(value, depth));
}

/** A value in a message, short. */
function shown(value: unknown): string {
  if (value === undefined) return 'not there';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'keys with values';
  const whole = JSON.stringify(value);
  return whole.length > 60 ? `${whole.slice(0, 60)}...` : whole;
}

/** The error for a file that is not what its writer made it. */
export function damaged(path: string, reason: string, next?: string, cause?: unknown): MsmError {
  return new MsmError('E_CORRUPT', `${path} is damaged: ${reason}`, { place: path, next, cause });
}

/** Turns what a check refuses as a typing mistake into damage of a file, since nobody typed it there. */
export function asDamage<T>(path: string, next: string | undefined, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof MsmError) || error.code !== 'E_CONFIG') throw error;
    throw damaged(path, error.message, next, error);
  }
}

/** What is wrong with a value, as a sentence; undefined if it has the shape. */
export function faultOf(shape: Shape<unknown>, value: unknown): string | undefined {
  const fault = shape.fault(value);
  if (fault === undefined) return undefined;
  const at = fault.at.replace(/^\./, '');
  return `${at === '' ? 'it' : at} is ${shown(fault.found)}, it must be ${fault.due}`;
}

/** A value, known to have the shape. Throws E_CORRUPT with the path of its file and the place in it. */
export function shaped<T>(shape: Shape<T>, value: unknown, path: string, next?: string): T {
  const fault = faultOf(shape, value);
  if (fault !== undefined) throw damaged(path, fault, next);
  return value as T;
}
