/** Numbers as text: decimal notation and nothing else (no hexadecimal, no underscores). */

/** Digits before the dot are optional, digits after it are not: so `1...5` can only be read as 1 to 0.5. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** No double needs more characters than this; the bound keeps exact arithmetic on the text cheap. */
export const LONGEST_NUMBER = 100;

/** Whether the text has the form of a number, whatever its size. */
export function looksLikeNumber(text: string): boolean {
  return text.length <= LONGEST_NUMBER && NUMBER.test(text);
}

/**
 * The double nearest to a decimal number, or undefined if the text is not one or does not fit: beyond the largest double, or
 * so small that it would become 0. -0 becomes 0, since both are the same setting.
 */
export function parseNumber(text: string): number | undefined {
  if (!looksLikeNumber(text)) return undefined;
  const value = Number(text);
  const isLost = value === 0 && /[1-9]/.test(text.replace(/[eE].*$/, ''));
  return Number.isFinite(value) && !isLost ? value + 0 : undefined;
}
