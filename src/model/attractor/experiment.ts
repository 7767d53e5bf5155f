/** Phases of the attractor family, and those of each experiment. */
import type { Phase as AnyPhase, Placed } from '../phases.js';
import type { AttractorParameters } from './parameters.js';

/** Epochs of `epochSteps` steps, each with one pattern as evidence. */
export interface TrainPhase extends AnyPhase {
  readonly kind: 'train';
  readonly epochSteps: number;
}

/** Trials with a noisy pattern as evidence and no learning; scored by how much the mean state resembles the pattern. */
export interface TrialsPhase extends AnyPhase {
  readonly kind: 'trials';
  readonly source: 'patterns' | 'test';
  /** Trial t shows pattern t mod P, a random one, or always the one of this number. */
  readonly pick: 'cyclic' | 'random' | number;
  readonly trials: number;
  readonly trialSteps: number;
  readonly signal: number;
  /** Infinity for no noise. */
  readonly snr: number;
  readonly beta: number;
}

/** Steps without evidence. */
export interface FreePhase extends AnyPhase {
  readonly kind: 'free';
  /** Whether the weights go on learning; J as it was before is then kept. */
  readonly learns: boolean;
  /** Whether each state is decoded against the patterns. */
  readonly decodes: boolean;
}

/** Search from every pattern at one noise level after the other, `searchSteps` steps each; searches that have come to rest idle. */
export interface AttractorsPhase extends AnyPhase {
  readonly kind: 'attractors';
  readonly levels: readonly number[];
  readonly searchSteps: number;
}

export type Phase = TrainPhase | TrialsPhase | FreePhase | AttractorsPhase;
export type PhaseKind = Phase['kind'];
export type PlacedPhase = Placed<Phase>;

type Maker = (p: AttractorParameters) => Phase;

const train: Maker = (p) => {
  const [epochs, K] = [p.epochs, p.K];
  return { kind: 'train', name: 'training', steps: epochs * K, epochSteps: K };
};

const ratio = (value: number | 'infinity'): number => (value === 'infinity' ? Number.POSITIVE_INFINITY : value);

/** The five numbers that describe trials, with patterns that were learned or with others. */
const trialNumbers = (p: AttractorParameters, isTest: boolean) => {
  const { signal, snr, beta_eval: beta, trials, trial_steps: steps } = p;
  if (!isTest) return { signal, snr, beta, trials, steps };
  return {
    signal: p.generalise_signal ?? signal,
    snr: p.generalise_snr ?? snr,
    beta: p.generalise_beta ?? beta,
    trials: p.generalise_trials ?? trials,
    steps: p.generalise_steps ?? steps,
  };
};

function trialsPhase(
  p: AttractorParameters,
  name: string,
  isTest: boolean,
  source: TrialsPhase['source'],
  pick: TrialsPhase['pick'],
) {
  const { signal, snr, beta, trials, steps: trialSteps } = trialNumbers(p, isTest);
  return {
    kind: 'trials',
    name,
    steps: trials * trialSteps,
    source,
    pick,
    trials,
    trialSteps,
    signal,
    snr: ratio(snr),
    beta,
  } as const;
}

const retrieve: Maker = (p) => trialsPhase(p, 'retrieval', false, 'patterns', 'cyclic');
const generalise: Maker = (p) => trialsPhase(p, 'generalisation', true, 'test', 'random');
const freeRun: Maker = (p) => ({
  kind: 'free',
  name: 'free run',
  steps: p.free_steps,
  learns: false,
  decodes: true,
});
const forget: Maker = (p) => ({
  kind: 'free',
  name: 'forgetting',
  steps: p.forget_steps,
  learns: true,
  decodes: false,
});
const attractors: Maker = (p) => {
  const [levels, searchSteps] = [p.levels, p.search_steps];
  return { kind: 'attractors', name: 'attractors', steps: levels.length * searchSteps, levels, searchSteps };
};

/** Phases of each experiment, in order. */
export const EXPERIMENTS: {
  readonly [Name in AttractorParameters['experiment']]: {
    readonly phases: readonly Maker[];
    readonly needsTest?: boolean;
  };
} = {
  learn: { phases: [train, attractors] },
  sequence: { phases: [train, freeRun, attractors] },
  retrieve: { phases: [train, retrieve] },
  generalise: { phases: [train, generalise], needsTest: true },
  regime: {
    phases: [train, retrieve, generalise, attractors],
    needsTest: true,
  },
  'free-run': { phases: [train, freeRun] },
  forget: {
    phases: [train, retrieve, generalise, attractors, forget, retrieve, generalise, attractors],
    needsTest: true,
  },
  bars: {
    phases: [
      train,
      attractors,
      (p) => ({ ...trialsPhase(p, 'generalisation', true, 'test', -1) }),
      (p) => ({ ...trialsPhase(p, 'retrieval', false, 'test', 0) }),
    ],
    needsTest: true,
  },
  mix: {
    phases: [train, attractors, generalise],
    needsTest: true,
  },
  attractors: { phases: [attractors] },
};

/** Phases of a run, those without steps included. */
export function phasesOf(p: AttractorParameters): readonly Phase[] {
  return EXPERIMENTS[p.experiment].phases.map((make) => make(p));
}
