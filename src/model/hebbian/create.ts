/** Fills the state block of a run: draws what is not given, checks what is given (spec section 2). */
import { MsmError } from '../../errors.js';
import { codeOf } from '../../kernel/codes.js';
import type { Kernels } from '../../kernel/kernels.js';
import { layOut, openBlock, setScalars } from '../../kernel/struct.js';
import { type RandomSource, randomSource } from '../../method/random.js';
import type { Inputs } from '../family.js';
import type { HebbianKernels } from './kernels.js';
import { combinePatterns, couplingScale } from './patterns.js';
import { PURPOSE } from './purposes.js';
import type { HebbianSettings } from './settings.js';
import { DELAYED, HEBBIAN_STATE, type HebbianBlock, hebbianSizes } from './state.js';
import { startWeights } from './theory.js';

/** Allocates the block, all of it 0. */
export function openState(kernels: Kernels<HebbianKernels>, settings: HebbianSettings): HebbianBlock {
  const layout = layOut(HEBBIAN_STATE, hebbianSizes(settings.neurons, settings.patterns, settings));
  return openBlock(kernels.memory, HEBBIAN_STATE, layout, kernels.allocate(layout.bytes), true);
}

/** Allocates and fills the block. Throws E_CONFIG for an input that is not a legal state. */
export function createState(
  kernels: Kernels<HebbianKernels>,
  settings: HebbianSettings,
  inputs: Inputs,
  seed: number,
): HebbianBlock {
  const block = openState(kernels, settings);
  setNumbers(block, settings);
  const random = randomSource(kernels, seed);
  setPatterns(kernels, block, settings, inputs, random);
  setNeurons(block, settings, inputs, random);
  setCouplings(kernels, block, settings, inputs, random);
  if (settings.hasMemory) setMemories(block, settings, inputs, random);
  kernels.kernel('hebbian_prepare')(block.address);
  startWeights(block.f64('theory'));
  return block;
}

function setNumbers(block: HebbianBlock, s: HebbianSettings): void {
  setScalars(block, {
    beta: s.beta,
    gain: s.gain,
    strength: s.strength,
    rate: s.rate,
    contraction: s.contraction,
    memoryBeta: s.memoryBeta,
    memoryRate: s.memoryRate,
    transitionBeta: s.transitionBeta,
    transitionRate: s.transitionRate,
    n: s.neurons,
    np: Math.ceil(s.neurons / 4) * 4,
    patternCount: s.patterns,
    delayed: DELAYED,
    scheme: codeOf(HEBBIAN_STATE, 'scheme', s.scheme),
    activation: codeOf(HEBBIAN_STATE, 'activation', s.activation),
    isFrozen: s.isFrozen ? 1 : 0,
    hasMemory: s.hasMemory ? 1 : 0,
    isFaithful: s.isFaithful ? 1 : 0,
    delay: s.hasMemory ? s.delay : -1,
  });
  block.f64('probabilities').set(s.probabilities);
}

/** Row mu of the slots, without its padding. */
function patternRow(block: HebbianBlock, s: HebbianSettings, mu: number): Float64Array {
  const np = block.get('np');
  return block.f64('slots').subarray(mu * np, mu * np + s.neurons);
}

function setPatterns(
  kernels: Kernels<HebbianKernels>,
  block: HebbianBlock,
  s: HebbianSettings,
  inputs: Inputs,
  random: RandomSource,
): void {
  const np = block.get('np');
  const mask = s.rho > 0 ? kernels.allocate(8 * s.neurons) : 0;
  const masked = Math.sqrt(s.rho);
  for (let mu = 0; mu < s.patterns; mu++) {
    const row = patternRow(block, s, mu);
    if (inputs.patterns !== undefined) {
      row.set(inputs.patterns.subarray(mu * s.neurons, (mu + 1) * s.neurons));
      continue;
    }
    const at = { address: block.pointer('slots') + 8 * mu * np, count: s.neurons, stream: mu, first: 0 };
    if (s.isGaussian) random.normal({ ...at, purpose: PURPOSE.patternBase }, 0, 1);
    else random.sign({ ...at, purpose: PURPOSE.patternBase });
    let W: Float64Array | undefined;
    if (mask !== 0) {
      random.uniform({ ...at, address: mask, purpose: PURPOSE.patternMask }, 0, 1);
      W = kernels.f64(mask, s.neurons);
      for (let i = 0; i < s.neurons; i++) W[i] = W[i] < masked ? 0 : 1;
    }
    combinePatterns(row, W, s.neurons, s.isGaussian);
  }
}

