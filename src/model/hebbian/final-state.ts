/** The state after the last step, one row a neuron: what another run can start from. */
import type { RecordColumn, RecordTable } from '../record.js';
import type { HebbianRun } from './run.js';

/** Columns of the table; lists have one entry for each neuron, pattern or memory. */
function describe({ settings: s }: HebbianRun): RecordTable {
  const columns: RecordColumn[] = [
    { name: 'unit', type: 'i32', meaning: 'neuron' },
    { name: 'sigma', type: 'f64', symbol: 'σ', meaning: 'neural state after the last step' },
    { name: 'J', type: 'f64', symbol: 'J', width: s.neurons, meaning: 'couplings of the neuron after the last step' },
    { name: 'patterns', type: 'f64', symbol: 'ξ', width: s.patterns, meaning: 'the neuron in each pattern' },
  ];
  if (s.hasMemory) {
    columns.push({ name: 'Xi', type: 'f64', symbol: 'Ξ', width: s.patterns, meaning: 'the neuron in each memory' });
  }
  return { name: 'state', meaning: 'state after the last step, one row a neuron', columns };
}

/** Column i of K rows with stride np. */
function across(rows: Float64Array, count: number, np: number, i: number, out: Float64Array, at: number): void {
  for (let mu = 0; mu < count; mu++) out[at + mu] = rows[mu * np + i];
}

/** Neurons in groups of `GROUP`: memory stays bounded whatever N. */
const GROUP = 64;

function* groups(run: HebbianRun): Iterable<readonly (Float64Array | Int32Array)[]> {
  const { block, settings: s, kernels, spans } = run;
  const np = block.get('np');
  for (let first = 0; first < s.neurons; first += GROUP) {
    const count = Math.min(GROUP, s.neurons - first);
    const unit = Int32Array.from({ length: count }, (_, i) => first + i);
    const J = new Float64Array(count * s.neurons);
    const lists = [new Float64Array(count * s.patterns), new Float64Array(count * s.patterns)];
    for (let i = first; i < first + count; i++) {
      if (i % 4 === 0) kernels.kernel('hebbian_coupling_rows')(block.address, i / 4, spans.rows);
      J.set(kernels.f64(spans.rows + 8 * (i % 4) * np, s.neurons), (i - first) * s.neurons);
      across(block.f64('slots'), s.patterns, np, i, lists[0], (i - first) * s.patterns);
      if (s.hasMemory) across(block.f64('memories'), s.patterns, np, i, lists[1], (i - first) * s.patterns);
    }
    const sigma = block.f64('sigma').slice(first, first + count);
    yield [unit, sigma, J, lists[0], ...(s.hasMemory ? [lists[1]] : [])];
  }
}

/** Table and rows of the final state. */
export function finalState(run: HebbianRun): ReturnType<import('../family.js').Model['finalState']> {
  return { table: describe(run), rows: groups(run) };
}
