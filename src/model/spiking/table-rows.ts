/** Rows of a table that grow, of some numbers and one word each. */
import { type Filled, f64, i32, text } from '../recording/filled-columns.js';

export class TableRows {
  readonly #columns: readonly number[][];
  readonly #words: string[] = [];

  /** @param numbers - how many each row has */
  constructor(numbers: number) {
    this.#columns = Array.from({ length: numbers }, () => []);
  }

  add(word: string, ...numbers: readonly number[]): void {
    this.#words.push(word);
    for (const [i, value] of numbers.entries()) this.#columns[i].push(value);
  }

  words(name: string, meaning: string): Filled {
    return text(name, meaning, this.#words);
  }

  whole(at: number, name: string, meaning: string): Filled {
    return i32(name, meaning, Int32Array.from(this.#columns[at]));
  }

  real(at: number, name: string, meaning: string, unit?: string): Filled {
    return f64(name, meaning, Float64Array.from(this.#columns[at]), unit);
  }
}
