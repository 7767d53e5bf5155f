/** What a run records, and where to find the numbers that the schema does not place. */
import { placeOf } from '../../kernel/codes.js';
import type { RecordRequest } from '../record.js';
import { observedIn } from '../recording/observed.js';
import { type ArraySources, blockArrays, type NumberSources, type Strided } from '../recording/recorder.js';
import { type Recording, recordingOf, timeOf } from '../recording/tables.js';
import type { HebbianRun } from './run.js';
import { HEBBIAN_SCHEMA } from './schema.js';
import type { HebbianSettings } from './settings.js';
import { HEBBIAN_STATE } from './state.js';
import type { TheoryCourse } from './theory-course.js';

/** What a request asks of a run. */
export function recordingIn({ neurons: N, patterns: K, dt }: HebbianSettings, request: RecordRequest): Recording {
  return recordingOf(observedIn(HEBBIAN_SCHEMA.observables, { N, K }, request), request, [timeOf(dt, 'time', 'dt')]);
}

/** Row i of the couplings, which are made four rows at a time: valid until the next four are made. */
export function couplingRow({ block, kernels, spans }: HebbianRun, i: number): Strided {
  const np = block.get('np');
  if (i % 4 === 0) kernels.kernel('hebbian_coupling_rows')(block.address, i / 4, spans.rows);
  return { values: kernels.f64(spans.rows + 8 * (i % 4) * np, np) };
}

/** Arrays of the state as it is now. */
export const arraysNow = (run: HebbianRun, recording: Recording): ArraySources => ({
  ...blockArrays(run.block, recording),
  J: () => (i) => couplingRow(run, i),
});

/** Neural states before each step of a call. */
export function statesOfCall({ kernels, spans, block }: HebbianRun): ArraySources {
  const np = block.get('np');
  return { sigma: (n) => () => ({ values: kernels.f64(spans.sigmas + 8 * n * np, np) }) };
}

/** Numbers of the `made` steps of a call. */
export function numbersOfCall(
  { kernels, spans, settings: { strength } }: HebbianRun,
  made: number,
  { mean, std, residual }: TheoryCourse,
): NumberSources {
  const width = spans.recordWidth;
  const values = kernels.f64(spans.records, made * width);
  return {
    records: { values, width },
    others: {
      pattern: { values: kernels.i32(spans.shown, made) },
      distance_normalized: {
        values,
        from: placeOf(HEBBIAN_STATE, 'record', 'distance'),
        by: width,
        over: strength * strength,
      },
      theory_mean: { values: mean },
      theory_std: { values: std },
      residual: { values: residual },
    },
  };
}
