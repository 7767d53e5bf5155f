/** Notes on how an input was read, where that was not known beforehand. */
import { flagName } from '../config/describe.js';
import type { TakenArray } from '../table/read.js';
import type { KnownSizes } from './sizes.js';
import type { InputSource } from './source.js';

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** `3 patterns of 9`, `2 rows of 4`, `50 x 50`, `50 values`. */
function shapeText({ input }: InputSource, shape: readonly number[]): string {
  if (shape.length === 1) return plural(shape[0], 'value');
  if (input.isPatterns === true) return `${plural(shape[0], 'pattern')} of ${shape[1]}`;
  return input.shape[0] === '*' ? `${plural(shape[0], 'row')} of ${shape[1]}` : shape.join(' x ');
}

/**
 * One line about an input: what was read, if its shape was not known beforehand, and how it was understood beyond what it says itself.
 * Nothing if everything was known, or the program itself found the file.
 */
export function noteOf(
  source: InputSource,
  { shape, form, said }: Pick<TakenArray, 'shape' | 'form' | 'said'>,
  asked: KnownSizes,
  sizes: KnownSizes,
): string | undefined {
  const { input, what, content, given } = source;
  if (given.isFound === true) return undefined;
  const isNamed = 'patterns' in content && content.patterns.isShipped;
  const isOpen = !isNamed && input.shape.some((symbol) => !asked.has(symbol));
  if (!isOpen && said.length === 0) return undefined;
  const flag = `--${flagName(input.key)}`;
  const fixed = [...sizes].filter(([symbol, { file }]) => file === flag && input.shape.includes(symbol));
  const follows = fixed
    .map(([symbol, { size, isBound }]) => `${symbol} = ${size}${isBound === true ? ' by the largest index' : ''}`)
    .join(', ');
  const read = [shapeText(source, shape), form, ...said].filter((part) => part !== '').join(', ');
  return `${what}: read ${read}${follows === '' || isNamed ? '' : `; ${follows}`}`;
}

/** The note on a series that is longer than the run. */
export function unusedNote({ what }: InputSource, length: number, steps: number): string | undefined {
  if (length <= steps) return undefined;
  return `${what}: the run has ${plural(steps, 'step')}, the last ${plural(length - steps, 'entry').replace('entrys', 'entries')} are not used`;
}
