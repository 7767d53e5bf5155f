/** Parameters of the spiking family for tests: the defaults with some of them set. */
import { withDefaults } from '../../../src/model/defaults.js';
import type { Parameters } from '../../../src/model/schema.js';
import type { SpikingParameters } from '../../../src/model/spiking/parameters.js';
import { SPIKING_SCHEMA } from '../../../src/model/spiking/schema.js';

export const spikingParameters = (set: Partial<SpikingParameters> = {}): SpikingParameters =>
  withDefaults(SPIKING_SCHEMA, set as Parameters) as unknown as SpikingParameters;
