/** The tables of large deviations: one row an event, its neurons, its couplings. */
import type { RecordColumn, RecordTable } from '../record.js';
import type { HebbianSettings } from './settings.js';

const FIRST: readonly RecordColumn[] = [
  { name: 'step', type: 'i32', meaning: 'number of the step, from 0' },
  { name: 'time', type: 'f64', symbol: 't', unit: 'time', meaning: 'step times dt' },
  { name: 'event', type: 'i32', meaning: 'number of the event, from 1' },
];

/** Names of the tables. */
export const DEVIATION_TABLES = {
  events: 'deviations',
  neurons: 'deviation_sigma',
  couplings: 'deviation_couplings',
} as const;

function eventColumns({ patterns, isFaithful }: HebbianSettings): readonly RecordColumn[] {
  const deviation = isFaithful
    ? '|S - mean of S/k^2|, as published: a distance minus a mean that is divided by k^2'
    : '|S/k^2 - its mean in theory|';
  return [
    { name: 'deviation', type: 'f64', symbol: 'd', meaning: deviation, nullable: true },
    { name: 'threshold', type: 'f64', symbol: 'o', meaning: 'standard deviation of S/k^2 in theory', nullable: true },
    { name: 'distance', type: 'f64', symbol: 'S', meaning: 'mean squared distance of J to k H' },
    { name: 'theory_mean', type: 'f64', symbol: '⟨S⟩/k²', meaning: 'mean of S/k^2 in theory', nullable: true },
    {
      name: 'theory_std',
      type: 'f64',
      symbol: 'sd(S)/k²',
      meaning: 'standard deviation of S/k^2 in theory',
      nullable: true,
    },
    ...Array.from(
      { length: patterns },
      (_, mu): RecordColumn => ({
        name: `overlap_${mu}`,
        type: 'f64',
        symbol: `m_${mu}`,
        meaning: `overlap of the neurons with pattern ${mu}, before the step`,
      }),
    ),
  ];
}

/** The three tables of a run. */
export const deviationTables = (s: HebbianSettings): readonly RecordTable[] => [
  {
    name: DEVIATION_TABLES.events,
    meaning: 'steps at which the distance is far from its theory, and the last one',
    columns: [...FIRST, ...eventColumns(s)],
  },
  {
    name: DEVIATION_TABLES.neurons,
    meaning: 'neurons at each large deviation',
    columns: [
      ...FIRST,
      { name: 'unit', type: 'i32', meaning: 'neuron' },
      { name: 'sigma', type: 'f64', symbol: 'σ', meaning: 'neural states, before the step' },
    ],
  },
  {
    name: DEVIATION_TABLES.couplings,
    meaning: 'couplings at each large deviation',
    columns: [
      ...FIRST,
      { name: 'i', type: 'i32', meaning: 'neuron of the row' },
      { name: 'j', type: 'i32', meaning: 'neuron of the column, above i; J is symmetric and its diagonal is 0' },
      { name: 'J', type: 'f64', symbol: 'J', meaning: 'couplings above the diagonal, before the step' },
    ],
  },
];

/** Rows that the tables have at most. */
export function countDeviationRows(s: HebbianSettings, most: number) {
  const events = Math.min(most, s.steps);
  const perEvent = [1, s.neurons, (s.neurons * (s.neurons - 1)) / 2];
  return deviationTables(s).map(({ name, columns }, t) => ({
    name,
    rows: events * perEvent[t],
    columns: columns.length,
  }));
}
