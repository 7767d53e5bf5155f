/** Tables of a finished run: phases, scores of trials, attractors, the decoded free run. */
import { frobeniusNorm } from '../../analysis/asymmetry.js';
import { correlation } from '../../analysis/correlation.js';
import { transitionTable } from '../../analysis/sequence.js';
import type { ResultColumn, ResultTable } from '../record.js';
import { orNull } from '../recording/filled-columns.js';
import { couplingTable, dwellTable, pairTable, spectrumTable } from './matrix-results.js';
import { couplings } from './network.js';
import { AT_ZERO, type Search, SPECTRUM_UP_TO, searchesOf, trialsOf } from './outcomes.js';
import type { AttractorRun } from './run.js';

const f64 = (name: string, meaning: string, unit?: string): ResultColumn => ({
  name,
  type: 'f64',
  meaning,
  nullable: true,
  ...(unit === undefined ? {} : { unit }),
});
const i32 = (name: string, meaning: string): ResultColumn => ({ name, type: 'i32', meaning });

function phaseTable(run: AttractorRun): ResultTable {
  const { placed } = run;
  return {
    name: 'phases',
    meaning: 'phases of the run',
    columns: [
      i32('phase', 'number of the phase'),
      { name: 'name', type: 'text', meaning: 'what it does' },
      i32('first', 'first step'),
      i32('steps', 'steps'),
    ],
    rows: [
      Int32Array.from(placed, ({ index }) => index),
      placed.map(({ phase }) => phase.name),
      Int32Array.from(placed, ({ first }) => first),
      Int32Array.from(placed, ({ phase }) => phase.steps),
    ],
  };
}

function searchTables(run: AttractorRun, searches: readonly Search[]): readonly ResultTable[] {
  const { network, patterns } = run;
  const { n } = network;
  const each = <T>(value: (search: Search) => T): T[] => searches.map(value);
  const flat = searches.flatMap((search, s) =>
    Array.from({ length: n }, (_, unit) => ({ s, unit, value: search.end[unit] })),
  );
  return [
    {
      name: 'searches',
      meaning: 'how each attractor search ended',
      columns: [
        i32('search', 'number of the search'),
        i32('phase', 'phase'),
        f64('level', 'noise level of the start'),
        i32('pattern', 'pattern that it started from'),
        {
          name: 'status',
          type: 'text',
          meaning:
            'fixed point, two-cycle, cycle, not converged; zero: the state without activity; converged by the free-energy test',
        },
        i32('period', '1 for a fixed point, the period of a cycle, 0 if not known'),
        i32('steps', 'steps done'),
        f64('energy_start', 'published free energy of the start'),
        f64('energy_end', 'published free energy of the end'),
        f64('norm', 'size of the end, the root of the sum of its squares'),
        f64('correlation', 'correlation of the end with the pattern; a state at zero has none'),
      ],
      rows: [
        Int32Array.from(searches, (_, s) => s),
        Int32Array.from(searches, ({ phase }) => phase),
        each(({ level }) => level),
        Int32Array.from(searches, ({ pattern }) => pattern),
        each(({ status }) => status),
        Int32Array.from(searches, ({ period }) => period),
        Int32Array.from(searches, ({ steps }) => steps),
        each(({ energyStart }) => orNull(energyStart)),
        each(({ energyEnd }) => orNull(energyEnd)),
        each(({ end }) => orNull(frobeniusNorm(end))),
        each(({ end, pattern, status }) => (status === AT_ZERO ? null : orNull(correlation(end, patterns[pattern])))),
      ],
    },
    {
      name: 'attractors',
      meaning: 'last state of each attractor search',
      columns: [i32('search', 'number of the search'), i32('unit', 'node'), f64('sigma', 'state')],
      rows: [
        Int32Array.from(flat, ({ s }) => s),
        Int32Array.from(flat, ({ unit }) => unit),
        flat.map(({ value }) => orNull(value)),
      ],
    },
  ];
}

function trialTable(run: AttractorRun): ResultTable {
  const trials = trialsOf(run);
  return {
    name: 'trials',
    meaning: 'how well the mean state of each trial resembles the pattern',
    columns: [
      i32('phase', 'phase'),
      i32('pattern', 'row of the patterns, or of the test patterns'),
      f64('r2_in', 'squared correlation of the noisy pattern with the clean one'),
      f64('r2_out', 'squared correlation of the mean state with the clean pattern'),
    ],
    rows: [
      Int32Array.from(trials, ({ phase }) => phase),
      Int32Array.from(trials, ({ pattern }) => pattern),
      trials.map(({ r2In }) => orNull(r2In)),
      trials.map(({ r2Out }) => orNull(r2Out)),
    ],
  };
}

function sequenceTables(run: AttractorRun): readonly ResultTable[] {
  const { block, patterns } = run;
  const [labels, k] = [block.i32('labels').slice(), patterns.length];
  const counts = transitionTable(labels, k);
  return [
    {
      name: 'sequence',
      meaning: 'the free run decoded: the pattern that each state resembles most',
      columns: [
        i32('free_step', 'step of the free run'),
        i32('pattern', 'pattern, -1 for none'),
        f64('correlation', 'correlation of the state with it'),
      ],
      rows: [Int32Array.from(labels, (_, t) => t), labels, [...block.f64('resemblance')].map(orNull)],
    },
    {
      name: 'transitions',
      meaning: 'how often a pattern was followed by another from one step to the next',
      columns: [i32('from', 'pattern'), i32('to', 'pattern at the next step'), i32('count', 'times')],
      rows: [
        Int32Array.from(counts, (_, at) => Math.floor(at / k)),
        Int32Array.from(counts, (_, at) => at % k),
        counts,
      ],
    },
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
