/** The numbers that the end of a run reports. */
import type { Inputs, SummaryItem } from '../family.js';
import { whole } from '../whole.js';
import { diverged } from './divergence.js';
import { lastShown } from './following.js';
import { patternCorrelation } from './patterns.js';
import type { HebbianRun } from './run.js';
import { theoryVerdict } from './theory-verdict.js';

/** Why there may be no long-time mean where there is a theory. */
const NO_LIMIT = 'it has no closed form for holds of random length';

/** Field of the state as it is: the pattern of the step before (the last one of a given order). */
export function summarise(run: HebbianRun, inputs: Inputs): readonly SummaryItem[] {
  const { block, settings: s, kernels, theory } = run;
  const step = block.get('step');
  const last = lastShown(run, inputs.field);
  kernels.kernel('hebbian_observe')(block.address, Math.max(0, last));
  if (!kernels.kernel('hebbian_is_finite')(block.address)) throw diverged(run);
  const distance = block.get('deviation');
  const normalized = distance / (s.strength * s.strength);
  const expected = theory.at(step, block.f64('theory'));
  const np = block.get('np');
  const patterns = new Float64Array(s.patterns * s.neurons);
  for (let mu = 0; mu < s.patterns; mu++) {
    patterns.set(block.f64('slots').subarray(mu * np, mu * np + s.neurons), mu * s.neurons);
  }
  const correlation = patternCorrelation(patterns, s.neurons, s.rho);
  const [count, mean, squares] = block.f64('theory').subarray(5, 8);
  const variance = count > 0 ? squares / count : null;
  const verdict = theoryVerdict(run, inputs, last);
  const item = (name: string, value: number | null, meaning: string): SummaryItem => ({ name, value, meaning });
  const why = verdict.reason === undefined ? {} : { reason: verdict.reason };
  return [
    whole(item('steps', step, 'steps done')),
    item('distance', distance, 'final S, the mean squared distance of J to k H'),
    item('distance_normalized', normalized, 'final S/k^2'),
    {
      ...item('theory_mean', expected?.mean ?? null, 'theoretical mean of S/k^2 at the end'),
      ...(expected === undefined ? why : {}),
    },
    {
      ...item(
        'theory_applies',
        verdict.applies === null ? null : Number(verdict.applies),
        '1 if this run fulfils what the theory assumes, 0 if not',
      ),
      isWhole: true,
      ...why,
    },
    item('theory_std', expected?.std ?? null, 'theoretical standard deviation of S/k^2 at the end'),
    {
      ...item('asymptote', theory.asymptote, 'theoretical mean of S/k^2 for infinite time'),
      ...(theory.asymptote === null ? { reason: verdict.reason ?? NO_LIMIT } : {}),
    },
    item(
      'residual',
      expected === undefined ? null : normalized - expected.mean,
      'final S/k^2 minus its theoretical mean',
    ),
    item('residuals_mean', count > 0 ? mean : null, 'mean of the residual over all steps'),
    item('residuals_variance', variance, 'variance of the residual over all steps (divisor n)'),
    item(
      'residuals_std',
      variance === null ? null : Math.sqrt(variance),
      'standard deviation of the residual over all steps (divisor n)',
    ),
    item('energy', block.get('energy'), 'final energy'),
    item('k', s.strength, 'synaptic strength in use'),
    whole(item('patterns', s.patterns, 'number of patterns in use')),
    item('pattern_correlation_mean', correlation.mean, 'mean of xi^m.xi^n/N over pairs'),
    item('pattern_correlation_std', correlation.std, 'standard deviation of xi^m.xi^n/N over pairs (divisor n)'),
    item('pattern_correlation_std_predicted', correlation.predictedStd, 'sqrt((1 - rho^2)/N)'),
    whole(item('pattern_correlation_valid', correlation.isValid ? 1 : 0, '1 if both are as rho predicts, within 10 %')),
  ];
}
