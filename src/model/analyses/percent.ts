/** A share as people read it, with three digits. */
export const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
