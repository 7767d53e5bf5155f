/** The way back from values to the grammar of a sweep. */
import { printValue } from '../../src/config/describe.js';
import type { ParameterValue } from '../../src/model/schema.js';

/** The list that reads back to these values. */
export const printSweep = (values: readonly ParameterValue[]): string => values.map(printValue).join(',');
