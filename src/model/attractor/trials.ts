/** Reconstruction of noisy patterns (spec 4.5), trial after trial: retrieval of learned patterns, generalisation to others. */
import { reconstructionScore } from '../../analysis/reconstruction.js';

import { setEvidence } from './evidence.js';
import type { PlacedPhase, TrialsPhase } from './experiment.js';
import { clearMean, meanState, setState } from './network.js';
import { type AttractorRun, offsetOf, ruleOf } from './run.js';
import { deviation } from './search.js';
import { TRIAL_FIELDS } from './state.js';
import type { PhaseSteps, Steps } from './steps.js';

/** What a trial shows. */
export interface Probe {
  /** s e z [n]. */
  readonly clean: Float64Array;
  /** The clean pattern with noise of standard deviation sd(clean)/SNR [n]. */
  readonly noisy: Float64Array;
}

/** The probe of a trial from a pattern z [n], its factor s e, and standard normal numbers [n] (not used at an infinite SNR). */
export function probeOf(z: ArrayLike<number>, factor: number, snr: number, normals: () => ArrayLike<number>): Probe {
  const clean = Float64Array.from(z, (value) => factor * value);
  if (snr === Number.POSITIVE_INFINITY) return { clean, noisy: clean.slice() };
  const [width, drawn] = [deviation(clean) / snr, normals()];
  return { clean, noisy: clean.map((value, i) => value + width * drawn[i]) };
}

/** Does the steps of trials. The probe of the trial under way follows from its number and is kept until the next. */
export function trialRunner(run: AttractorRun, steps: Steps): PhaseSteps<TrialsPhase> {
  const { kernels, block, network, parameters: p, probe, draws, patterns, test } = run;
  const { n } = network;
  const burnIn = p.burn_in;
  let shown: { readonly number: number; readonly pattern: number; readonly probe: Probe } | undefined;

  const patternOf = ({ index }: PlacedPhase, phase: TrialsPhase, trial: number, count: number): number => {
    if (typeof phase.pick === 'number') return (phase.pick + count) % count;
    return phase.pick === 'cyclic' ? trial % count : draws.pick(index, trial, count);
  };

  const show = (placed: PlacedPhase, phase: TrialsPhase, trial: number, number: number) => {
    if (shown?.number === number) return shown;
    const source = phase.source === 'test' ? test : patterns;
    const pattern = patternOf(placed, phase, trial, source.length);
    const factor = phase.signal * p.e;
    const made = probeOf(source[pattern], factor, phase.snr, () => draws.probe(placed.index, trial));
    setEvidence(kernels, probe, 0, made.noisy);
    shown = { number, pattern, probe: made };
    return shown;
  };

  return (placed, phase, within, count, onSteps) => {
    const trial = Math.floor(within / phase.trialSteps);
    const at = within - trial * phase.trialSteps;
    const number = offsetOf(run, placed.index) + trial;
    const { pattern, probe: own } = show(placed, phase, trial, number);
    if (at === 0 && p.trial_state === 'reset') setState(network, new Float64Array(n));
    if (at === burnIn) clearMean(network);
    const stop = at < burnIn ? burnIn : phase.trialSteps;
    const stretch = { rule: ruleOf(run, phase.beta, 0), evidence: probe, shown: () => 0 };
    const made = steps(placed, Math.min(count, stop - at), stretch, onSteps, () => pattern);
    if (at + made === phase.trialSteps) {
      const options = { isRounded: run.isFaithful };
      const { r2In, r2Out } = reconstructionScore(meanState(network), own.noisy, own.clean, options);
      block.f64('trials').set([placed.index, pattern, r2In, r2Out], number * TRIAL_FIELDS);
    }
    return made;
  };
}
