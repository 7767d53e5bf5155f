/** Commands and values as people type and read them. */

import type { Cell } from '../page/report.js';
import { numberText, shellWord } from '../text.js';

/** A command line of the program. */
export const commandLine = (words: readonly string[]): string => ['msm', ...words].map(shellWord).join(' ');

/** A number of a table; whole numbers, such as seeds, have all of their digits. */
export const numberCell = (value: number | null, digits = 7): Cell => ({
  text: value !== null && Number.isSafeInteger(value) ? String(value) : numberText(value, digits),
  value,
});
