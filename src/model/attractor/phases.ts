/** What each kind of phase does in some of its steps. What a phase carries over is in the block; all else follows from the step. */
import { decode } from '../../analysis/sequence.js';
import type { Runners } from '../phases.js';
import type { AttractorsPhase, FreePhase, Phase, TrainPhase } from './experiment.js';
import { type AttractorRun, ruleOf } from './run.js';
import { searchRunner } from './search.js';
import { type OnSteps, type PhaseSteps, stepper, type Wanted } from './steps.js';
import { trialRunner } from './trials.js';

/** Makes the runners of a run's phases; they keep only what can be computed again from the block and the step. */
export function phaseRunners(run: AttractorRun, wanted: Wanted): Runners<Phase, readonly [onSteps: OnSteps]> {
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

  /** Runs a phase once it has been entered, which the block knows: a resumed run does not enter it again. */
  const entering =
    <P extends Phase>(runner: PhaseSteps<P>): PhaseSteps<P> =>
    (placed, phase, within, count, onSteps) => {
      if (block.get('phase') !== placed.index) {
        if (phase.kind === 'free' && phase.learns) block.f64('kept').set(block.f64('J'));
        block.set('phase', placed.index);
      }
      return runner(placed, phase, within, count, onSteps);
    };

  return {
    train: entering(train),
    free: entering(free),
    trials: entering(trials),
    attractors: entering<AttractorsPhase>((placed, phase, within, count) => attractors(placed, phase, within, count)),
  };
}
