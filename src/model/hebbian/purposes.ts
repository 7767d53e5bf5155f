/** What draws of the hebbian family are for. The numbers are part of the results: none is ever changed, or used for something else. */
export const PURPOSE = {
  initialNeurons: 2,
  initialCouplings: 3,
  patternBase: 4,
  patternMask: 5,
  fieldPattern: 6,
  fieldHold: 7,
  initialMemories: 8,
} as const;
