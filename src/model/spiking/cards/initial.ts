/** Initial parameters of a card agent (specification, section 3): Xavier's for what spikes, orthogonal layers for the heads, biases 0. */
import type { Kernels } from '../../../kernel/kernels.js';
import { randomSource } from '../../../method/random.js';
import { roomToDraw } from '../../../train/tensors.js';
import { PURPOSE } from '../purposes.js';
import type { CardAgent } from './agent.js';
import { cardTensors } from './network.js';

const GAIN = Math.SQRT2;
/** So that all actions are nearly alike at first. */
const GAIN_OF_POLICY = 0.01;
const POLICY = 'policy.weight';

/** Makes the rows of a matrix orthonormal, one after the other; twice, since once leaves rounding behind. */
function orthonormalRows(rows: number, columns: number, values: Float64Array): void {
  const row = (r: number) => values.subarray(r * columns, (r + 1) * columns);
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  for (let r = 0; r < rows; r++) {
    const own = row(r);
    for (const _ of [0, 1]) {
      for (let q = 0; q < r; q++) {
        const share = dot(own, row(q));
        for (let i = 0; i < columns; i++) own[i] -= share * row(q)[i];
      }
    }
    const length = Math.sqrt(dot(own, own));
    for (let i = 0; i < columns; i++) own[i] /= length;
  }
}

/** An orthogonal matrix [rows, columns]: its rows, or its columns if they are fewer, are orthonormal. */
function orthogonal(rows: number, columns: number, normal: Float64Array): Float64Array {
  if (rows <= columns) {
    orthonormalRows(rows, columns, normal);
    return normal;
  }
  orthonormalRows(columns, rows, normal);
  return Float64Array.from(normal, (_, i) => normal[(i % columns) * rows + Math.floor(i / columns)]);
}

/** Sets all parameters to those of a seed. */
export function drawAgent(kernels: Kernels, agent: CardAgent, seed: number): void {
  const random = randomSource(kernels, seed);
  const address = roomToDraw(kernels, agent.tensors);
  const spiking = cardTensors(agent.network).length;
  for (const [stream, { name, shape, offset, count }] of agent.tensors.entries()) {
    const own = agent.parameters().subarray(offset, offset + count);
    const [rows, columns] = shape;
    const at = { address, count, purpose: PURPOSE.weights, stream, first: 0 };
    if (stream < spiking) {
      const largest = Math.sqrt(12 / (rows + columns));
      random.uniform(at, -largest, largest);
      own.set(kernels.f64(address, count));
    } else if (columns === undefined) {
      own.fill(0);
    } else {
      random.normal(at, 0, 1);
      const gain = name === POLICY ? GAIN_OF_POLICY : GAIN;
      own.set(orthogonal(rows, columns, Float64Array.from(kernels.f64(address, count))).map((x) => gain * x));
    }
  }
  agent.changed();
}
