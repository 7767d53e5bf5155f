/** Decimal numbers as files hold them: a whole number and the place of the point. */

/** Powers of ten that are doubles. */
const EXACT_POWERS: readonly number[] = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/** The double nearest to unscaled / 10^scale. */
export function decimalValue(unscaled: bigint, scale: number): number {
  const number = Number(unscaled);
  // a quotient of two doubles is rounded once
  if (Number.isSafeInteger(number) && scale >= 0 && scale < EXACT_POWERS.length) return number / EXACT_POWERS[scale];
  return Number(`${unscaled}e${-scale}`);
}

/** A whole number in two's complement, the highest byte first. */
export function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * bytes.length, value);
}

/** A whole number in two's complement, the lowest byte first. */
export const littleEndian = (bytes: Uint8Array): bigint => bigEndian(new Uint8Array(bytes).reverse());
