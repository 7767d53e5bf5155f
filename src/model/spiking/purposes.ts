/** What draws of spiking networks are for. The numbers are part of the results: none is ever changed, or used for something else. */
export const PURPOSE = {
  weights: 80,
  order: 81,
  associations: 82,
  queryNoise: 83,
  stories: 90,
  storyDivision: 91,
  characters: 92,
  episodes: 93,
  tones: 94,
  pairs: 95,
  decks: 96,
  cardImages: 97,
  actions: 98,
  tableOrder: 99,
  digits: 100,
  prototypes: 105,
} as const;
