/** The numbers that the end of a run of an own model reports. */
import type { SummaryItem } from '../family.js';
import { whole } from '../whole.js';
import { type OwnModel, stateOf } from './description.js';
import type { OwnRun } from './own-run.js';
import { columnType } from './schema.js';
import { scalarNames } from './state.js';

/** Item of the mean of an observable. */
export const meanName = (name: string): string => `${name}_mean`;

/** Observables that are reported: those of the description, else those that are recorded. */
function reportedOf({ model, recording }: OwnRun): readonly string[] {
  return model.reported ?? recording.numbers.map(({ name }) => name);
}

function itemsOf(run: OwnRun, name: string): readonly SummaryItem[] {
  const { model, block } = run;
  const place = scalarNames(model).indexOf(name);
  const { unit, help } = model.observables.find(
    (observable) => observable.name === name,
  ) as OwnModel['observables'][number];
  const [sum, count, last] = [block.f64('_sums')[place], block.f64('_records')[place], block.f64('_last')[place]];
  const entry = stateOf(model, name);
  const isOver = block.get('step') === run.steps;
  const item: SummaryItem = {
    name,
    value: isOver ? last : null,
    unit,
    meaning: `${help}, at the end`,
    ...(!isOver && { reason: 'the run is not over' }),
  };
  const mean: SummaryItem = {
    name: meanName(name),
    value: count > 0 ? sum / count : null,
    unit,
    meaning: `${help}, mean over the recorded steps`,
    ...(count === 0 && { reason: 'it was not recorded' }),
  };
  return [entry !== undefined && columnType(entry) === 'i32' ? whole(item) : item, mean];
}

export function summaryOf(run: OwnRun): readonly SummaryItem[] {
  const steps = whole({ name: 'steps', value: run.block.get('step'), meaning: 'steps done' });
  return [steps, ...reportedOf(run).flatMap((name) => itemsOf(run, name))];
}
