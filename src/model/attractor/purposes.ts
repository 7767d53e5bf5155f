/** What draws of the attractor family are for. The numbers are part of the results: none is ever changed, or used for something else. */
export const PURPOSE = {
  noise: 40,
  sweep: 41,
  order: 42,
  start: 43,
  probe: 44,
  trial: 45,
} as const;
