/** Titles of axes, and lines of words that fit. */
import type { ColumnAbout } from './figure.js';

/** Mean width of a letter as a share of its size: a little more than that of DejaVu Sans, so that lines rather end early. */
const LETTER = 0.57;

/** How wide a text is at most, roughly. */
export const roughWidth = (text: string, size: number): number => LETTER * size * [...text].length;

/** Between words, but not around the sign of what a name is equal to: `N = 5` stands on one line. */
const BETWEEN = /(?<!=) (?!=)/;

/** Words in lines of at most that width; a word that is longer has a line of its own. */
export function wrapped(text: string, width: number, size: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(BETWEEN)) {
    const last = lines.at(-1);
    if (last !== undefined && roughWidth(`${last} ${word}`, size) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A sentence's beginning. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Meanings of recorded columns end so; nobody who looks at a picture asks for it. */
const WHEN = /, (before|after) the (step|last step)$/;

export const plainMeaning = ({ meaning = '', name }: ColumnAbout): string => meaning.replace(WHEN, '') || name;

/** A name in words: `theory_mean` is theory mean. */
export const spoken = (name: string): string => name.replaceAll('_', ' ');

/** Letters that Unicode has below the line. */
const BELOW: { readonly [letter: string]: string } = Object.fromEntries(
  [...'0123456789+-=aehijklmnoprstuvxβγρφχ'].map((letter, i) => [
    letter,
    [...'₀₁₂₃₄₅₆₇₈₉₊₋₌ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ'][i],
  ]),
);

/** A symbol as it is printed: `m_0` is m₀; what Unicode cannot write below the line stays as it is, and so do words as `record_examples`. */
export const printed = (symbol: string): string =>
  symbol.replace(/(?<!\p{L}{3})_(?:\{([^}]+)\}|([^\s_{}()]+))/gu, (whole, braced?: string, plain?: string) => {
    const letters = [...(braced ?? plain ?? '')];
    return letters.every((letter) => letter in BELOW) ? letters.map((letter) => BELOW[letter]).join('') : whole;
  });

/** `symbol (unit)`; the name where there is no symbol. A unit that only repeats the name is left out. */
export function axisTitle({ name, symbol, unit }: ColumnAbout): string {
  const shown =
    symbol === undefined || symbol === '' ? spoken(name) : name === 'time' ? `time ${symbol}` : printed(symbol);
  return unit === undefined || unit === name ? shown : `${shown} (${unit})`;
}

/** From here to there numbers are written out; others get exponents, as 2.08e+9. */
const [WRITTEN_FROM, WRITTEN_TO] = [1e-4, 1e7];

/** A number to so many digits as in a sentence: `2080` and not `2.08e+3`, zeros behind the point kept. */
export function sentenceNumber(value: number, digits: number): string {
  const text = value.toPrecision(digits);
  const size = Math.abs(Number(text));
  return text.includes('e') && size >= WRITTEN_FROM && size < WRITTEN_TO ? String(Number(text)) : text;
}

/** A number as people write it in a caption. */
export function numberWords(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  const text = sentenceNumber(value, 4);
  return text.includes('e') ? text : String(Number(text));
}
