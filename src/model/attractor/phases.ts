/** What each kind of phase does with some of its steps. What a phase carries over lies in the block; all else follows from the step. */
import { decode } from '../../analysis/sequence.js';
import type { FreePhase, PlacedPhase, TrainPhase } from './experiment.js';
import { type AttractorRun, ruleOf } from './run.js';
import { searchRunner } from './search.js';
import { type OnSteps, type PhaseSteps, stepper, type Wanted } from './steps.js';
import { trialRunner } from './trials.js';

/** Does steps of phases; keeps what can be computed again from the block and the step. */
export interface PhaseRunner {
  /** Does at most `count` steps of a phase from its step `within` on; returns how many. */
  advance(placed: PlacedPhase, within: number, count: number, onSteps: OnSteps): number;
}

/** Makes the runner of a run's phases. */
export function phaseRunner(run: AttractorRun, wanted: Wanted): PhaseRunner {
  const { kernels, block, network, parameters: p, evidence, spans, patterns } = run;
  const { n } = network;
  const steps = stepper(run, wanted);
  const trials = trialRunner(run, steps);
  const attractors = searchRunner(run);

  const train: PhaseSteps<TrainPhase> = (placed, phase, within, count, onSteps) => {
    const order = block.i32('order');
    const shown = (s: number): number => order[Math.floor((within + s) / phase.epochSteps)];
    return steps(placed, count, { rule: ruleOf(run, p.beta, p.eta), evidence, shown }, onSteps);
  };

  const free: PhaseSteps<FreePhase> = (placed, phase, within, count, onSteps) => {
    const rule = ruleOf(run, p.free_beta, phase.learns ? p.eta : 0);
    const stretch = { rule, evidence, shown: () => -1, withStates: phase.decodes };
    const made = steps(placed, count, stretch, onSteps);
    if (phase.decodes) {
      const states = new Float64Array(made * n);
      for (let s = 0; s < made; s++) states.set(kernels.f64(spans.states + 8 * s * network.stride, n), s * n);
      const templates = Float64Array.from(patterns.flatMap((z) => [...z])); // [P, n]
      const { labels, correlations } = decode(states, templates, patterns.length, n);
      block.i32('labels').set(labels, within);
      block.f64('resemblance').set(correlations, within);
    }
    return made;
  };

  return {
    advance: (placed, within, count, onSteps) => {
      const { phase, index } = placed;
      if (block.get('phase') !== index) {
        if (phase.kind === 'free' && phase.learns) block.f64('kept').set(block.f64('J'));
        block.set('phase', index);
      }
      if (phase.kind === 'train') return train(placed, phase, within, count, onSteps);
      if (phase.kind === 'free') return free(placed, phase, within, count, onSteps);
      if (phase.kind === 'trials') return trials(placed, phase, within, count, onSteps);
      return attractors(placed, phase, within, count);
    },
  };
}
