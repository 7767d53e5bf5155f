/** Makes a run in memory: network, input, initial states, and room to compute in. */

import { MsmError } from '../../errors.js';
import { type Elementary, elementaryOf } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import { layOut, openBlock } from '../../kernel/struct.js';
import { plainQr } from '../../method/lyapunov/qr.js';
import { randomSource } from '../../method/random.js';
import type { RateKernels } from '../../model/rate/kernels.js';
import type { CreateOptions, Inputs, RoomOptions } from '../family.js';
import type { RecordRequest } from '../record.js';

import { Averages } from './averages.js';
import { checkInputs } from './check-inputs.js';
import { followRows } from './follow.js';
import { gainOf } from './gain.js';
import { driveOf } from './input.js';
import { networkWeights, placeNetwork, roomForNetwork } from './network.js';
import type { RateParameters } from './parameters.js';
import { exponentsOf, type Phases, phasesOf } from './phases.js';
import { publishedSession } from './published.js';
import { PURPOSE } from './purposes.js';
import type { RateRun } from './run.js';
import { padded, RATE_STATE, sizesOf } from './state.js';

/** Bytes of the buffer for recorded states. */
const SAMPLE_BYTES = 8 * 2 ** 20;
const LONGEST_SPAN = 512;

/** ln of what is left of a column of a basis below which it is in the span of those before it: rounding, 1e-13. */
const LOST = -30;

/** Sets the pairs to the given states [trials, N], or draws them at an address. */
function setInitialStates(run: RateRun, given: Inputs[string] | undefined, seed: number, address: number): void {
  const { kernels, N, trials, block, parameters: p } = run;
  const epsilon = p.epsilon;
  if (given === undefined) {
    const at = { address, count: N * trials, purpose: PURPOSE.initialRates, stream: p.session, first: 0 } as const;
    randomSource(kernels, seed).uniform(at, -1, 1);
  } else kernels.f64(address, N * trials).set(given);
  const initial = kernels.f64(address, N * trials);
  const [pairs, columns] = [block.f64('pairs'), padded(2 * trials)];
  for (let t = 0; t < trials; t++) {
    for (let i = 0; i < N; i++) {
      pairs[i * columns + t] = initial[t * N + i];
      pairs[i * columns + trials + t] = initial[t * N + i] + epsilon;
    }
  }
}

/** Bytes of the largest workspace of all phases. */
function workspaceBytes(kernels: Kernels<RateKernels>, p: RateParameters): number {
  const [N, trials, k] = [p.N, p.trials, exponentsOf(p)];
  const bytes = (columns: number, states: number, tangents: number): number =>
    kernels.kernel('rate_workspace_bytes')(N, columns, states, tangents);
  const needed = [bytes(padded(2 * trials), 2 * trials, 0), bytes(padded(trials), trials, 0)];
  if (k > 0 && p.method === 'qr') needed.push(bytes(padded(trials * (1 + k)), trials, k));
  return Math.max(...needed);
}

/** Most steps of a call: recorded states must fit their buffer. */
function longestSpan(p: RateParameters, record: RecordRequest): number {
  if (!record.observables.has('rates')) return LONGEST_SPAN;
  const rowBytes = 8 * p.N * padded(2 * p.trials);
  return Math.max(1, Math.min(LONGEST_SPAN, Math.floor(SAMPLE_BYTES / rowBytes)));
}

/** The given basis made orthonormal, [N, k]. Throws E_CONFIG if its columns are not a basis. */
function givenBasis({ Q0 }: Inputs, N: number, k: number, elementary: Elementary): Float64Array | undefined {
  if (Q0 === undefined) return undefined;
  const [Q, logs] = [Float64Array.from(Q0), new Float64Array(k)];
  plainQr(elementary)(Q, N, k, logs, null);
  const lost = logs.findIndex((value) => !(value > LOST));
  if (lost < 0) return Q;
  throw new MsmError('E_CONFIG', `column ${lost} of Q0 is zero, not finite or in the span of those before it`, {
    place: '--Q0',
  });
}

