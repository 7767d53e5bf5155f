/** Items of a summary that are whole numbers by their meaning. */
import type { SummaryItem } from './family.js';

/** The same item as a whole number: tables hold it as an integer. */
export const whole = (item: SummaryItem): SummaryItem => ({ ...item, isWhole: true });