function setNeurons(block: HebbianBlock, s: HebbianSettings, inputs: Inputs, random: RandomSource): void {
  if (inputs.sigma0 === undefined) {
    const at = { address: block.pointer('sigma'), count: s.neurons, stream: 0, first: 0 };
    random.uniform({ ...at, purpose: PURPOSE.initialNeurons }, -1, 1);
    return;
  }
  const outside = inputs.sigma0.findIndex((value) => !(Math.abs(value) <= 1));
  if (outside >= 0) {
    throw new MsmError('E_CONFIG', `neuron ${outside} starts at ${inputs.sigma0[outside]}, it must be from -1 to 1`, {
      place: '--sigma0',
    });
  }
  block.f64('sigma').set(inputs.sigma0);
}

function setCouplings(
  kernels: Kernels<HebbianKernels>,
  block: HebbianBlock,
  s: HebbianSettings,
  inputs: Inputs,
  random: RandomSource,
): void {
  if (inputs.J0 === undefined) {
    const scale = couplingScale(s.strength, s.patterns);
    kernels.kernel('hebbian_draw_couplings')(block.address, ...random.words, PURPOSE.initialCouplings, 0, scale);
    return;
  }
  checkCouplings(inputs.J0, s.neurons);
  const np = block.get('np');
  const rows = kernels.allocate(32 * np);
  for (let p = 0; p < np / 4; p++) {
    const view = kernels.f64(rows, 4 * np).fill(0);
    for (let r = 0; r < 4 && 4 * p + r < s.neurons; r++) {
      const i = 4 * p + r;
      view.set(inputs.J0.subarray(i * s.neurons, (i + 1) * s.neurons), r * np);
    }
    kernels.kernel('hebbian_set_coupling_rows')(block.address, p, rows);
  }
}

function checkCouplings(J: ArrayLike<number>, N: number): void {
  const fail = (message: string): never => {
    throw new MsmError('E_CONFIG', message, {
      place: '--J0',
      next: 'Couplings must be symmetric with a zero diagonal; use (A + A^T)/2 with the diagonal cleared.',
    });
  };
  for (let i = 0; i < N; i++) {
    if (J[i * N + i] !== 0) fail(`J0[${i}, ${i}] = ${J[i * N + i]}, the diagonal must be 0`);
    for (let j = i + 1; j < N; j++) {
      const [upper, lower] = [J[i * N + j], J[j * N + i]];
      if (!Number.isFinite(upper)) fail(`J0[${i}, ${j}] = ${upper} is not a finite number`);
      if (upper !== lower) fail(`J0[${i}, ${j}] = ${upper} but J0[${j}, ${i}] = ${lower}; couplings must be symmetric`);
    }
  }
}

function setMemories(block: HebbianBlock, s: HebbianSettings, inputs: Inputs, random: RandomSource): void {
  const np = block.get('np');
  for (let a = 0; a < s.patterns; a++) {
    const address = block.pointer('memories') + 8 * a * np;
    if (inputs.Xi0 === undefined) {
      random.uniform({ address, count: s.neurons, purpose: PURPOSE.initialMemories, stream: a, first: 0 }, -1, 1);
    } else {
      block.f64('memories').set(inputs.Xi0.subarray(a * s.neurons, (a + 1) * s.neurons), a * np);
    }
  }
  const transitions = block.f64('transitions');
  if (inputs.Tra0 !== undefined) transitions.set(inputs.Tra0);
  else if (!s.isFaithful) transitions.fill(1 / s.patterns);
  else for (let a = 0; a < s.patterns; a++) transitions[a * s.patterns + a] = 1;
}
