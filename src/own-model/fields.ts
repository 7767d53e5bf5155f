/** The keys of one entry of a model.yaml, each of which must be known, and their values in the form that they must have. */
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { configError, unknownKey } from '../config/problem.js';
import { type Entry, entries, follow, type Placed, type Source, scalarText } from '../config/yaml-source.js';
import type { MsmError } from '../errors.js';
import { parseNumber } from '../method/number-text.js';
import { alternatives, didYouMean, quoted } from '../text.js';

/** The error for a value of the wrong form. `key` as a person reads it: `default of N`. */
export function wrongValue(
  key: string,
  shown: string,
  place: string,
  must: string,
  words: readonly string[] = [],
): MsmError {
  const guess = didYouMean(shown, words);
  return configError(`${key} = ${quoted(shown)} (${place}): must be ${must}. ${guess}`.trim(), place, undefined, {
    key,
  });
}

/** A node as a person wrote it, short. */
export function shownNode(node: unknown): string {
  if (isSeq(node)) return 'a list';
  if (isMap(node)) return 'keys with values';
  return scalarText(node) ?? 'nothing';
}

/** The keys of an entry, with the checks that all share. */
export class Fields {
  readonly source: Source;
  /** What the keys belong to, as `parameter N`. */
  readonly what: string;
  readonly place: string;
  readonly #entries: ReadonlyMap<string, Entry>;

  /** @throws E_CONFIG if the entry has no keys, or one that is not among `allowed` */
  constructor(source: Source, { node, place }: Entry, what: string, allowed: readonly string[]) {
    this.source = source;
    this.what = what;
    this.place = place;
    if (!isMap(node) && scalarText(node) !== 'null') {
      const example = `{ ${allowed[0]}: ... }`;
      throw configError(
        `${what} is ${shownNode(node)}, it must be keys with values, as ${example} (${place})`,
        place,
        `Keys: ${allowed.join(', ')}.`,
      );
    }
    const all = isMap(node) ? entries(source, node) : [];
    for (const entry of all) {
      if (!allowed.includes(entry.key)) throw unknownKey(entry.key, `a key of ${what}`, allowed, entry.place);
    }
    this.#entries = new Map(all.map((entry) => [entry.key, entry]));
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  /** @throws E_CONFIG if it is not there */
  need(key: string, must: string): Entry {
    const found = this.#entries.get(key);
    if (found !== undefined) return found;
    throw configError(`${this.what} has no ${key}: it must be ${must} (${this.place})`, this.place);
  }

  /** @throws E_CONFIG for a list or keys */
  text(key: string): string | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const text = scalarText(entry.node);
    if (text !== undefined && text !== 'null') return text;
    throw wrongValue(`${key} of ${this.what}`, shownNode(entry.node), entry.place, 'a text');
  }

  number(key: string): number | undefined {
    const entry = this.#entries.get(key);
    return entry === undefined ? undefined : numberOf(`${key} of ${this.what}`, entry);
  }

  boolean(key: string): boolean | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const text = scalarText(entry.node);
    if (text === 'true' || text === 'false') return text === 'true';
    throw wrongValue(`${key} of ${this.what}`, shownNode(entry.node), entry.place, 'true or false', ['true', 'false']);
  }

  /** One of a closed list. */
  word<const Words extends readonly string[]>(key: string, words: Words): Words[number] | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const text = scalarText(entry.node) ?? shownNode(entry.node);
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw wrongValue(`${key} of ${this.what}`, text, entry.place, alternatives(words), words);
  }
}

/** @throws E_CONFIG for anything but a number in decimal notation */
export function numberOf(key: string, { node, place }: Entry): number {
  const text = scalarText(node);
  const value = text === undefined ? undefined : parseNumber(text);
  if (value !== undefined) return value;
  throw wrongValue(key, shownNode(node), place, 'a number');
}

/** The items of a list, each with its place. @throws E_CONFIG for anything but a list of plain values */
export function listOf(source: Source, key: string, { node, place }: Entry, must: string): readonly Placed[] {
  if (!isSeq(node)) throw wrongValue(key, shownNode(node), place, must);
  return node.items.map((item) => {
    const target = follow(source, item);
    const text = isScalar(target) ? scalarText(target) : undefined;
    const at = source.placeOf(item as Node);
    if (text === undefined) throw wrongValue(key, shownNode(target), at, must);
    return { text, place: at };
  });
}
