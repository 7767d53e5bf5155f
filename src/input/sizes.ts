/** Sizes of given arrays: what a person says, what files fix, and which two disagree. */
import { flagName } from '../config/describe.js';
import { configError } from '../config/problem.js';
import type { TextSetting } from '../config/settings.js';
import type { Space } from '../config/space.js';
import type { FamilySchema } from '../model/schema.js';

/** A size and what sets it: `--N 40`, `--W w.csv has N = 40`. */
export interface KnownSize {
  readonly size: number;
  readonly by: string;
  /** The flag of the file that fixes it; absent if a person, a preset or a sweep says it. */
  readonly file?: string;
  /** Whether a list of edges fixes it, by its largest index. */
  readonly isBound?: boolean;
}

/** Sizes by symbol, which is the key of a parameter. */
export type KnownSizes = ReadonlyMap<string, KnownSize>;

/** Symbols of sizes that are parameters. */
export const isParameter = ({ parameters }: FamilySchema, symbol: string): boolean =>
  parameters.some(({ key }) => key === symbol);

/** The sizes that a space sets, the first value of each sweep; a size that is not a whole number follows from others. */
export function sizesOfSpace(schema: FamilySchema, { base, places }: Space, set: readonly TextSetting[]): KnownSizes {
  const known = new Map<string, KnownSize>();
  for (const symbol of new Set(schema.inputs.flatMap(({ shape }) => shape))) {
    const size = base[symbol];
    if (!set.some(({ key }) => key === symbol)) continue;
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 1) continue;
    const place = places.get(symbol);
    const isFlag = place === `--${flagName(symbol)}`;
    const by = isFlag ? `${place} ${size}` : `${symbol} = ${size}${place === undefined ? '' : ` (${place})`}`;
    known.set(symbol, { size, by });
  }
  return known;
}

/** Sizes that files fix, as settings that anything a person sets replaces. */
export const settingsOf = (sizes: KnownSizes): readonly TextSetting[] =>
  [...sizes].flatMap(([key, { size, file }]) => (file === undefined ? [] : [{ key, text: String(size), place: file }]));

/**
 * Refuses an array whose shape is not the known one, naming both sides.
 *
 * @param what - the array in words, `--sigma0 s.csv`
 * @param because - what the file looked like
 * @throws E_CONFIG if a size differs
 */
export function assertSizes(
  what: string,
  symbols: readonly string[],
  found: readonly number[],
  known: KnownSizes,
  because = '',
): void {
  const isCrooked = symbols.some((symbol, i) => found[symbols.indexOf(symbol)] !== found[i]);
  if (found.length !== symbols.length || isCrooked) return;
  const d = symbols.findIndex((symbol, i) => known.has(symbol) && known.get(symbol)?.size !== found[i]);
  if (d < 0) return;
  const { by, file } = known.get(symbols[d]) as KnownSize;
  const [flag] = what.split(' ');
  throw configError(
    `${by}, but ${what} has ${symbols[d]} = ${found[d]}${because === '' ? '' : `: ${because}`}`,
    flag,
    file === undefined
      ? `Leave out ${by.startsWith('--') ? by.split(' ')[0] : symbols[d]}, and it follows from ${flag}.`
      : undefined,
    { found, symbols },
  );
}
