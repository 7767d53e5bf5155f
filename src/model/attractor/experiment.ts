/**
 * A run as a list of phases that follows from its parameters alone. Every step of every phase counts as a step of the run, so a run
 * can be interrupted anywhere.
 */
import type { Parameters } from '../schema.js';

interface Common {
  /** What the phase is called in tables. */
  readonly name: string;
  /** Steps of the run that it takes. */
  readonly steps: number;
}

/** Epochs of `epochSteps` steps, each with one pattern as evidence. */
export interface TrainPhase extends Common {
  readonly kind: 'train';
  readonly epochSteps: number;
}

/** Trials with a noisy pattern as evidence and no learning; scored by how much the mean state resembles the pattern. */
export interface TrialsPhase extends Common {
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
export interface FreePhase extends Common {
  readonly kind: 'free';
  /** Whether the weights go on learning; J as it was before is then kept. */
  readonly learns: boolean;
  /** Whether each state is decoded against the patterns. */
  readonly decodes: boolean;
}

/** Search from every pattern at one noise level after the other, `searchSteps` steps each; what has come to rest idles. */
export interface AttractorsPhase extends Common {
  readonly kind: 'attractors';
  readonly levels: readonly number[];
  readonly searchSteps: number;
}

export type Phase = TrainPhase | TrialsPhase | FreePhase | AttractorsPhase;
export type PhaseKind = Phase['kind'];

type Maker = (p: Parameters) => Phase;

const train: Maker = (p) => {
  const [epochs, K] = [p.epochs as number, p.K as number];
  return { kind: 'train', name: 'training', steps: epochs * K, epochSteps: K };
};

const ratio = (value: unknown): number => (value === 'infinity' ? Number.POSITIVE_INFINITY : (value as number));

function trialsPhase(
  p: Parameters,
  name: string,
  isTest: boolean,
  source: TrialsPhase['source'],
  pick: TrialsPhase['pick'],
) {
  const own = (key: string, fallback: string) => (isTest ? (p[`generalise_${key}`] ?? p[fallback]) : p[fallback]);
  const [trials, trialSteps] = [own('trials', 'trials') as number, own('steps', 'trial_steps') as number];
  return {
    kind: 'trials',
    name,
    steps: trials * trialSteps,
    source,
    pick,
    trials,
    trialSteps,
    signal: own('signal', 'signal') as number,
    snr: ratio(own('snr', 'snr')),
    beta: own('beta', 'beta_eval') as number,
  } as const;
}

const retrieve: Maker = (p) => trialsPhase(p, 'retrieval', false, 'patterns', 'cyclic');
const generalise: Maker = (p) => trialsPhase(p, 'generalisation', true, 'test', 'random');
const freeRun: Maker = (p) => ({
  kind: 'free',
  name: 'free run',
  steps: p.free_steps as number,
  learns: false,
  decodes: true,
});
const forget: Maker = (p) => ({
  kind: 'free',
  name: 'forgetting',
  steps: p.forget_steps as number,
  learns: true,
  decodes: false,
});
const attractors: Maker = (p) => {
  const [levels, searchSteps] = [p.levels as readonly number[], p.search_steps as number];
  return { kind: 'attractors', name: 'attractors', steps: levels.length * searchSteps, levels, searchSteps };
};

/** Phases of each experiment, in order. */
export const EXPERIMENTS: {
  readonly [name: string]: {
    readonly meaning: string;
    readonly phases: readonly Maker[];
    readonly needsTest?: boolean;
  };
} = {
  learn: { meaning: 'training, then the attractors', phases: [train, attractors] },
  sequence: { meaning: 'training, a free run that is decoded, the attractors', phases: [train, freeRun, attractors] },
  retrieve: { meaning: 'training, then noisy patterns that were learned', phases: [train, retrieve] },
  generalise: { meaning: 'training, then noisy patterns that were not', phases: [train, generalise], needsTest: true },
  regime: {
    meaning: 'training, retrieval, generalisation, attractors: a cell of the learning regimes',
    phases: [train, retrieve, generalise, attractors],
    needsTest: true,
  },
  'free-run': { meaning: 'training, then a free run that is decoded', phases: [train, freeRun] },
  forget: {
    meaning: 'a regime, then learning without evidence, then the evaluation again',
    phases: [train, retrieve, generalise, attractors, forget, retrieve, generalise, attractors],
    needsTest: true,
  },
  bars: {
    meaning: 'training, attractors, then the last test pattern without noise and the first with noise',
    phases: [
      train,
      attractors,
      (p) => ({ ...trialsPhase(p, 'generalisation', true, 'test', -1) }),
      (p) => ({ ...trialsPhase(p, 'retrieval', false, 'test', 0) }),
    ],
    needsTest: true,
  },
  mix: {
    meaning: 'training, the attractors, then test patterns, whose overlaps with the attractors can be recorded',
    phases: [train, attractors, generalise],
    needsTest: true,
  },
  attractors: { meaning: 'the attractors of given weights', phases: [attractors] },
};

/** Phases of a run, those without steps included. */
export function phasesOf(p: Parameters): readonly Phase[] {
  return EXPERIMENTS[p.experiment as string].phases.map((make) => make(p));
}

/** A phase with its number and its first step of the run. */
export interface PlacedPhase {
  readonly phase: Phase;
  readonly index: number;
  readonly first: number;
}

/** Phases with their places. */
export function placePhases(phases: readonly Phase[]): readonly PlacedPhase[] {
  let first = 0;
  return phases.map((phase, index) => {
    const placed = { phase, index, first };
    first += phase.steps;
    return placed;
  });
}

/** The phase that a step belongs to; undefined behind the last. */
export function phaseAt(placed: readonly PlacedPhase[], step: number): PlacedPhase | undefined {
  return placed.find(({ phase, first }) => step >= first && step < first + phase.steps);
}
