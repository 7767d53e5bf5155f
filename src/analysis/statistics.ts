/** Statistics of a series (spec section 5 of the hebbian model). */

export interface SeriesStatistics {
  readonly count: number;
  readonly mean: number;
  /** Divisor n. */
  readonly variance: number;
  readonly std: number;
  /** m3/m2^1.5; NaN for a constant series. */
  readonly skewness: number;
  /** m4/m2^2 - 3; NaN for a constant series. */
  readonly excessKurtosis: number;
  readonly percentiles: readonly { readonly percent: number; readonly value: number }[];
}
export const seriesStatistics = (..._: unknown[]): any => ({ percentiles: [] });
export const autocorrelation = (..._: unknown[]): any => [];
export const automaticBins = (..._: unknown[]): any => 0;
