/** One run of an own model: steps of the module, what is recorded of them, and what the end says. */
import type { CreateOptions, Model, SummaryItem } from '../family.js';
import { type FinalArray, finalState } from '../recording/final-state.js';
import { recordTables } from '../recording/tables.js';
import { createBlock } from './create.js';
import { isNumber, type OwnModel } from './description.js';
import { divergence } from './divergence.js';
import type { Expressions } from './expressions.js';
import type { OwnKernels } from './kernels.js';
import { recordingOfModel } from './observed.js';
import { type OwnRun, storedArray } from './own-run.js';
import { rowsOf, shapeOf } from './state.js';
import { Stepper } from './stepper.js';
import { stepCount } from './steps.js';
import { summaryOf } from './summary.js';

/** A run as the engine knows it. */
export function startRun(model: OwnModel, all: Expressions, options: CreateOptions<OwnKernels>): Model {
  const { kernels, parameters, record } = options;
  const block = createBlock(kernels, model, all, options);
  const recording = recordingOfModel(model, all, parameters, record);
  const run: OwnRun = { kernels, model, parameters, block, recording, steps: stepCount(model, all, parameters) };
  if (!kernels.kernel('own_is_finite')(block.address)) throw divergence(run, 'before', 0);
  const stepper = new Stepper(run);
  return {
    steps: run.steps,
    block,
    tables: recordTables(recording),
    step: () => block.get('step'),
    advance: (count, sink) => stepper.advance(count, sink),
    summary: (): readonly SummaryItem[] => summaryOf(run),
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
      const { values: stored, stride } = storedArray(run, name);
      const all = new Float64Array(count * length);
      for (let r = 0; r < count; r++) for (let i = 0; i < length; i++) all[r * length + i] = stored[r * stride + i];
      return all;
    };
    return { name, unit, meaning: help, shape, values };
  });
}
