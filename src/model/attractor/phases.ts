/** What each kind of phase does with some of its steps. What a phase carries over lies in the block; all else follows from the step. */
import { symmetricPart } from '../../analysis/asymmetry.js';
import { reconstructionScore } from '../../analysis/reconstruction.js';
import { decode } from '../../analysis/sequence.js';
import { randomSource } from '../../method/random.js';
import { advanceSpan, type Stretch } from './advance.js';
import { type EnergyMeter, energyMeter, placeWeights } from './energy.js';
import { setEvidence } from './evidence.js';
import {
  type AttractorsPhase,
  type FreePhase,
  MOST_LEVELS,
  type PlacedPhase,
  type TrainPhase,
  type TrialsPhase,
} from './experiment.js';
import { clearMean, couplings, meanState, setState } from './network.js';
import { type Probe, probeNormals, probeOf } from './reconstruct.js';
import { startRelaxation } from './relaxation.js';
import { type AttractorRun, offsetOf, ruleOf } from './run.js';
import { startNormals, startState } from './search.js';
import { OUTCOME_FIELDS, TRIAL_FIELDS } from './state.js';

/** Told of steps that were made: first step of the run, how many, the phase, the pattern shown at each (-1: none). */
export type OnSteps = (first: number, made: number, phase: number, shown: (s: number) => number) => void;

/** Which lists the records need of the kernels. */
export interface Wanted {
  readonly curves: boolean;
  readonly states: boolean;
}

/** Does steps of phases; keeps what can be computed again from the block and the step. */
export interface PhaseRunner {
  /** Does at most `count` steps of a phase from its step `within` on; returns how many. */
  advance(placed: PlacedPhase, within: number, count: number, onSteps: OnSteps): number;
}

