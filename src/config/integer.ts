/** Integers of run options. */
import { parseNumber } from '../method/number-text.js';
import { quoted } from '../text.js';
import { configError, subject } from './problem.js';

/** @throws E_CONFIG unless the text is an integer from `min` to `max` */
export function integerFrom(name: string, min: number, max: number, text: string, place = `--${name}`): number {
  const value = parseNumber(text.trim());
  if (value !== undefined && Number.isInteger(value) && value >= min && value <= max) return value;
  throw configError(`${subject(name, quoted(text), place)}: must be an integer from ${min} to ${max}`, place);
}
