/** What was given for an input, as it was read. */
import type { InputText } from '../config/inputs.js';
import type { InputDescription } from '../model/schema.js';
import type { NamedTable } from './file.js';
import type { ReadPatterns } from './patterns.js';

/** A file or name that was given for an input, read. */
export interface InputSource {
  readonly input: InputDescription;
  readonly given: InputText;
  /** What a sweep calls its copy: the key, with a number where the input has several. */
  readonly name: string;
  /** In words, with the path that was opened: `--sigma0 conf/s.csv`. */
  readonly what: string;
  readonly content: { readonly patterns: ReadPatterns } | { readonly named: NamedTable };
}
