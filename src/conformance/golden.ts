/**
 * A part of a golden file that remembers what was read, so that a setting, a size or a result that nothing looks at is noticed.
 *
 * Numbers may be written as the words NaN, Infinity and -Infinity.
 */

/** Keys whose text only describes. Nothing else may remain unread. */
export const DESCRIPTIVE: ReadonlySet<string> = new Set([
  'case',
  'description',
  'format',
  'name',
  'note',
  'note_uniforms',
  'purpose',
  'start',
  'std_check',
  'system',
]);

type Fields = { readonly [key: string]: unknown };

const WORDS: readonly string[] = ['NaN', 'Infinity', '-Infinity'];

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && WORDS.includes(value));

/** The content of a file. Throws unless it is an object. */
export function goldenOf(content: unknown): Golden {
  if (!isFields(content)) throw new Error('a golden file must be an object');
  return new Golden(content);
}

export class Golden {
  readonly #fields: Fields;
  readonly #path: string;
  readonly #read = new Set<string>();
  readonly #parts = new Map<string, readonly Golden[]>();

  constructor(fields: Fields, path = '') {
    this.#fields = fields;
    this.#path = path;
  }

  /** Whether there is such a field; asking does not count as reading. */
  has(key: string): boolean {
    return Object.hasOwn(this.#fields, key);
  }

  /** Whether a field is a list; asking does not count as reading. */
  isList(key: string): boolean {
    return Array.isArray(this.#fields[key]);
  }

  keys(): readonly string[] {
    return Object.keys(this.#fields);
  }

  /** The field as it is, with all that is in it. */
  value(key: string): unknown {
    if (!this.has(key)) throw new Error(`${this.#at(key)} is missing`);
    this.#read.add(key);
    return this.#fields[key];
  }

  /** A number; `absent` if there is no such field. */
  number(key: string, absent?: number): number {
    if (absent !== undefined && !this.has(key)) return absent;
    const value = this.value(key);
    if (!isNumber(value)) this.#refuse(key, 'a number');
    return Number(value);
  }

  /** A whole number from 0 on. */
  count(key: string, absent?: number): number {
    const value = this.number(key, absent);
    if (!Number.isSafeInteger(value) || value < 0) this.#refuse(key, 'a whole number from 0 on');
    return value;
  }

  text(key: string, absent?: string): string {
    if (absent !== undefined && !this.has(key)) return absent;
    const value = this.value(key);
    if (typeof value !== 'string') this.#refuse(key, 'a text');
    return value as string;
  }

  flag(key: string, absent?: boolean): boolean {
    if (absent !== undefined && !this.has(key)) return absent;
    const value = this.value(key);
    if (typeof value !== 'boolean') this.#refuse(key, 'true or false');
    return value as boolean;
  }

  /** All numbers of a number or of nested lists, in order. What has no value (null) is NaN. */
  numbers(key: string): Float64Array {
    const flat = (entry: unknown): number[] => {
      if (Array.isArray(entry)) return entry.flatMap(flat);
      if (entry !== null && !isNumber(entry)) this.#refuse(key, 'numbers');
      return [entry === null ? Number.NaN : Number(entry)];
    };
    return Float64Array.from(flat(this.value(key)));
  }

  /** A list of lists of numbers. */
  rows(key: string): readonly Float64Array[] {
    const value = this.value(key);
    if (!Array.isArray(value)) this.#refuse(key, 'a list of lists');
    return (value as readonly unknown[]).map((row) => new Golden({ row }, this.#at(key)).numbers('row'));
  }

  /** Whole numbers of a list. */
  integers(key: string): Int32Array {
    const values = this.numbers(key);
    if (!values.every(Number.isSafeInteger)) this.#refuse(key, 'whole numbers');
    return Int32Array.from(values);
  }

  /** Texts of a list. */
  texts(key: string): readonly string[] {
    const value = this.value(key);
    if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) this.#refuse(key, 'texts');
    return value as readonly string[];
  }

  /** The part that a field is; an empty one if it is absent and may be. */
  part(key: string, mayBeAbsent = false): Golden {
    if (mayBeAbsent && !this.has(key)) return new Golden({}, this.#at(key));
    return this.#made(key, (value) => {
      if (!isFields(value)) this.#refuse(key, 'an object');
      return [new Golden(value as Fields, this.#at(key))];
    })[0];
  }

  /** The parts of a list; a single part counts as a list of one. */
  list(key: string): readonly Golden[] {
    return this.#made(key, (value) =>
      [value].flat().map((entry, i) => {
        if (!isFields(entry)) this.#refuse(key, 'a list of objects');
        return new Golden(entry as Fields, `${this.#at(key)}[${i}]`);
      }),
    );
  }

  /** Marks all of it as read. */
  pass(): void {
    for (const key of this.keys()) this.#read.add(key);
  }

  /** Paths of what was not read and is not a description, in the order of the file. */
  unread(): readonly string[] {
    return this.keys().flatMap((key) => {
      const isText = DESCRIPTIVE.has(key) && typeof this.#fields[key] === 'string';
      if (isText || this.#read.has(key)) return [];
      return this.#parts.get(key)?.flatMap((part) => part.unread()) ?? [this.#at(key)];
    });
  }

  #made(key: string, make: (value: unknown) => readonly Golden[]): readonly Golden[] {
    const parts = this.#parts.get(key) ?? make(this.#field(key));
    this.#parts.set(key, parts);
    return parts;
  }

  #field(key: string): unknown {
    if (!this.has(key)) throw new Error(`${this.#at(key)} is missing`);
    return this.#fields[key];
  }

  #at(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }

  #refuse(key: string, wanted: string): never {
    const text = JSON.stringify(this.#fields[key]) ?? 'absent';
    throw new Error(`${this.#at(key)} must be ${wanted}, it is ${text.length > 60 ? `${text.slice(0, 60)}...` : text}`);
  }
}
