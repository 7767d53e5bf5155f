/** The hebbian family: what it offers to the rooms that serve every family. */
import type { Kernels } from '../../kernel/kernels.js';
import { layOut } from '../../kernel/struct.js';
import type { Estimate, Family, RoomOptions } from '../family.js';
import { numericShape } from '../input-shape.js';
import type { RecordRequest } from '../record.js';
import { countRows } from '../recording/tables.js';
import { openState } from './create.js';
import { countDeviationRows } from './deviation-tables.js';
import { HEBBIAN_MODULE, type HebbianKernels } from './kernels.js';
import type { HebbianParameters } from './parameters.js';
import { recordingIn } from './records.js';
import { HEBBIAN_SCHEMA, patternCount } from './schema.js';
import { hebbianSettings } from './settings.js';
import { allocateSpans, createModel } from './simulation.js';
import { HEBBIAN_STATE, hebbianSizes } from './state.js';

function estimate(p: HebbianParameters, request: RecordRequest): Estimate {
  // the elementary functions do not matter here: sizes follow from N, K and the scheme alone
  const stub = { kernel: () => () => 0 } as unknown as Kernels<HebbianKernels>;
  const s = hebbianSettings(p, stub);
  const np = Math.ceil(s.neurons / 4) * 4;
  const isSaturated = Math.abs(s.beta * s.gain) > 40 && s.rate === 1 && s.activation === 'identity' && !s.isGaussian;
  const products = isSaturated || s.isFrozen ? 0.05 : s.scheme === 'rk4' ? 4 : 1;
  const deviations = request.observables.get('deviations');
  return {
    steps: s.steps,
    stateBytes: layOut(HEBBIAN_STATE, hebbianSizes(s.neurons, s.patterns, s)).bytes,
    flopsPerStep: products * 3 * np * np + 8 * np * (s.patterns + 16) + 40 * np,
    tables: [
      ...countRows(recordingIn(s, request), [{ first: 0, steps: s.steps }]),
      ...(deviations === undefined ? [] : countDeviationRows(s, deviations.most ?? s.steps)),
    ],
  };
}

/** The state of a run and the buffers of its calls. */
function makeRoom({ kernels, parameters, record }: RoomOptions<HebbianKernels, HebbianParameters>): number {
  const settings = hebbianSettings(parameters, kernels);
  openState(kernels, settings);
  allocateSpans(kernels, settings, record);
  return 0;
}

/** Neurons and synapses that both move. */
export const HEBBIAN: Family<HebbianKernels, HebbianParameters> = {
  module: HEBBIAN_MODULE,
  schema: HEBBIAN_SCHEMA,
  headlines: [
    { label: 'distance to k H', item: 'distance_normalized', symbol: 'S/k^2' },
    {
      label: 'theory',
      item: 'theory_mean',
      theoryOf: { std: 'theory_std', measured: 'distance_normalized', applies: 'theory_applies' },
    },
    { label: 'asymptote', item: 'asymptote', applies: 'theory_applies' },
  ],
  continues: ({ model_class: kind }) => ({
    parameters: HEBBIAN_SCHEMA.parameters.map(({ key }) => key),
    inputs: { sigma0: 'state', J0: 'state', patterns: 'state', ...(kind === 'memory-matrix' && { Xi0: 'state' }) },
    // the transitions at the end are in no table
    given: kind === 'memory-matrix' ? ['field', 'Tra0'] : ['field'],
  }),
  whyNotLonger: (_, recorded) =>
    recorded.includes('deviations')
      ? 'the last of its large deviations is its last step, which a longer one does not keep'
      : undefined,
  units: { name: 'neurons', count: ({ N }) => N },
  statistics: {
    distribution: {
      name: 'residual',
      label: 'residual',
      absent: 'this model has no theory, and so no residual',
      applies: 'theory_applies',
    },
    correlation: { name: 'activity', label: 'mean activity' },
  },
  collections: async () => (await import('./collections.js')).HEBBIAN_COLLECTIONS,
  analyses: async () => (await import('./analyses/list.js')).HEBBIAN_ANALYSES,
  figures: async () => (await import('./figures.js')).HEBBIAN_FIGURES,
  bench: async () => (await import('./bench.js')).BENCH,
  create: createModel,
  estimate,
  makeRoom,
  inputShape: (key, { N, K }) => numericShape(HEBBIAN_SCHEMA, key, { N, K: patternCount(N, K) }),
};
