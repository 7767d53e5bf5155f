/** What the parts of a run share: the network in its block, evidence, buffers, phases. */

import { MsmError } from '../../errors.js';
import type { Kernels } from '../../kernel/kernels.js';
import { layOut } from '../../kernel/struct.js';
import type { Inputs, RoomOptions } from '../family.js';
import { placePhases } from '../phases.js';
import type { RecordRequest } from '../record.js';
import { allocateSpans, type Spans } from './advance.js';
import type { RunDraws } from './draws.js';
import { allocateWeights, type PlacedWeights } from './energy.js';
import { allocateEvidence, type Evidence, placeEvidence, roomForEvidence } from './evidence.js';
import {
  type AttractorsPhase,
  type FreePhase,
  type Phase,
  type PlacedPhase,
  phasesOf,
  type TrialsPhase,
} from './experiment.js';
import type { AttractorKernels } from './kernels.js';
import { checkNumbers, createNetwork, type Network, openState } from './network.js';
import type { AttractorParameters } from './parameters.js';
import { openRelaxation, relaxationBytes } from './relaxation.js';
import { DEFAULT_RULE, type StepRule } from './rule.js';
import {
  ATTRACTOR_STATE,
  type AttractorBlock,
  attractorSizes,
  type BlockExtras,
  type RelaxationBlock,
  stride,
} from './state.js';

export interface AttractorRun {
  readonly kernels: Kernels<AttractorKernels>;
  readonly parameters: AttractorParameters;
  readonly request: RecordRequest;
  readonly draws: RunDraws;
  readonly isFaithful: boolean;
  readonly network: Network;
  readonly block: AttractorBlock;
  readonly placed: readonly PlacedPhase[];
  /** Rows z, each [n]. */
  readonly patterns: readonly Float64Array[];
  readonly test: readonly Float64Array[];
  /** Rows e z. */
  readonly evidence: Evidence;
  /** One row: the probe of a trial. */
  readonly probe: Evidence;
  readonly spans: Spans;
  /** Relaxations under way, one for each pattern, in the block. */
  readonly relaxations: readonly RelaxationBlock[];
  /** Weights that the attractor search looks at: J itself, or the place of its symmetric part. */
  readonly searched: PlacedWeights;
}

const ofKind = <K extends PlacedPhase['phase']['kind']>(placed: readonly PlacedPhase[], kind: K) =>
  placed.flatMap(({ phase }) => (phase.kind === kind ? [phase as Extract<PlacedPhase['phase'], { kind: K }>] : []));

/** What the block of a run holds besides the network. */
function extrasOf(p: AttractorParameters, placed: readonly PlacedPhase[], patterns: number): BlockExtras {
  const free: readonly FreePhase[] = ofKind(placed, 'free');
  const trials: readonly TrialsPhase[] = ofKind(placed, 'trials');
  const searches: readonly AttractorsPhase[] = ofKind(placed, 'attractors');
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    keepsWeights: free.some(({ learns }) => learns),
    epochs: ofKind(placed, 'train').length > 0 ? p.epochs : 0,
    trials: sum(trials.map((phase) => phase.trials)),
    searches: sum(searches.map(({ levels }) => levels.length)) * patterns,
    decoded: sum(free.map(({ decodes, steps }) => (decodes ? steps : 0))),
    relaxation: searches.length > 0 ? (patterns * relaxationBytes(p.N)) / 8 : 0,
  };
}

/** Bytes of the block of a run that learns so many patterns. */
export const blockBytes = (p: AttractorParameters, phases: readonly Phase[], patterns: number): number =>
  layOut(ATTRACTOR_STATE, attractorSizes(p.N, extrasOf(p, placePhases(phases), patterns))).bytes;

/** Where the trials or searches of a phase begin among all of them. */
export function offsetOf(run: AttractorRun, index: number): number {
  const count = ({ phase }: PlacedPhase): number => {
    if (phase.kind !== run.placed[index].phase.kind) return 0;
    if (phase.kind === 'trials') return phase.trials;
    return phase.kind === 'attractors' ? phase.levels.length * run.patterns.length : 0;
  };
  return run.placed.slice(0, index).reduce((sum, placed) => sum + count(placed), 0);
}

/** The rule of a phase: the run's own with another temperature and learning rate. */
export function ruleOf({ parameters: p, isFaithful }: AttractorRun, beta: number, eta: number): StepRule {
  return {
    ...DEFAULT_RULE,
    schedule: p.schedule,
    sampling: p.sampling,
    prediction: p.prediction,
    predictionBeta: p.prediction_beta,
    numerics: isFaithful ? 'literal' : 'right',
    beta,
    eta,
  };
}

function rowsOf(values: ArrayLike<number> | undefined, n: number, key: string): readonly Float64Array[] {
  if (values === undefined) return [];
  if (values.length % n !== 0 || values.length === 0) {
    throw new MsmError('E_CONFIG', `${values.length} numbers make no rows of ${n}`, { place: `--${key}` });
  }
  const all = Float64Array.from(values);
  const broken = all.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) {
    const place = `--${key}`;
    throw new MsmError('E_CONFIG', `value ${broken % n} of pattern ${Math.floor(broken / n)} is not a finite number`, {
      place,
    });
  }
  return Array.from({ length: all.length / n }, (_, row) => all.slice(row * n, (row + 1) * n));
}

