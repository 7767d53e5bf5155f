/** Titles of axes, and lines of words that fit. */
import { sentenceNumber } from '../text.js';
import type { ColumnAbout } from './figure.js';

/** Mean width of a letter as a share of its size: a little more than that of DejaVu Sans, so that lines rather end early. */
const LETTER = 0.57;

/** How wide a text is at most, roughly. */
export const roughWidth = (text: string, size: number): number => LETTER * size * [...text].length;

/** Words in lines of at most that width; a word that is longer has a line of its own. */
export function wrapped(text: string, width: number, size: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
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

/** A number as people write it in a caption. */
export function numberWords(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  const text = sentenceNumber(value, 4);
  return text.includes('e') ? text : String(Number(text));
}
