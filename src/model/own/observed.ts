/** What a run of an own model records. */
import type { RecordRequest } from '../record.js';
import { observedIn } from '../recording/observed.js';
import { type Recording, recordingOf, timeOf } from '../recording/tables.js';
import type { Parameters } from '../schema.js';
import { type OwnModel, sizeKeys } from './description.js';
import type { Expressions } from './expressions.js';
import { observablesOf } from './schema.js';
import { lengthOf } from './state.js';

export function recordingOfModel(model: OwnModel, all: Expressions, p: Parameters, request: RecordRequest): Recording {
  const clock = model.time === undefined ? [] : [timeOf(all.value(model.time, p))];
  const sizes = Object.fromEntries(sizeKeys(model).map((key) => [key, lengthOf(key, p)]));
  return recordingOf(observedIn(observablesOf(model), sizes, request), request, clock);
}
