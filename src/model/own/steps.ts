/** The numbers of a run that follow from its parameters. They were checked, so that each one is a number here. */
import type { Parameters } from '../schema.js';
import type { OwnModel } from './description.js';
import { type Expressions, wholeCount } from './expressions.js';

/** Steps of a run. */
export const stepCount = ({ steps }: OwnModel, all: Expressions, p: Parameters): number =>
  wholeCount(all.value(steps, p)) ?? Number.NaN;
