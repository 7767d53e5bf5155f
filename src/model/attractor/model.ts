/** The attractor family: a run is one network in one experiment, phase after phase (experiment.ts). */
import type { CreateOptions, Estimate, Family, Model, SynchronousModel } from '../family.js';
import { numericShape } from '../input-shape.js';
import { placePhases, programme, stepsOf } from '../phases.js';
import type { RecordRequest } from '../record.js';
import { finalUnits } from '../recording/final-state.js';
import { countRows, recordTables } from '../recording/tables.js';
import { type RunDraws, seededDraws } from './draws.js';
import { type Phase, phasesOf } from './experiment.js';
import { ATTRACTOR_MODULE, type AttractorKernels } from './kernels.js';
import type { AttractorParameters } from './parameters.js';
import { phaseRunners } from './phases.js';
import { recordingIn, StepRecorder, stretchesOf, wantedOf } from './records.js';
import { attractorResults } from './results.js';
import { type AttractorRun, blockBytes, createRun, makeRoom } from './run.js';
import { ATTRACTOR_SCHEMA } from './schema.js';
import { attractorSummary } from './summary.js';

/** Number of patterns that an estimate assumes, since it does not know them. */
const TYPICAL_PATTERNS = 10;
/** The state after the last step, one row a node. */
function stateOf({ block, network }: AttractorRun): ReturnType<Model['finalState']> {
  const { n, stride } = network;
  return finalUnits(n, 'node', [
    {
      name: 'sigma',
      symbol: 'σ',
      meaning: 'state after the last step',
      of: (from) => ({ values: block.f64('sigma'), from }),
    },
    {
      name: 'J',
      symbol: 'J',
      width: n,
      meaning: 'weights to the node from all others after the last step',
      of: (i) => ({ values: block.f64('J'), from: i * stride }),
    },
  ]);
}

/** What reference data replace of what follows from a run's seed and parameters. */
export interface Given {
  readonly draws?: RunDraws;
  readonly phases?: readonly Phase[];
}

/** Makes the model of a run. */
export function createModel(
  options: CreateOptions<AttractorKernels, AttractorParameters>,
  given: Given = {},
): SynchronousModel {
  const { kernels, parameters, inputs, seed, record } = options;
  const draws = given.draws ?? seededDraws(kernels, parameters.N, seed);
  const run = createRun(kernels, parameters, inputs, record, draws, given.phases ?? phasesOf(parameters));
  const { block, placed } = run;
  const recording = recordingIn(parameters.N, run.patterns.length, placed, record);
  const recorder = new StepRecorder(run, recording);
  const advance = programme(placed, phaseRunners(run, wantedOf(record)));
  return {
    steps: stepsOf(placed.map(({ phase }) => phase)),
    block,
    tables: recordTables(recording),
    step: () => block.get('step'),
    advance: (count, sink) => {
      try {
        for (let done = 0; done < count; ) {
          done += advance(block.get('step'), count - done, (first, made, phase, shown) =>
            recorder.append(first, made, phase, shown, sink),
          );
        }
      } finally {
        recorder.flush(sink);
      }
    },
    summary: () => attractorSummary(run),
    results: () => attractorResults(run),
    finalState: () => stateOf(run),
  };
}

function estimate(p: AttractorParameters, request: RecordRequest): Estimate {
  const n = p.N;
  const phases = phasesOf(p);
  const placed = placePhases(phases);
  const steps = stepsOf(phases);
  const products = { train: 6, free: 6, trials: 4, attractors: 0.1 * TYPICAL_PATTERNS * 2 };
  const flops = phases.reduce((sum, { kind, steps: own }) => sum + own * (products[kind] * n * n + 300 * n), 0);
  return {
    steps,
    stateBytes: blockBytes(p, phases, TYPICAL_PATTERNS),
    flopsPerStep: flops / Math.max(1, steps),
    tables: countRows(recordingIn(n, TYPICAL_PATTERNS, placed, request), stretchesOf(placed)),
  };
}

/** Free-energy attractor networks. */
export const ATTRACTOR: Family<AttractorKernels, AttractorParameters> = {
  module: ATTRACTOR_MODULE,
  schema: ATTRACTOR_SCHEMA,
  headlines: [
    { label: 'attractors', item: 'attractors' },
    { label: 'their orthogonality', item: 'attractor_orthogonality', symbol: '⟨|90° − angle|⟩' },
    { label: 'asymmetry of J', item: 'asymmetry', symbol: '|J − Jᵀ|/|J|' },
    { label: 'retrieval gain', item: 'retrieval_gain' },
    { label: 'generalisation gain', item: 'generalisation_gain' },
    { label: 'errors of order', item: 'order_errors' },
    { label: 'visits', item: 'visits' },
    { label: 'patterns visited', item: 'patterns_visited' },
    { label: 'period', item: 'period', unit: 'steps' },
    { label: 'forgetting', item: 'forgetting_correlation', symbol: 'r' },
  ],
  // what the network is and how it learns; nothing is learned again unless a person asks for it
  continues: () => ({
    parameters: ATTRACTOR_SCHEMA.parameters
      .filter(({ group }) => group === 'network' || group === 'learning')
      .map(({ key }) => key),
    values: { epochs: '0' },
    inputs: { J0: 'state', sigma0: 'state' },
    given: ATTRACTOR_SCHEMA.inputs.filter(({ isPatterns }) => isPatterns === true).map(({ key }) => key),
  }),
  whyNotLonger: () => 'its phases follow each other, and what is added would come in the middle',
  units: { name: 'nodes', count: ({ N }) => N },
  figures: async () => (await import('./figures.js')).ATTRACTOR_FIGURES,
  analyses: async () => (await import('./analyses.js')).ATTRACTOR_ANALYSES,
  create: (options) => createModel(options),
  estimate,
  makeRoom,
  bench: async () => (await import('./bench.js')).BENCH,
  inputShape: (key, { N, epochs }) => numericShape(ATTRACTOR_SCHEMA, key, { N, epochs }),
};
