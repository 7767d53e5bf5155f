/** Attractor search (spec 4.4): deterministic relaxation from noisy, faint versions of the patterns, at one noise level after the other. */
import { symmetricPart } from '../../analysis/asymmetry.js';
import { type EnergyMeter, energyMeter, placeWeights } from './energy.js';
import type { AttractorsPhase, PlacedPhase } from './experiment.js';
import { couplings } from './network.js';
import { advanceRelaxation, relaxationEnd, startRelaxation, UNDER_WAY } from './relaxation.js';
import { type AttractorRun, offsetOf } from './run.js';
import { OUTCOME_FIELDS } from './state.js';

/** Factor of the pattern, and of the noise, in a start state. */
const FAINT = 0.1;

/** Population standard deviation. */
export function deviation(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) * (values[i] - mean);
  return Math.sqrt(squares / values.length);
}

/** Start state L(0.1 d + e), e_i ~ N(0, (0.1 nu sd(d))^2), from standard normal numbers [n] (not used at level 0). */
function startState(
  langevin: (t: number) => number,
  d: ArrayLike<number>,
  level: number,
  normals: () => ArrayLike<number>,
): Float64Array {
  const width = FAINT * level * deviation(d);
  const drawn = level === 0 ? undefined : normals();
  return Float64Array.from(d, (value, i) => langevin(FAINT * value + (drawn === undefined ? 0 : width * drawn[i])));
}

/** Does at most `count` steps of a phase of searches from its step `within` on; returns how many. */
export type SearchSteps = (placed: PlacedPhase, phase: AttractorsPhase, within: number, count: number) => number;

/** Does the steps of searches, at each level those from all patterns together. Searches that have come to rest idle. */
export function searchRunner(run: AttractorRun): SearchSteps {
  const { kernels, block, network, parameters: p, patterns, draws, searched, relaxations, spans } = run;
  const { n } = network;
  const numerics = run.isFaithful ? 'literal' : 'right';
  const langevin = kernels.kernel(run.isFaithful ? 'langevin_literal_f64' : 'langevin_f64');
  let meter: EnergyMeter | undefined;
  let searchedPhase = -1;

  /** The searched weights follow from J, which rests during a search. */
  const placeSearched = (index: number): EnergyMeter => {
    if (meter !== undefined && searchedPhase === index) return meter;
    if (searched.address !== block.pointer('J')) placeWeights(searched, symmetricPart(couplings(network), n));
    searchedPhase = index;
    meter ??= energyMeter(searched);
    return meter;
  };

  const start = ({ index }: PlacedPhase, phase: AttractorsPhase, level: number): void => {
    const energies = placeSearched(index);
    const first = offsetOf(run, index) + level * patterns.length;
    const nu = phase.levels[level];
    patterns.forEach((z, k) => {
      const d = p.search_scale === 'evidence' ? z.map((value) => p.e * value) : z;
      const state = startState(langevin, d, nu, () => draws.start(index, level, k));
      startRelaxation(kernels, searched, relaxations[k], state, {
        mode: run.isFaithful ? 'faithful' : 'right',
        beta: p.search_beta,
        maxSteps: phase.searchSteps,
        tolerance: p.search_tolerance,
        longestPeriod: p.longest_period,
        numerics,
      });
      const { freeEnergy } = energies.at(state, undefined, numerics);
      block.f64('outcomes').set([UNDER_WAY, 0, 0, freeEnergy, 0, nu], (first + k) * OUTCOME_FIELDS);
    });
  };

  const end = ({ index }: PlacedPhase, level: number): void => {
    const energies = placeSearched(index);
    const first = offsetOf(run, index) + level * patterns.length;
    relaxations.forEach((relaxation, k) => {
      const { code, period, steps, last, state } = relaxationEnd(relaxation);
      const row = block.f64('outcomes').subarray((first + k) * OUTCOME_FIELDS);
      row.set([code, period, steps]);
      row[4] = energies.at(last, undefined, numerics).freeEnergy;
      block.f64('ends').set(state, (first + k) * network.stride);
    });
  };

  return (placed, phase, within, count) => {
    const level = Math.floor(within / phase.searchSteps);
    const at = within - level * phase.searchSteps;
    const made = Math.min(count, phase.searchSteps - at, spans.longest);
    if (at === 0) start(placed, phase, level);
    else placeSearched(placed.index);
    for (const relaxation of relaxations) advanceRelaxation(kernels, searched, relaxation, made);
    block.set('step', block.get('step') + made);
    if (at + made === phase.searchSteps) end(placed, level);
    return made;
  };
}
