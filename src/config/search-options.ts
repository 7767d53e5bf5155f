/** `--search`, `--budget`, `--startup` and `--objective` as plain data. */

import { parseNumber } from '../method/number-text.js';
import { alternatives, didYouMean, quoted } from '../text.js';
import { configError } from './problem.js';
import type { TextSpace } from './space.js';

export const SEARCH_METHODS = ['tpe', 'random'] as const;
export type SearchMethod = (typeof SEARCH_METHODS)[number];

/** A search as a sweep stores it. */
export interface SearchRequest {
  readonly method: SearchMethod;
  /** Points to try. */
  readonly trials: number;
  /** Points that are drawn before the method learns from results. */
  readonly startup: number;
  /** Name of a number of a run's summary. */
  readonly objective: string;
  readonly direction: 'min' | 'max';
  /** Values and ranges as they were declared. */
  readonly space: TextSpace;
  /** First trial of the generation that a stored request stands for. */
  readonly first?: number;
}

/** Texts of the flags. */
export interface SearchTexts {
  readonly search?: string;
  readonly budget?: string;
  readonly startup?: string;
  readonly objective?: string;
}

const MOST_TRIALS = 100_000;
export const DEFAULT_TRIALS = 64;
const DEFAULT_STARTUP = 8;

function wholeNumber(flag: string, text: string, max: number, min = 1): number {
  const value = parseNumber(text.trim());
  if (value !== undefined && Number.isInteger(value) && value >= min && value <= max) return value;
  throw configError(`${flag} ${quoted(text)}: must be an integer from ${min} to ${max}`, flag);
}

function readObjective(text: string): Pick<SearchRequest, 'objective' | 'direction'> {
  const cut = text.lastIndexOf(':');
  const [objective, direction] = cut < 0 ? [text, 'min'] : [text.slice(0, cut), text.slice(cut + 1)];
  if (direction === 'min' || direction === 'max') return { objective: objective.trim(), direction };
  const guess = didYouMean(direction, ['min', 'max']);
  throw configError(`--objective ${quoted(text)}: must be NAME, NAME:min or NAME:max. ${guess}`.trim(), '--objective');
}

/** The flags of a search; without `--search` none of the others is allowed. @throws E_CONFIG */
export function readSearch(texts: SearchTexts): Omit<SearchRequest, 'space'> | undefined {
  const { search, budget, startup, objective } = texts;
  if (search === undefined) {
    for (const key of ['budget', 'startup', 'objective'] as const) {
      if (texts[key] !== undefined) throw configError(`--${key} belongs to --search`, `--${key}`);
    }
    return undefined;
  }
  const method = SEARCH_METHODS.find((name) => name === search.trim().toLowerCase());
  if (method === undefined) {
    const guess = didYouMean(search, SEARCH_METHODS);
    const message = `--search ${quoted(search)}: must be ${alternatives(SEARCH_METHODS)}. ${guess}`.trim();
    throw configError(message, '--search');
  }
  if (objective === undefined) {
    const next = 'A run that is done lists its numbers with: msm show DIR';
    throw configError('--search needs --objective, a number of the summary, as distance:min', '--objective', next);
  }
  return {
    method,
    trials: budget === undefined ? DEFAULT_TRIALS : wholeNumber('--budget', budget, MOST_TRIALS),
    startup: startup === undefined ? DEFAULT_STARTUP : wholeNumber('--startup', startup, MOST_TRIALS, 0),
    ...readObjective(objective),
  };
}
