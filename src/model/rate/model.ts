/**
 * The rate family: pairs of trajectories, then the states with tangent vectors or close companions (spec A.3, B.2, B.3).
 *
 * A run is one cell: one session, one g, all trials. Its steps are, one after the other: the pairs over T, the states alone over
 * `transient`, states and tangent vectors (or companions) over `align` and `duration`.
 */

import { layOut } from '../../kernel/struct.js';
import type { CreateOptions, Draws, Estimate, Family, Model, SummaryItem } from '../family.js';
import { numericShape } from '../input-shape.js';
import { stepsOfRun } from '../phases.js';
import type { RecordRequest } from '../record.js';
import { countRows, recordTables } from '../recording/tables.js';
import type { Violation } from '../schema.js';
import { stepper } from './advance.js';
import { checkInputs, DRAWING } from './check-inputs.js';
import { makeRoom, startRun } from './create.js';
import { finalState } from './final-state.js';
import { RATE_MODULE, type RateKernels } from './kernels.js';
import { rateNotes } from './notes.js';
import { type Outcome, outcomeOf } from './outcome.js';
import type { RateParameters } from './parameters.js';
import { exponentsOf, phasesOf } from './phases.js';
import { RateRecorder, recordingIn } from './recorder.js';
import { RATE_SCHEMA } from './schema.js';
import { RATE_STATE, sizesOf } from './state.js';
import { rateSummary, VERDICT_TALLY } from './summary.js';
import { rateTables } from './tables.js';

function create(options: CreateOptions<RateKernels, RateParameters>): Model {
  const run = startRun(options);
  const { block } = run;
  const recorder = new RateRecorder(run);
  const advance = stepper(run, recorder);
  let made: { readonly step: number; readonly outcome: Outcome; readonly summary: readonly SummaryItem[] } | undefined;
  /** Summary and tables of the same step are made from one outcome. */
  const outcomeNow = () => {
    const step = block.get('step');
    if (made?.step !== step) {
      const outcome = outcomeOf(run);
      made = { step, outcome, summary: rateSummary(run, outcome) };
    }
    return made;
  };
  return {
    get steps() {
      return stepsOfRun(block, run.phases.total);
    },
    block,
    tables: recordTables(recordingIn(run.parameters, run.record)),
    step: () => block.get('step'),
    advance: (count, sink) => {
      try {
        for (let done = 0; done < count && block.get('step') < stepsOfRun(block, run.phases.total); )
          done += advance(count - done, sink);
      } finally {
        recorder.flush(sink);
      }
    },
    summary: () => outcomeNow().summary,
    notes: () => rateNotes(run, outcomeNow().outcome),
    results: () => {
      const { outcome, summary } = outcomeNow();
      return rateTables(run, outcome, summary);
    },
    finalState: () => finalState(run),
  };
}

function estimate(p: RateParameters, request: RecordRequest): Estimate {
  const phases = phasesOf(p);
  const { pairs, transient, align, record, total } = phases;
  const [N, trials, k] = [p.N, p.trials, exponentsOf(p)];
  const perColumn = 2 * p.p * N * N + 35 * N;
  const columns = p.method === 'qr' ? 1 + k : 2;
  const flops = perColumn * trials * (2 * pairs + transient + columns * (align + record));
  const sumRule = p.sum_rule === true ? (trials * record * 2 * N * N * N) / 3 : 0;
  return {
    steps: total,
    stateBytes: layOut(RATE_STATE, sizesOf(p, phases)).bytes,
    flopsPerStep: (flops + sumRule) / total,
    tables: countRows(recordingIn(p, request), [{ first: 0, steps: pairs }]),
  };
}

/** With the published stream, only noise and random phases are drawn from the seed. */
function checkDraws(p: RateParameters, { seed, replicas }: Draws): readonly Violation[] {
  const isDrawn = p.noise !== 0 || (p.input_amplitude !== 0 && p.input_phase === 'random');
  if (p.stream !== 'published' || isDrawn) return [];
  const why = 'with stream = published networks and states are those of the paper, whatever the seed';
  return [
    ...(seed === 0 ? [] : [{ key: 'seed', message: `${why}: leave out the seed, or take stream = own` }]),
    ...(replicas === 1 ? [] : [{ key: 'replicas', message: `${why}: ${replicas} replicas would all be equal` }]),
  ];
}

/** Random rate networks, their divergence and their Lyapunov exponents. */
export const RATE: Family<RateKernels, RateParameters> = {
  module: RATE_MODULE,
  schema: RATE_SCHEMA,
  headlines: [
    { label: 'published estimate', item: 'lambda_published', symbol: 'λ [1/s]' },
    { label: 'largest exponent', item: 'lambda_1', error: 'lambda_1_error', symbol: 'λ₁ [1/s]' },
    { label: 'effective gain', item: 'g_eff' },
    { label: 'trials judged', item: 'chaotic_trials', tally: VERDICT_TALLY },
    { label: 'period', item: 'period', symbol: 'T [ms]', isOptional: true },
    { label: 'mean-field theory', item: 'lambda_mf', symbol: 'λ₁ [1/s]', isOptional: true },
    { label: 'steps of an interval', item: 'interval_steps', isOptional: true },
    { label: 'trials left at rest', item: 'resting_trials', isOptional: true },
    { label: 'exponents stopped at step', item: 'stopped_at', isOptional: true },
  ],
  listed: [
    { label: 'largest exponent', item: 'lambda_1', error: 'lambda_1_error', symbol: 'λ₁ [1/s]' },
    { label: 'trials', item: 'chaotic_trials', tally: VERDICT_TALLY, isOptional: true },
    { label: 'published estimate', item: 'lambda_published', symbol: 'published λ' },
  ],
  continues: () => ({
    parameters: RATE_SCHEMA.parameters
      .filter(({ group }) => ['network', 'integration', 'input'].includes(group))
      .map(({ key }) => key)
      .filter((key) => !DRAWING.some((drawing) => drawing === key)),
    inputs: { W: 'weights', initial: 'state' },
    given: ['current', 'drive'],
  }),
  analyses: async () => (await import('./analyses.js')).RATE_ANALYSES,
  figures: async () => (await import('./figures.js')).RATE_FIGURES,
  whyNotLonger: () => 'its estimates are of the whole run, which has a transient and a measured part',
  units: { name: 'neurons', count: ({ N }) => N },
  create,
  estimate,
  makeRoom,
  checkInputs,
  checkDraws,
  bench: async () => (await import('./bench.js')).BENCH,
  inputShape: (key, p) => numericShape(RATE_SCHEMA, key, { N: p.N, trials: p.trials, exponents: exponentsOf(p) }),
};
