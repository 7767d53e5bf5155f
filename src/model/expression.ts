/**
 * Values derived from other values of a run: a small grammar of arithmetic, read by recursive descent and never executed
 * as code.
 *
 *     sum     = product { ("+" | "-") product }
 *     product = sign { ("*" | "/") sign }
 *     sign    = [ "+" | "-" ] atom
 *     atom    = number | name | function "(" sum { "," sum } ")" | "(" sum ")"
 *
 * Operators of one rank go from left to right, in doubles. A name is the key of a parameter. Functions are those that
 * every engine rounds alike.
 */

import { parseNumber } from '../method/number-text.js';
import { alternatives, didYouMean, quoted } from '../text.js';
import type { Parameters, ParameterValue } from './schema.js';

/** An expression, read. */
export interface Expression {
  /** Parameters it reads, each once in the order of their first use, with the letter where that is (from 0). */
  readonly names: ReadonlyMap<string, number>;
  /**
   * The value for these parameters. An expression that is one name alone copies that parameter, whatever its kind.
   *
   * @throws ExpressionError if a parameter is no number, or the result is none (a division by zero)
   */
  readonly evaluate: (parameters: Parameters) => ParameterValue;
}

/** What is wrong with an expression, and at which letter of it (from 0). */
export class ExpressionError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = 'ExpressionError';
    this.at = at;
  }
}

interface FunctionOfNumbers {
  /** Fewest and most arguments. */
  readonly arity: readonly [number, number];
  readonly of: (...values: number[]) => number;
}

const ANY_NUMBER = Number.POSITIVE_INFINITY;

/** Exactly rounded in every engine. */
const FUNCTIONS: { readonly [name: string]: FunctionOfNumbers } = {
  min: { arity: [1, ANY_NUMBER], of: (...values) => Math.min(...values) },
  max: { arity: [1, ANY_NUMBER], of: (...values) => Math.max(...values) },
  floor: { arity: [1, 1], of: Math.floor },
  ceil: { arity: [1, 1], of: Math.ceil },
  round: { arity: [1, 1], of: Math.round },
  abs: { arity: [1, 1], of: Math.abs },
  sqrt: { arity: [1, 1], of: Math.sqrt },
};

/** Names of the functions, for documentation and messages. */
export const FUNCTION_NAMES: readonly string[] = Object.keys(FUNCTIONS);

const LONGEST_EXPRESSION = 1000;
/** Deepest nesting of brackets and signs: recursion must not exhaust the stack. */
const DEEPEST = 100;

interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

const TOKEN = /\s*(?:((?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_][\w.]*)|([-+*/(),]))/y;

function tokens(text: string): readonly Token[] {
  if (text.length > LONGEST_EXPRESSION) throw new ExpressionError(`is longer than ${LONGEST_EXPRESSION} letters`, 0);
  const found: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      const at = start + (text.slice(start).length - text.slice(start).trimStart().length);
      throw new ExpressionError(`has ${quoted(text[at])}, which is not part of arithmetic`, at);
    }
    const [, number, name] = match;
    const word = match[0].trimStart();
    const kind = number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign';
    found.push({ kind, text: word, at: pattern.lastIndex - word.length });
  }
  return [...found, { kind: 'end', text: '', at: end }];
}

type Evaluate = (parameters: Parameters) => number;

