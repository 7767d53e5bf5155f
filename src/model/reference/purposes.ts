/** What draws of the reference systems are for. The numbers are part of the results: none is ever changed, or used for something else. */
export const PURPOSE = {
  referenceMatrices: 60,
} as const;