/** Refuses a run whose phases lack what they need. */
function checkInputs(
  p: AttractorParameters,
  given: readonly Phase[],
  patterns: readonly unknown[],
  test: readonly unknown[],
  inputs: Inputs,
): void {
  const refuse = (key: string, message: string, next: string): never => {
    throw new MsmError('E_CONFIG', message, { place: `--${key}`, next });
  };
  const phases = given.filter(({ steps }) => steps > 0);
  if (patterns.length === 0) refuse('patterns', 'there are no patterns', 'Give patterns, as --patterns digits:0..9.');
  if (test.length === 0 && phases.some((phase) => phase.kind === 'trials' && phase.source === 'test')) {
    refuse('test', `the experiment ${p.experiment} needs test patterns`, 'Give them, as --test digits:10..1796.');
  }
  if (inputs.J0 === undefined && !phases.some(({ kind }) => kind === 'train')) {
    refuse('J0', 'nothing is learned and there are no weights', 'Give weights with --J0, or epochs above 0.');
  }
  const n = p.N;
  if (inputs.J0 !== undefined) checkNumbers('--J0', inputs.J0, n * n);
  if (inputs.sigma0 !== undefined) {
    checkNumbers('--sigma0', inputs.sigma0, n);
    const outside = inputs.sigma0.findIndex((value: number) => Math.abs(value) > 1);
    if (outside >= 0) {
      refuse('sigma0', `node ${outside} starts at ${inputs.sigma0[outside]}`, 'States are from -1 to 1.');
    }
  }
  const shown = inputs.shown;
  if (shown === undefined) return;
  if (shown.length !== p.epochs)
    refuse('shown', `${shown.length} entries for ${p.epochs} epochs`, 'Give one an epoch.');
  const wrong = shown.findIndex((row: number) => !(row >= 0 && row < patterns.length));
  if (wrong >= 0) {
    refuse(
      'shown',
      `entry ${wrong} shows pattern ${shown[wrong]}, there are patterns 0 to ${patterns.length - 1}`,
      'Rows count from 0.',
    );
  }
}

function setOrder(run: Pick<AttractorRun, 'block' | 'parameters' | 'draws' | 'patterns'>, inputs: Inputs): void {
  const { block, parameters: p, draws, patterns } = run;
  const order = block.i32('order');
  if (inputs.shown !== undefined) order.set(inputs.shown);
  else if (p.order === 'fixed')
    for (let epoch = 0; epoch < order.length; epoch++) order[epoch] = epoch % patterns.length;
  else if (order.length > 0) draws.order(block.pointer('order'), order.length, patterns.length);
}

/** Whether attractors are searched under other weights than those that learn: their symmetric part, in a place of its own. */
const searchesSymmetric = (p: AttractorParameters, { relaxation = 0 }: BlockExtras): boolean =>
  p.search_of === 'symmetric' && relaxation > 0;

/**
 * Matrices of the host at the end of a run, in doubles: a table of the weights with two parts and the places of entries, the same encoded, and copies
 * for the eigenvalues.
 */
const MATRICES = 10;

/** The state of a run and what it allocates beside. */
export function makeRoom({
  kernels,
  parameters: p,
  inputs,
}: RoomOptions<AttractorKernels, AttractorParameters>): number {
  const n = p.N;
  const patterns = (inputs.patterns?.length ?? 0) / n;
  const extras = extrasOf(p, placePhases(phasesOf(p)), patterns);
  openState(kernels, n, extras);
  for (const rows of [patterns, 1]) roomForEvidence(kernels, n, rows);
  allocateSpans({ kernels, stride: stride(n) });
  if (searchesSymmetric(p, extras)) allocateWeights(kernels, n);
  return 8 * MATRICES * n * n;
}

/** Makes a run from its start. Throws E_CONFIG for inputs that are missing, do not fit, or are not finite. */
export function createRun(
  kernels: Kernels<AttractorKernels>,
  p: AttractorParameters,
  inputs: Inputs,
  request: RecordRequest,
  draws: RunDraws,
  phases: readonly Phase[],
): AttractorRun {
  const n = p.N;
  const [patterns, test] = [rowsOf(inputs.patterns, n, 'patterns'), rowsOf(inputs.test, n, 'test')];
  checkInputs(p, phases, patterns, test, inputs);
  const placed = placePhases(phases);
  const extras = extrasOf(p, placed, patterns.length);
  const network = createNetwork(kernels, { n, ...extras, J: inputs.J0, sigma: inputs.sigma0 });
  const { block } = network;
  const e = p.e;
  const size = relaxationBytes(n);
  const relaxations =
    extras.relaxation === 0
      ? []
      : patterns.map((_, k) => openRelaxation(kernels, n, block.pointer('relaxation') + k * size, true));
  const run: AttractorRun = {
    kernels,
    parameters: p,
    request,
    draws,
    isFaithful: p.mode === 'faithful',
    network,
    block,
    placed,
    patterns,
    test,
    evidence: placeEvidence(
      kernels,
      n,
      patterns.map((z) => z.map((value) => e * value)),
    ),
    probe: allocateEvidence(kernels, n, 1),
    spans: allocateSpans(network),
    relaxations,
    searched: searchesSymmetric(p, extras) ? allocateWeights(kernels, n) : { kernels, n, address: block.pointer('J') },
  };
  setOrder(run, inputs);
  return run;
}