/** Reads tokens from left to right; one for each expression. */
class Reader {
  readonly names = new Map<string, number>();
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokens(text);
  }

  /** The whole expression. */
  all(): Evaluate {
    const value = this.#sum();
    const { kind, text, at } = this.#peek();
    if (kind !== 'end') throw new ExpressionError(`has ${quoted(text)} where it should end or go on with + - * /`, at);
    return value;
  }

  /** Whether the expression is nothing but one name. */
  get isName(): boolean {
    return this.#tokens.length === 2 && this.#tokens[0].kind === 'name';
  }

  #peek(): Token {
    return this.#tokens[this.#next];
  }

  #take(): Token {
    const token = this.#tokens[this.#next];
    if (token.kind !== 'end') this.#next++;
    return token;
  }

  #isNext(...signs: readonly string[]): boolean {
    const { kind, text } = this.#peek();
    return kind === 'sign' && signs.includes(text);
  }

  #sum(): Evaluate {
    let value = this.#product();
    while (this.#isNext('+', '-')) {
      const [left, isPlus, right] = [value, this.#take().text === '+', this.#product()];
      value = isPlus ? (p) => left(p) + right(p) : (p) => left(p) - right(p);
    }
    return value;
  }

  #product(): Evaluate {
    let value = this.#sign();
    while (this.#isNext('*', '/')) {
      const [left, isTimes, right] = [value, this.#take().text === '*', this.#sign()];
      value = isTimes ? (p) => left(p) * right(p) : (p) => left(p) / right(p);
    }
    return value;
  }

  #sign(): Evaluate {
    if (!this.#isNext('+', '-')) return this.#atom();
    const isMinus = this.#take().text === '-';
    const value = this.#atom();
    return isMinus ? (p) => -value(p) : value;
  }

  #atom(): Evaluate {
    const token = this.#take();
    if (token.kind === 'number') return this.#number(token);
    if (token.kind === 'name') return this.#isNext('(') ? this.#call(token) : this.#parameter(token);
    if (token.kind === 'sign' && token.text === '(') return this.#inside(token, () => this.#sum());
    const found = token.kind === 'end' ? 'ends' : `has ${quoted(token.text)}`;
    throw new ExpressionError(`${found} where a number, a parameter or ( must stand`, token.at);
  }

  /** What comes before a closing bracket. */
  #inside<T>({ at }: Token, read: () => T): T {
    if (++this.#depth > DEEPEST) throw new ExpressionError(`has more than ${DEEPEST} brackets within each other`, at);
    const value = read();
    if (!this.#isNext(')')) throw new ExpressionError('lacks a closing )', this.#peek().at);
    this.#take();
    this.#depth--;
    return value;
  }

  #number({ text, at }: Token): Evaluate {
    const value = parseNumber(text);
    if (value === undefined) throw new ExpressionError(`has ${quoted(text)}, which does not fit a 64-bit number`, at);
    return () => value;
  }

  #parameter({ text, at }: Token): Evaluate {
    if (!this.names.has(text)) this.names.set(text, at);
    return (parameters) => {
      const value = parameters[text];
      if (typeof value === 'number') return value;
      throw new ExpressionError(`needs a number, and ${text} is ${JSON.stringify(value)}`, at);
    };
  }

  #call({ text, at }: Token): Evaluate {
    if (!Object.hasOwn(FUNCTIONS, text)) {
      const guess = didYouMean(text, FUNCTION_NAMES);
      const known = `there are ${alternatives(FUNCTION_NAMES).replace(' or ', ' and ')}`;
      throw new ExpressionError(`has ${quoted(text)}, which is not a function; ${known}. ${guess}`.trim(), at);
    }
    const { arity, of } = FUNCTIONS[text];
    const list = this.#inside(this.#take(), () => {
      const values = [this.#sum()];
      while (this.#isNext(',')) {
        this.#take();
        values.push(this.#sum());
      }
      return values;
    });
    if (list.length < arity[0] || list.length > arity[1]) {
      throw new ExpressionError(`gives ${text} ${list.length} numbers, it takes ${arity[0]}`, at);
    }
    return (parameters) => of(...list.map((value) => value(parameters)));
  }
}

/**
 * Reads an expression, as `L + 2*M`.
 *
 * @throws ExpressionError for text outside the grammar
 */
export function parseExpression(text: string): Expression {
  const reader = new Reader(text);
  const value = reader.all();
  const [first] = reader.names.keys();
  if (reader.isName) return { names: reader.names, evaluate: (parameters) => parameters[first] };
  return {
    names: reader.names,
    evaluate: (parameters) => {
      const result = value(parameters);
      if (Number.isFinite(result)) return result + 0;
      throw new ExpressionError(`comes out as ${result}`, 0);
    },
  };
}