/** Makes the runner of a run's phases. */
export function phaseRunner(run: AttractorRun, wanted: Wanted): PhaseRunner {
  const { kernels, block, network, parameters: p, evidence, probe, spans, seed, patterns } = run;
  const { n } = network;
  const langevin = kernels.kernel(run.isFaithful ? 'langevin_literal_f64' : 'langevin_f64');
  let meter: EnergyMeter | undefined;
  let shownTrial = -1;
  let trialProbe: Probe | undefined;
  let searchedPhase = -1;

  /** One span under a rule; the noise of a step depends on its number in the run. */
  const steps = (
    placed: PlacedPhase,
    count: number,
    stretch: Omit<Stretch, 'noise'>,
    onSteps: OnSteps,
    label = stretch.shown,
  ) => {
    const first = block.get('step');
    const made = Math.min(count, spans.longest);
    const withCurves = wanted.curves;
    const withStates = wanted.states || stretch.withStates === true;
    advanceSpan(network, spans, { ...stretch, noise: { seed, first }, withCurves, withStates }, 0, made);
    onSteps(first, made, placed.index, label);
    return made;
  };

  const train = (placed: PlacedPhase, phase: TrainPhase, within: number, count: number, onSteps: OnSteps): number => {
    const order = block.i32('order');
    const shown = (s: number): number => order[Math.floor((within + s) / phase.epochSteps)];
    return steps(placed, count, { rule: ruleOf(run, p.beta as number, p.eta as number), evidence, shown }, onSteps);
  };

  const free = (placed: PlacedPhase, phase: FreePhase, within: number, count: number, onSteps: OnSteps): number => {
    const rule = ruleOf(run, p.free_beta as number, phase.learns ? (p.eta as number) : 0);
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

  const patternOf = ({ index }: PlacedPhase, phase: TrialsPhase, trial: number): number => {
    const count = phase.source === 'test' ? run.test.length : patterns.length;
    if (typeof phase.pick === 'number') return (phase.pick + count) % count;
    if (phase.pick === 'cyclic') return trial % count;
    const at = { address: run.scratch, count: 1, purpose: 'attractorTrial', stream: index, first: trial } as const;
    randomSource(kernels, seed).integer(at, count);
    return kernels.i32(run.scratch, 1)[0];
  };

  const trials = (placed: PlacedPhase, phase: TrialsPhase, within: number, count: number, onSteps: OnSteps): number => {
    const trial = Math.floor(within / phase.trialSteps);
    const at = within - trial * phase.trialSteps;
    const burnIn = p.burn_in as number;
    const all = offsetOf(run, placed.index) + trial;
    const pattern = patternOf(placed, phase, trial);
    if (trialProbe === undefined || shownTrial !== all) {
      const z = (phase.source === 'test' ? run.test : patterns)[pattern];
      const normals = probeNormals(kernels, run.scratch, seed, n, placed.index, trial);
      trialProbe = probeOf(z, phase.signal * (p.e as number), phase.snr, normals);
      setEvidence(kernels, probe, 0, trialProbe.noisy);
      shownTrial = all;
    }
    if (at === 0 && p.trial_state === 'reset') setState(network, new Float64Array(n));
    if (at === burnIn) clearMean(network);
    const stop = at < burnIn ? burnIn : phase.trialSteps;
    const stretch = { rule: ruleOf(run, phase.beta, 0), evidence: probe, shown: () => 0 };
    const made = steps(placed, Math.min(count, stop - at), stretch, onSteps, () => pattern);
    if (at + made === phase.trialSteps) {
      const { clean, noisy } = trialProbe;
      const { r2In, r2Out } = reconstructionScore(meanState(network), noisy, clean, { isRounded: run.isFaithful });
      block.f64('trials').set([placed.index, pattern, r2In, r2Out], all * TRIAL_FIELDS);
    }
    return made;
  };

  /** The searched weights follow from J, which rests during a search. */
  const placeSearched = (index: number): EnergyMeter => {
    if (meter !== undefined && searchedPhase === index) return meter;
    if (run.searched.address !== block.pointer('J')) placeWeights(run.searched, symmetricPart(couplings(network), n));
    searchedPhase = index;
    meter ??= energyMeter(run.searched);
    return meter;
  };

  const numerics = run.isFaithful ? 'literal' : 'right';

  const startSearches = ({ index }: PlacedPhase, phase: AttractorsPhase, level: number): void => {
    const energies = placeSearched(index);
    const first = offsetOf(run, index) + level * patterns.length;
    patterns.forEach((z, k) => {
      const d = p.search_scale === 'evidence' ? z.map((value) => (p.e as number) * value) : z;
      const nu = phase.levels[level];
      const normals =
        nu === 0 ? undefined : startNormals(kernels, run.scratch, seed, n, index * MOST_LEVELS + level, k);
      const start = startState(langevin, d, nu, normals);
      startRelaxation(kernels, run.searched, run.relaxations[k], start, {
        mode: run.isFaithful ? 'faithful' : 'right',
        beta: p.search_beta as number,
        maxSteps: phase.searchSteps,
        tolerance: p.search_tolerance as number,
        longestPeriod: p.longest_period as number,
        numerics,
      });
      const { freeEnergy } = energies.at(start, undefined, numerics);
      block.f64('outcomes').set([0, 0, 0, freeEnergy, 0, nu], (first + k) * OUTCOME_FIELDS);
    });
  };

  const endSearches = ({ index }: PlacedPhase, level: number): void => {
    const energies = placeSearched(index);
    const first = offsetOf(run, index) + level * patterns.length;
    run.relaxations.forEach((relaxation, k) => {
      const last = relaxation.f64('x');
      const status = relaxation.get('status');
      const isLost = run.isFaithful && status === 3;
      const row = block.f64('outcomes').subarray((first + k) * OUTCOME_FIELDS);
      row.set([status, relaxation.get('period'), relaxation.get('steps')]);
      row[4] = energies.at(last.slice(0, n), undefined, numerics).freeEnergy;
      // as published, what did not come to rest is not a number
      block.f64('ends').set(isLost ? last.map(() => Number.NaN) : last, (first + k) * network.stride);
    });
  };

  const attractors = (placed: PlacedPhase, phase: AttractorsPhase, within: number, count: number): number => {
    const level = Math.floor(within / phase.searchSteps);
    const at = within - level * phase.searchSteps;
    const made = Math.min(count, phase.searchSteps - at, spans.longest);
    if (at === 0) startSearches(placed, phase, level);
    else placeSearched(placed.index);
    const relax = kernels.kernel('attractor_relax');
    for (const relaxation of run.relaxations) relax(relaxation.address, run.searched.address, made, 0);
    block.set('step', block.get('step') + made);
    if (at + made === phase.searchSteps) endSearches(placed, level);
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
