/**
 * Exact decimal numbers on big integers, so that the values of a range are those of its text and the same on every
 * engine: `0..1:0.1` gives 0.3, where repeated addition of doubles gives 0.30000000000000004.
 */

/** The number mantissa / 10^scale, scale >= 0. */
export interface Decimal {
  readonly mantissa: bigint;
  readonly scale: number;
}

/** A quotient of big integers, denominator > 0. */
export interface Ratio {
  readonly num: bigint;
  readonly den: bigint;
}

/** An engine must round a decimal of up to 20 digits correctly (ECMAScript, StringToNumber), and may err beyond. */
const EXACT_DIGITS = 20;

/** Reads text that `parseNumber` accepts (which bounds its length and exponent). */
export function parseDecimal(text: string): Decimal {
  const [, sign, whole, fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = BigInt(`${whole}${fraction}`);
  if (digits === 0n) return { mantissa: 0n, scale: 0 };
  const mantissa = sign === '-' ? -digits : digits;
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { mantissa, scale } : { mantissa: mantissa * 10n ** BigInt(-scale), scale: 0 };
}

/** The mantissas of several decimals at their common scale. */
export function align(...decimals: readonly Decimal[]): {
  readonly mantissas: readonly bigint[];
  readonly scale: number;
} {
  const scale = Math.max(...decimals.map((decimal) => decimal.scale));
  return { mantissas: decimals.map((d) => d.mantissa * 10n ** BigInt(scale - d.scale)), scale };
}

/** The double nearest to mantissa / 10^scale. */
export function decimalToNumber(mantissa: bigint, scale: number): number {
  return Number(`${mantissa}e-${scale}`) + 0;
}

/**
 * The double nearest to num / den, up to a relative error of 1e-20 before the rounding: the quotient goes through 20
 * decimal digits, which every engine reads alike.
 */
export function ratioToNumber({ num, den }: Ratio): number {
  if (num < 0n) return -ratioToNumber({ num: -num, den });
  if (num === 0n) return 0;
  const shift = EXACT_DIGITS - (num.toString().length - den.toString().length);
  const top = shift >= 0 ? num * 10n ** BigInt(shift) : num;
  const bottom = shift >= 0 ? den : den * 10n ** BigInt(-shift);
  return Number(roundTo(EXACT_DIGITS, (2n * top + bottom) / (2n * bottom), shift));
}

/** A quotient of 21 digits is cut back to 20, half up. */
function roundTo(digits: number, quotient: bigint, shift: number): string {
  if (quotient.toString().length <= digits) return `${quotient}e${-shift}`;
  return `${(quotient + 5n) / 10n}e${1 - shift}`;
}
