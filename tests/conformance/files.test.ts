import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { supportsRelaxedSimd } from '../../src/kernel/kernels.js';
import { faultsOf, reportsOfFile } from './reports.js';

// Node 20 knows relaxed SIMD behind a flag; newer ones by default.
if (!supportsRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');

/** All golden files: how many cases they have, and how many of those belong to later features. */
const FILES: readonly (readonly [file: string, cases: number, later: number])[] = [
  ['attractor/01-scalar-functions', 1, 0],
  ['attractor/02-relaxation', 7, 0],
  ['attractor/03-learning-steps', 5, 0],
  ['attractor/04-bars', 1, 0],
  ['attractor/05-sequence', 1, 0],
  ['attractor/06-digits-regimes', 1, 0],
  ['attractor/07-free-learning', 1, 0],
  ['attractor/published-statistics', 1, 1],
  ['hebbian/continuous_rk4', 1, 0],
  ['hebbian/euler_full_trajectory', 3, 0],
  ['hebbian/euler_statistics', 2, 0],
  ['hebbian/frozen_and_activations', 6, 0],
  ['hebbian/inference_retrieval_tracker', 8, 0],
  ['hebbian/memory_matrix', 3, 0],
  ['hebbian/patterns_and_theory', 5, 0],
  ['hebbian/stationarity_and_sweeps', 5, 0],
  ['heterosynaptic/coupling', 188, 0],
  ['heterosynaptic/data', 16, 0],
  ['heterosynaptic/gpt_causal', 6, 0],
  ['heterosynaptic/gpt_selective_copying', 6, 0],
  ['heterosynaptic/mlp', 24, 0],
  ['heterosynaptic/optimizers', 26, 0],
  ['heterosynaptic/pruning', 4, 0],
  ['lyapunov/columns', 1, 1],
  ['lyapunov/columns_analysis', 1, 1],
  ['lyapunov/connectivity_trajectories', 14, 0],
  ['lyapunov/divergence', 9, 0],
  ['lyapunov/mean_field', 10, 0],
  ['lyapunov/reference_systems', 11, 0],
  ['lyapunov/spectrum', 19, 0],
  ['spiking/card_game_rl', 4, 0],
  ['spiking/conv_encoder', 3, 0],
  ['spiking/memorizing_default_size', 2, 0],
  ['spiking/memorizing_network', 2, 0],
  ['spiking/memorizing_training', 2, 0],
  ['spiking/neurons_and_plasticity', 16, 0],
  ['spiking/question_answering', 3, 0],
  ['spiking/relu_network', 2, 0],
  ['spiking/write_read_layers', 4, 0],
];
/** About 3.5 s a chaotic cell: it has a test file of its own. */
const ELSEWHERE = ['lyapunov/published_session', 'spiking/batch_norm', 'spiking/normed_twin'];
/** The fast build fuses additions; the dynamics contract, so it keeps the bounds of whole runs too. */
const FAST = ['01-scalar-functions', '03-learning-steps', '04-bars', '05-sequence'];

describe('conformance with the golden files', () => {
  it.each(FILES)('keeps all bounds of %s, every case, and reads every field', (file, cases, later) => {
    const reports = reportsOfFile(file);
    expect(faultsOf(reports)).toEqual([]);
    expect([reports.length, reports.filter(({ skipped }) => skipped !== undefined).length]).toEqual([cases, later]);
  });

  it('covers every golden file of the tests', () => {
    const found = readdirSync('tests/golden', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length));
    expect(found.sort()).toEqual([...FILES.map(([file]) => file), ...ELSEWHERE].sort());
  });

  it.each(FAST)('keeps the bounds of %s with the fast build', (file) => {
    expect(faultsOf(reportsOfFile(`attractor/${file}`, undefined, 'fast'))).toEqual([]);
  });
});
