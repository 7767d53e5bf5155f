/** Command lines of a family as plans, within the process of the test. */
import { Parser } from '@oclif/core';
import {
  type Below,
  familyFlags,
  type ParsedRun,
  RUN_FLAGS,
  runRequest,
  SYSTEM_SOURCES,
} from '../../src/cli/run-flags.js';
import type { Family } from '../../src/model/family.js';
import { type PlannedRuns, planRuns } from '../../src/run/plan-runs.js';

/** The plan of a command line; `onNote` hears what is said of it. */
export async function planOf(
  family: Family,
  argv: readonly string[],
  below: Below = {},
  onNote: (text: string) => void = () => {},
): Promise<PlannedRuns> {
  const flags = { ...familyFlags(family), ...RUN_FLAGS };
  const parsed = await Parser.parse([...argv], { flags, args: {}, strict: true });
  return planRuns(await runRequest(family, parsed as ParsedRun, below, { ...SYSTEM_SOURCES, onNote }));
}
