/** One run of an own model: steps of the module, what is recorded of them, and what the end says. */
import type { CreateOptions, Model, SummaryItem } from '../family.js';
import { type FinalArray, finalState } from '../recording/final-state.js';
import { arrayOf } from '../recording/recorder.js';
import { recordTables } from '../recording/tables.js';
import { createBlock } from './create.js';
import { isNumber } from './description.js';
import { diverged } from './divergence.js';
import { type ExponentOutcome, exponentOutcome } from './exponent-outcome.js';
import { exponentItems, exponentNotes, exponentTables } from './exponent-results.js';
import { exponentPlan } from './exponents.js';
import type { OwnKernels } from './kernels.js';
import { recordingOfModel } from './observed.js';
import type { OwnRun, ReadyModel } from './own-run.js';
import { Perturbations } from './perturbations.js';
import { rowsOf, shapeOf } from './state.js';
import { Stepper } from './stepper.js';
import { stepCount } from './steps.js';
import { summaryOf } from './summary.js';
import { withoutTrap } from './trap.js';

/** Exponents that were asked for; their outcome is computed once. */
function measured(run: OwnRun, perturbations: Perturbations | undefined): () => ExponentOutcome | undefined {
  let known: ExponentOutcome | undefined;
  return () => {
    // there is no spectrum before the end
    if (perturbations === undefined || run.block.get('step') < run.steps) return undefined;
    known ??= exponentOutcome(run, perturbations);
    return known;
  };
}

/** A run as the engine knows it. */
export function startRun(ready: ReadyModel, options: CreateOptions<OwnKernels>): Model {
  const { model, all } = ready;
  const { kernels, parameters, record, seed } = options;
  const block = createBlock(kernels, ready, options);
  const recording = recordingOfModel(model, all, parameters, record);
  const steps = stepCount(model, all, parameters);
  const timeStep = block.get('_timeStep');
  const run: OwnRun = {
    kernels,
    model,
    parameters,
    block,
    recording,
    steps,
    seed,
    timeStep,
    idle: kernels.allocate(8),
  };
  if (!kernels.kernel('own_is_finite')(block.address)) throw diverged(run, 'before', 0);
  const { k } = exponentPlan(model, parameters, steps);
  const perturbations = k > 0 ? new Perturbations(run) : undefined;
  const stepper = new Stepper(run, perturbations);
  const outcome = measured(run, perturbations);
  const ofOutcome = <T>(make: (found: ExponentOutcome) => readonly T[]): readonly T[] => {
    const found = outcome();
    return found === undefined ? [] : make(found);
  };
  return {
    steps,
    block,
    tables: recordTables(recording),
    step: () => block.get('step'),
    advance: (count, sink) => withoutTrap(run, () => stepper.advance(count, sink)),
    summary: (): readonly SummaryItem[] => withoutTrap(run, () => [...summaryOf(run), ...ofOutcome(exponentItems)]),
    notes: () => withoutTrap(run, () => ofOutcome(exponentNotes)),
    results: () => withoutTrap(run, () => ofOutcome(exponentTables)),
    finalState: () => finalState(finalArrays(run)),
  };
}

/** All of the state, without padding. */
function finalArrays(run: OwnRun): readonly FinalArray[] {
  const { model, parameters, block } = run;
  return model.state.map((entry) => {
    const { name, unit, help } = entry;
    const shape = shapeOf(entry, parameters);
    const { count, length } = rowsOf(shape);
    const values = (): Float64Array => {
      if (isNumber(entry)) return Float64Array.of(block.get(name));
      const stored = arrayOf(block, name);
      const all = new Float64Array(count * length);
      for (let r = 0; r < count; r++) {
        const { values, from = 0 } = stored(r, 0);
        for (let i = 0; i < length; i++) all[r * length + i] = values[from + i];
      }
      return all;
    };
    return { name, unit, meaning: help, shape, values };
  });
}
