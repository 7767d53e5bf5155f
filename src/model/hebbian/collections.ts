/** What can be made of finished runs of this family beyond their results. */
import type { Collections } from '../collections.js';
import type { HebbianParameters } from './parameters.js';
import { PUBLISHED_FIGURES } from './published-figures.js';
import { publishedParameterTable, publishedStatistics } from './published-statistics.js';
import { THEORY_CURVES } from './theory-curves.js';

export const HEBBIAN_COLLECTIONS: Collections<HebbianParameters> = {
  theory: THEORY_CURVES,
  published: publishedStatistics,
  parameterTable: publishedParameterTable,
  figures: PUBLISHED_FIGURES,
};
