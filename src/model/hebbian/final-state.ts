/** The state after the last step: what another run can start from. */
import type { Model } from '../family.js';
import { finalUnits, type UnitColumn } from '../recording/final-state.js';
import { couplingRow } from './records.js';
import type { HebbianRun } from './run.js';

export function finalState(run: HebbianRun): ReturnType<Model['finalState']> {
  const { block, settings: s } = run;
  const by = block.get('np');
  const across = (name: 'sigma' | 'slots' | 'memories') => (i: number) => ({ values: block.f64(name), from: i, by });
  const columns: readonly UnitColumn[] = [
    { name: 'sigma', symbol: 'σ', meaning: 'neural state after the last step', of: across('sigma') },
    {
      name: 'J',
      symbol: 'J',
      width: s.neurons,
      meaning: 'couplings of the neuron after the last step',
      of: (i) => couplingRow(run, i),
    },
    { name: 'patterns', symbol: 'ξ', width: s.patterns, meaning: 'the neuron in each pattern', of: across('slots') },
  ];
  const memories: UnitColumn = {
    name: 'Xi',
    symbol: 'Ξ',
    width: s.patterns,
    meaning: 'the neuron in each memory',
    of: across('memories'),
  };
  return finalUnits(s.neurons, 'neuron', s.hasMemory ? [...columns, memories] : columns);
}
