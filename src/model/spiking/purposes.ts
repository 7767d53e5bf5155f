/** What draws of spiking networks are for. The numbers are part of the results: none is ever changed, or used for something else. */
export const PURPOSE = {
  weights: 80,
  order: 81,
  associations: 82,
  queryNoise: 83,
} as const;
