/** A number that the end of a run reports, with what it is. */
export interface SummaryItem {
  readonly name: string;
  readonly value: number | null;
  readonly unit?: string;
  readonly meaning: string;
  /** Why there is no value, or why what it states does not hold. */
  readonly reason?: string;
  /** Present if it is a whole number by its meaning: a count, a number of steps, yes or no. */
  readonly isWhole?: boolean;
}