/** Room for states that are followed after the record. */
function roomToFollow(kernels: Kernels<RateKernels>, N: number, trials: number, longest: number): RateRun['followed'] {
  const bytes = 8 * N * padded(trials);
  const rows = followRows(bytes, longest);
  return { states: kernels.allocate(bytes), samples: kernels.allocate(rows * bytes), rows };
}

/** All that a run has in the kernels' memory but network and input. */
function roomOf(kernels: Kernels<RateKernels>, p: RateParameters, record: RecordRequest, phases: Phases) {
  const [N, trials, exponents] = [p.N, p.trials, exponentsOf(p)];
  const longest = longestSpan(p, record);
  const layout = layOut(RATE_STATE, sizesOf(p, phases));
  // states of a call that are recorded, or those of an interval whose determinants are wanted
  const sampleRows = Math.max(record.observables.has('rates') ? longest : 0, p.sum_rule === true ? phases.every : 0);
  // one interval at least, since QR is done at fixed steps
  const intervals = Math.max(1, Math.ceil(longest / phases.every));
  const block = openBlock(kernels.memory, RATE_STATE, layout, kernels.allocate(layout.bytes), true);
  return {
    block,
    workspace: kernels.allocate(workspaceBytes(kernels, p)),
    samples: sampleRows > 0 ? kernels.allocate(8 * N * padded(2 * trials) * sampleRows) : 0,
    scratch: kernels.allocate(8 * trials * Math.max(2, longest, intervals * exponents)),
    averages: new Averages(kernels, block, trials, phases.pairs),
    basis: exponents > 0 && p.method === 'qr' ? kernels.allocate(8 * N * exponents) : 0,
    followed: exponents > 0 ? roomToFollow(kernels, N, trials, longest) : { states: 0, samples: 0, rows: 0 },
    initial: kernels.allocate(8 * N * trials),
  };
}

/** Rows of an input that changes: those of the steps of a call. */
const driveRows = (p: RateParameters, record: RecordRequest, { every }: Phases): number =>
  Math.max(longestSpan(p, record), every);

/** What a run allocates. Returns the bytes of its network in arrays of the host. */
export function makeRoom({ kernels, parameters: p, inputs, record }: RoomOptions<RateKernels, RateParameters>): number {
  const phases = phasesOf(p, inputs);
  const hostBytes = roomForNetwork(kernels, p, inputs);
  driveOf(kernels, p, inputs, 0, driveRows(p, record, phases));
  roomOf(kernels, p, record, phases);
  return hostBytes;
}

/** Draws or takes network, input and initial states. Throws E_CONFIG for inputs that cannot be meant. */
export function startRun({
  kernels,
  parameters: p,
  inputs,
  seed,
  record,
}: CreateOptions<RateKernels, RateParameters>): RateRun {
  const [wrong] = checkInputs(p, inputs);
  if (wrong !== undefined) throw new MsmError('E_CONFIG', wrong.message, { place: wrong.key });
  const elementary = elementaryOf(kernels);
  const [N, trials, exponents, phases] = [p.N, p.trials, exponentsOf(p), phasesOf(p, inputs)];
  const published = p.stream === 'published' ? publishedSession(p, elementary) : undefined;
  const weights = networkWeights(kernels, p, inputs, seed, published);
  const drive = driveOf(kernels, p, inputs, seed, driveRows(p, record, phases));
  const network = placeNetwork(kernels, p, weights, drive);
  const { initial, ...room } = roomOf(kernels, p, record, phases);
  const run: RateRun = {
    kernels,
    elementary,
    parameters: p,
    N,
    trials,
    allTrials: Array.from({ length: trials }, (_, t) => t),
    exponents,
    method: p.method,
    phases,
    ...room,
    weights,
    network,
    drive,
    gain: gainOf(p, inputs),
    seed,
    Q0: givenBasis(inputs, N, exponents, elementary),
    record,
    longest: longestSpan(p, record),
  };
  setInitialStates(run, inputs.initial ?? published?.initial, seed, initial);
  return run;
}
