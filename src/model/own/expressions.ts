/** The numbers of a model that are given as expressions of its parameters, and what is wrong with them. */
import { type Expression, ExpressionError, parseExpression } from '../expression.js';
import type { Parameters, Violation } from '../schema.js';
import type { Draw, ExpressionText, OwnModel } from './description.js';

/** A count of steps may differ by this from a whole number: T / dt of decimal numbers does. */
const WHOLE = 1e-9;
/** Steps are written as 32-bit integers. */
const MOST_STEPS = 2 ** 31 - 1;
const EPSILON = 2 ** -52;

/** Expressions, each parsed once. */
export interface Expressions {
  /** The value for these parameters. Throws ExpressionError if it is no number. */
  readonly value: (text: ExpressionText, parameters: Parameters) => number;
  /** Parameters that it reads. */
  readonly names: (text: ExpressionText) => readonly string[];
}

/** Reads expressions and remembers them. */
export function expressions(): Expressions {
  const read = new Map<string, Expression>();
  const parsed = (text: string): Expression => {
    const known = read.get(text) ?? parseExpression(text);
    read.set(text, known);
    return known;
  };
  return {
    names: (text) => [...parsed(text).names.keys()],
    value: (text, parameters) => {
      const value = parsed(text).evaluate(parameters);
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      throw new ExpressionError(`comes out as ${JSON.stringify(value)}`, 0);
    },
  };
}

/** The whole number that a count stands for; undefined if it is none within 1e-9 and the rounding of a large quotient. */
export function wholeCount(value: number): number | undefined {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) <= Math.max(WHOLE, 2 * EPSILON * Math.abs(value)) ? nearest : undefined;
}

/** Numbers of the draws of an array, each with the words for it. */
export function numbersOf(draw: Draw): readonly (readonly [what: string, text: ExpressionText])[] {
  switch (draw.kind) {
    case 'value':
      return [['start', draw.value]];
    case 'normal':
      return [
        ['mean', draw.mean],
        ['standard deviation', draw.sd],
      ];
    case 'uniform':
    case 'integer':
      return [
        ['low', draw.low],
        ['high', draw.high],
      ];
    case 'sign':
      return [];
  }
}

/** Range of the whole numbers of a type. */
export const RANGE = { i32: [-(2 ** 31), 2 ** 31 - 1], u8: [0, 255] } as const;

/** Values that an integer draw can have. */
const MOST_VALUES = 2 ** 31;

/** What is wrong with the numbers of a draw, as the end of a sentence; undefined if nothing is. */
function faultOfDraw(draw: Draw, type: string, at: (text: ExpressionText) => number): string | undefined {
  const [first, second] = numbersOf(draw).map(([, text]) => at(text));
  if (draw.kind === 'normal' && second < 0)
    return `its standard deviation comes out as ${second}, it must be at least 0`;
  if ((draw.kind === 'uniform' || draw.kind === 'integer') && first > second) {
    return `it goes from ${first} to ${second}, and must go upwards`;
  }
  if (draw.kind === 'integer' && second - first >= MOST_VALUES) {
    return `it goes from ${first} to ${second}, and a draw takes at most ${MOST_VALUES} values`;
  }
  const isWhole = type === 'i32' || type === 'u8' || draw.kind === 'integer';
  if (!isWhole || draw.kind === 'sign') return undefined;
  const [least, most] = type === 'u8' ? RANGE.u8 : RANGE.i32;
  const wrong = [first, second].find(
    (value) => value !== undefined && !(Number.isInteger(value) && value >= least && value <= most),
  );
  return wrong === undefined ? undefined : `${wrong} must be an integer from ${least} to ${most}`;
}

/** What is wrong with one expression, with the parameter to blame. */
function check(
  all: Expressions,
  what: string,
  text: ExpressionText,
  p: Parameters,
  place: string | undefined,
  fault: (value: number) => string | undefined,
): readonly Violation[] {
  const [key = what] = all.names(text);
  const shown = `${text === what ? what : `${what} = ${text}`}${place === undefined ? '' : ` (${place})`}`;
  try {
    const value = all.value(text, p);
    const found = fault(value);
    return found === undefined ? [] : [{ key, message: `${shown} comes out as ${value}; ${found}` }];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [{ key, message: `${shown} ${error.message}; it must be a number` }];
  }
}

const stepsFault = (value: number): string | undefined => {
  const steps = wholeCount(value);
  if (steps === undefined) return 'it must be a whole number of steps';
  return steps < 1 || steps > MOST_STEPS ? `there must be 1 to ${MOST_STEPS} steps` : undefined;
};

/** All that is wrong with the numbers that follow from these parameters. */
export function violationsOf(model: OwnModel, all: Expressions, p: Parameters): readonly Violation[] {
  const found = [...check(all, 'steps', model.steps, p, model.places?.steps, stepsFault)];
  if (model.time !== undefined) {
    found.push(
      ...check(all, 'time', model.time, p, model.places?.time, (value) =>
        value > 0 ? undefined : 'a step must take a time above 0',
      ),
    );
  }
  const draws: readonly { readonly name: string; readonly draw: Draw; readonly type: string }[] = [
    ...model.state.map(({ name, start, type }) => ({ name, draw: start, type })),
    ...model.noise.map(({ name, each }) => ({ name, draw: each, type: each.kind === 'integer' ? 'i32' : 'f64' })),
  ];
  for (const { name, draw, type } of draws) {
    const single = numbersOf(draw).flatMap(([what, text]) =>
      check(all, `${what} of ${name}`, text, p, model.places?.[name], () => undefined),
    );
    found.push(...single);
    if (single.length > 0) continue;
    const fault = faultOfDraw(draw, type, (text) => all.value(text, p));
    if (fault === undefined) continue;
    const [key = name] = numbersOf(draw).flatMap(([, text]) => all.names(text));
    const place = model.places?.[name];
    found.push({ key, message: `${name}${place === undefined ? '' : ` (${place})`}: ${fault}` });
  }
  return found;
}
