/** What draws of trained networks are for. The numbers are part of the results: none is ever changed, or used for something else. */
export const PURPOSE = {
  weights: 70,
  dropout: 71,
  order: 72,
  division: 73,
  copying: 74,
  generation: 75,
} as const;
