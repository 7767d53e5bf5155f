/** What draws of the rate family are for. The numbers are part of the results: none is ever changed, or used for something else. */
export const PURPOSE = {
  edges: 9,
  weights: 10,
  initialRates: 11,
  inputNoise: 13,
  inputPhases: 14,
} as const;
