/** What a search reports to people and to programs. */
import { printValue } from '../config/describe.js';
import type { SearchOutcome, SearchSummary } from '../search/search.js';
import { SEARCH_FILE } from '../search/table.js';
import type { Outcome } from '../sweep/work/outcome.js';
import { figureLines, type SimulationReport, simulationReport } from './report.js';
import { countText, numberText, pairs } from './text.js';

/** The report of the sweep, and what the search found. */
export interface SearchReport extends SimulationReport {
  readonly search: SearchSummary;
}

/** Whether an outcome is that of a search. */
export const isSearchOutcome = (outcome: Outcome): outcome is SearchOutcome => 'search' in outcome;

/** The object that `--json` prints. */
export function searchReport(outcome: SearchOutcome): SearchReport {
  return { ...simulationReport(outcome), search: outcome.search };
}

/** A search as lines. */
export function searchLines({ folder, search, elsewhere, left, figures }: SearchReport): readonly string[] {
  const { trials, failed, best, objective, direction } = search;
  const found: readonly (readonly [string, string])[] =
    best === null
      ? [['best', 'no trial succeeded']]
      : [
          [
            direction === 'min' ? 'smallest' : 'largest',
            `${objective} = ${numberText(best.objective)} in trial ${best.trial}`,
          ],
          [
            'at',
            Object.entries(best.values)
              .map(([key, value]) => `${key}=${printValue(value)}`)
              .join(', '),
          ],
          ['its run', best.folder],
        ];
  const open = elsewhere + left;
  return pairs([
    ['sweep folder', folder],
    ['trials', `${countText(trials)}${failed > 0 ? `, ${countText(failed)} failed` : ''}`],
    ...found,
    ['all trials', `${folder}/${SEARCH_FILE}`],
    ...figureLines({ figures }),
    ...(open > 0 ? [['not over', `go on with: msm resume ${folder}`] as const] : []),
  ]);
}
