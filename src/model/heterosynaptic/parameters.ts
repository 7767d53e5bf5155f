/** All parameters of the heterosynaptic family, in the order of help and files, and the type that they resolve to. */
import type { ParametersOf } from '../schema.js';
import { LEARNING_PARAMETERS } from './parameters-learning.js';
import { TASK_PARAMETERS } from './parameters-task.js';

export const HETEROSYNAPTIC_PARAMETERS = [...TASK_PARAMETERS, ...LEARNING_PARAMETERS] as const;

export type HeterosynapticParameters = ParametersOf<typeof HETEROSYNAPTIC_PARAMETERS>;
