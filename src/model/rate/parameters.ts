/** All parameters of the rate family, in the order of help and files, and the type that they resolve to. */
import type { ParametersOf } from '../schema.js';
import { ESTIMATE_PARAMETERS } from './parameters-estimates.js';
import { NETWORK_PARAMETERS } from './parameters-network.js';

export const RATE_PARAMETERS = [...NETWORK_PARAMETERS, ...ESTIMATE_PARAMETERS] as const;

export type RateParameters = ParametersOf<typeof RATE_PARAMETERS>;
