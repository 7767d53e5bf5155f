/** Where the runs of a command begin: at the start, or where a finished run ended. */
import type { Family } from '../model/family.js';
import { asksForLonger, finishedRun, layerOfRun, namesRecorded } from '../run/from-run.js';
import type { Below, ParsedRun } from './run-flags.js';

export interface Beginning {
  readonly parsed: ParsedRun;
  readonly below: Below;
  /** The finished run that is made longer. */
  readonly goesOnFrom?: string;
}

/**
 * What `--from-run` means: a finished run to begin from, or one to make longer, which is then the preset of the command.
 *
 * @throws E_CONFIG, E_CORRUPT as the run does
 */
export function beginningOf(family: Family, parsed: ParsedRun, below: Below, say: (text: string) => void): Beginning {
  const folder = (parsed.flags['from-run'] as string).replace(/(?<=.)\/+$/, '');
  const typed = parsed.raw.flatMap(({ type, flag }) => (type === 'flag' && flag !== undefined ? [flag] : []));
  const stored = finishedRun(family, folder);
  const between = layerOfRun(family, folder, stored);
  if (asksForLonger(family, stored, typed)) {
    return { parsed: { ...parsed, flags: { ...parsed.flags, preset: folder } }, below: {}, goesOnFrom: folder };
  }
  const why = family.whyNotLonger?.(stored.parameters, namesRecorded(stored));
  say(`begins from the last state of ${folder} as a run of its own${why === undefined ? '' : `: ${why}`}`);
  return { parsed, below: { ...below, between } };
}
