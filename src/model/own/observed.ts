/** What a run of an own model records, with numbers for sizes. */
import type { RecordRequest } from '../record.js';
import type { Observed } from '../recording/observed.js';
import { type Recording, recordingOf } from '../recording/tables.js';
import type { Parameters } from '../schema.js';
import { type OwnModel, stateOf } from './description.js';
import type { Expressions } from './expressions.js';
import { columnType } from './schema.js';
import { shapeOf } from './state.js';

function observedOf(model: OwnModel, p: Parameters): readonly Observed[] {
  return model.observables.map(({ name, symbol, unit, help, at }) => {
    const entry = stateOf(model, name);
    const [type, shape] = entry === undefined ? (['f64', []] as const) : [columnType(entry), shapeOf(entry, p)];
    return { name, symbol, unit: unit ?? entry?.unit, meaning: help, type, shape, at };
  });
}

export function recordingOfModel(model: OwnModel, all: Expressions, p: Parameters, request: RecordRequest): Recording {
  const time = model.time === undefined ? undefined : { perStep: all.value(model.time, p) };
  return recordingOf(observedOf(model, p), request, time);
}
