/** Tables of a finished run: phases, scores of trials, attractors, the decoded free run. */
import { frobeniusNorm } from '../../analysis/asymmetry.js';
import { correlation } from '../../analysis/correlation.js';
import { transitionTable } from '../../analysis/sequence.js';
import type { ResultTable } from '../record.js';
import {
  f64,
  i32,
  integer,
  number,
  orNull,
  type RowColumn,
  table,
  tableOf,
  word,
} from '../recording/filled-columns.js';
import { couplingTable, dwellTable, pairTable, spectrumTable } from './matrix-results.js';
import { couplings } from './network.js';
import { AT_ZERO, type Search, SPECTRUM_UP_TO, searchesOf, trialsOf } from './outcomes.js';
import type { AttractorRun } from './run.js';

const phaseTable = ({ placed }: AttractorRun): ResultTable =>
  tableOf('phases', 'phases of the run', placed, [
    integer('phase', 'number of the phase', ({ index }) => index),
    word('name', 'what it does', ({ phase }) => phase.name),
    integer('first', 'first step', ({ first }) => first),
    integer('steps', 'steps', ({ phase }) => phase.steps),
  ]);

/** A search by its number, with the correlation of its end with its pattern. */
interface NumberedSearch extends Search {
  readonly number: number;
  /** Absent for a state at zero, which has none. */
  readonly correlation?: number;
}

const SEARCH_COLUMNS: readonly RowColumn<NumberedSearch>[] = [
  integer('search', 'number of the search', (search) => search.number),
  integer('phase', 'phase', ({ phase }) => phase),
  number('level', 'noise level of the start', ({ level }) => level),
  integer('pattern', 'pattern that it started from', ({ pattern }) => pattern),
  word(
    'status',
    'fixed point, two-cycle, cycle, not converged; zero: the state without activity; converged by the free-energy test',
    ({ status }) => status,
  ),
  integer('period', '1 for a fixed point, the period of a cycle, 0 if not known', ({ period }) => period),
  integer('steps', 'steps done', ({ steps }) => steps),
  number('energy_start', 'published free energy of the start', ({ energyStart }) => energyStart),
  number('energy_end', 'published free energy of the end', ({ energyEnd }) => energyEnd),
  number('norm', 'size of the end, the root of the sum of its squares', ({ end }) => frobeniusNorm(end)),
  number(
    'correlation',
    'correlation of the end with the pattern; a state at zero has none',
    (search) => search.correlation,
  ),
];

function searchTables({ network, patterns }: AttractorRun, searches: readonly Search[]): readonly ResultTable[] {
  const numbered = searches.map((search, at): NumberedSearch => {
    const { status, end, pattern } = search;
    return { ...search, number: at, correlation: status === AT_ZERO ? undefined : correlation(end, patterns[pattern]) };
  });
  const ends = numbered.flatMap((search) =>
    Array.from({ length: network.n }, (_, unit) => ({ search: search.number, unit, value: search.end[unit] })),
  );
  return [
    tableOf('searches', 'how each attractor search ended', numbered, SEARCH_COLUMNS),
    tableOf('attractors', 'last state of each attractor search', ends, [
      integer('search', 'number of the search', ({ search }) => search),
      integer('unit', 'node', ({ unit }) => unit),
      number('sigma', 'state', ({ value }) => value),
    ]),
  ];
}

const trialTable = (run: AttractorRun): ResultTable =>
  tableOf('trials', 'how well the mean state of each trial resembles the pattern', trialsOf(run), [
    integer('phase', 'phase', ({ phase }) => phase),
    integer('pattern', 'row of the patterns, or of the test patterns', ({ pattern }) => pattern),
    number('r2_in', 'squared correlation of the noisy pattern with the clean one', ({ r2In }) => r2In),
    number('r2_out', 'squared correlation of the mean state with the clean pattern', ({ r2Out }) => r2Out),
  ]);

function sequenceTables({ block, patterns }: AttractorRun): readonly ResultTable[] {
  const [labels, k] = [block.i32('labels').slice(), patterns.length];
  const counts = transitionTable(labels, k);
  return [
    table('sequence', 'the free run decoded: the pattern that each state resembles most', [
      i32(
        'free_step',
        'step of the free run',
        Int32Array.from(labels, (_, t) => t),
      ),
      i32('pattern', 'pattern, -1 for none', labels),
      f64('correlation', 'correlation of the state with it', [...block.f64('resemblance')].map(orNull)),
    ]),
    tableOf(
      'transitions',
      'how often a pattern was followed by another from one step to the next',
      [...counts.keys()],
      [
        integer('from', 'pattern', (at) => Math.floor(at / k)),
        integer('to', 'pattern at the next step', (at) => at % k),
        integer('count', 'times', (at) => counts[at]),
      ],
    ),
    dwellTable(labels, k),
  ];
}

/** Patterns and the attractors of each phase at its first noise level, compared within themselves. */
function pairs({ network, patterns, placed }: AttractorRun, searches: readonly Search[]): ResultTable {
  const k = patterns.length;
  const rowsOf = (states: readonly Float64Array[]): Float64Array => Float64Array.from(states.flatMap((s) => [...s]));
  const sets = placed
    .filter(({ phase }) => phase.kind === 'attractors')
    .map(({ index }) => {
      const own = searches.filter(({ phase }) => phase === index).slice(0, k);
      // what is left of a state at zero has a direction, but a meaningless one
      const states = own.map(({ end, status }) => (status === AT_ZERO ? end.map(() => Number.NaN) : end));
      return { of: `attractors of phase ${index}`, rows: rowsOf(states), k };
    });
  return pairTable([{ of: 'patterns', rows: rowsOf(patterns), k }, ...sets], network.n);
}

/** Tables of a finished run. */
export function attractorResults(run: AttractorRun): readonly ResultTable[] {
  const searches = searchesOf(run);
  const { n } = run.network;
  const J = couplings(run.network);
  return [
    phaseTable(run),
    couplingTable(J, n),
    ...(n <= SPECTRUM_UP_TO ? [spectrumTable(J, n)] : []),
    pairs(run, searches),
    ...(searches.length > 0 ? searchTables(run, searches) : []),
    ...(run.block.f64('trials').length > 0 ? [trialTable(run)] : []),
    ...(run.block.i32('labels').length > 0 ? sequenceTables(run) : []),
  ];
}
