/** What a person gives for the inputs of a family: files and names, several of an input making a sweep over it. */
import { isAbsolute, join } from 'node:path';
import { quoted } from '../text.js';
import { flagName } from './describe.js';
import { configError } from './problem.js';

/** A file in which a sweep keeps a given array for all of its runs. */
export interface KeptFile {
  /** Below the folder of the sweep, with slashes on every system. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A file or name, as it was written. */
export interface InputText {
  readonly text: string;
  /** Folder from which its paths start; absent: where the program runs. */
  readonly base?: string;
  /** Where a sweep keeps what was read; it is read from there. */
  readonly copy?: string;
  /** What the sweep says of that file. */
  readonly kept?: KeptFile;
  /** Of the array that should be there. */
  readonly sha256?: string;
  /** Whether the file was found by the program, in the folder of a run: how it was read is then no news. */
  readonly isFound?: boolean;
}

/** By key of the input, each at least one. */
export type InputTexts = { readonly [key: string]: readonly InputText[] };

/** The same as a program may write it: a plain text is one source. */
export type GivenTexts = { readonly [key: string]: string | readonly (string | InputText)[] };

/** Inputs in their full form. */
export function inputTexts(given: GivenTexts): InputTexts {
  const one = (text: string | InputText): InputText => (typeof text === 'string' ? { text } : text);
  const list = (texts: GivenTexts[string]) => (typeof texts === 'string' ? [texts] : texts);
  return Object.fromEntries(Object.entries(given).map(([key, texts]) => [key, list(texts).map(one)]));
}

/** Inputs that the program found in the folder of a run, in their full form. */
export const foundInputs = (given: GivenTexts): InputTexts =>
  Object.fromEntries(
    Object.entries(inputTexts(given)).map(([key, texts]) => [key, texts.map((one) => ({ ...one, isFound: true }))]),
  );

/** A path from where the program runs. */
export const fromBase = (path: string, base: string | undefined): string =>
  base === undefined || base === '.' || isAbsolute(path) ? path : join(base, path);

/** Refuses the same file twice, which would be one run twice. @throws E_CONFIG naming it */
export function refuseRepeatedInputs(texts: InputTexts): void {
  for (const [key, list] of Object.entries(texts)) {
    const paths = list.map(({ text, base }) => fromBase(text, base));
    const again = list.find((_, i) => paths.indexOf(paths[i]) < i);
    if (again === undefined) continue;
    const flag = `--${flagName(key)}`;
    throw configError(`${flag} ${quoted(again.text)}: stands in the list more than once`, flag);
  }
}
