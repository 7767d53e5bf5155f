/** How far couplings are from the Hebbian matrix, entry by entry. */
import type { ArrayValues, FigureData } from '../../figure/figure.js';
import { hebbianMatrix } from './patterns.js';

export const NEURON_AXES = ['neuron i', 'neuron j'];

/** Probability of each pattern: given, or equal. */
function probabilities(given: unknown, K: number): readonly number[] {
  return Array.isArray(given) && given.length === K ? (given as readonly number[]) : new Array<number>(K).fill(1 / K);
}

/** J - k H off the diagonal, of which the distance is the mean square. Reads the patterns of the last state. */
export function minusHebbian(couplings: ArrayValues, data: FigureData): ArrayValues {
  const { shape, values: xi } = data.array('state', 'patterns'); // [N, K]
  const [N, K = 1] = shape;
  const p = probabilities(data.subject.parameters.p, K);
  const k = data.subject.summary.k ?? Number.NaN;
  const patterns = Float64Array.from({ length: K * N }, (_, at) => xi[(at % N) * K + Math.floor(at / N)]); // [K, N]
  const H = hebbianMatrix(patterns, p, N);
  const values = couplings.values.map((J, at) => (at % (N + 1) === 0 ? 0 : J - k * H[at]));
  return { ...couplings, name: 'difference', symbol: 'J − kH', values };
}
