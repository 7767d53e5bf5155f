/** What the commands of a family share whose networks are trained by published programs: their options, and how a finished run is tested. */
import * as Flags from '@oclif/core/flags';
import { foundInputs } from '../config/inputs.js';
import { configError } from '../config/problem.js';
import type { TextSetting } from '../config/settings.js';
import type { Family, PresetCommands } from '../model/family.js';
import type { Parameters } from '../model/schema.js';
import type { MsmCommand } from './command.js';
import type { Below, ParsedRun } from './run-flags.js';

/** The tasks of such a family: each is a command, with the ways train, test and record. */
export interface TrainedTasks {
  /** What the commands begin with, behind `msm`. */
  readonly word: string;
  readonly family: Family;
  /** Each a preset of the same name. */
  readonly tasks: PresetCommands;
  /** Key of the parameter that says the task; absent: the family has one. */
  readonly taskKey?: string;
  /** Options of the published programs without a meaning here; true: a value follows. */
  readonly idle: { readonly [flag: string]: boolean };
  /** The words of a published command line of a task, where one of them means something else here; absent: none does. */
  readonly inOurWords?: (task: string, argv: readonly string[]) => string[];
  /** Flags of published command lines that are read as others, by those, without dashes; absent: none. */
  readonly published?: { readonly [flag: string]: string };
  /** Keys of parameters that a test may have otherwise than the training. */
  readonly free: readonly string[];
  /** The parameters of a run with the values that hold where nothing was said. */
  readonly explicit: (parameters: Parameters) => Parameters;
  /** What makes a test of a run. */
  readonly tested: { readonly [key: string]: string };
  /** What the commands that look at a finished run say of themselves. */
  readonly ways: { readonly [way in 'test' | 'record']: PresetCommands[string] };
  /** The flag that says how many examples are recorded, what it sets, and how many there are without it. */
  readonly recorded: { readonly flag: string; readonly keys: readonly string[]; readonly usual: string };
}

/** Flags for options without a meaning: accepted, so that published command lines work as they are. */
export const idleFlags = ({ idle }: TrainedTasks) =>
  Object.fromEntries(
    Object.entries(idle).map(([name, takesValue]) => [
      name,
      takesValue ? Flags.string({ hidden: true }) : Flags.boolean({ hidden: true }),
    ]),
  );

export const BEST_FLAG = Flags.boolean({
  helpGroup: 'RUN',
  description: 'With the weights of the epoch with the best validation, not the last ones.',
});

/** Says once which options have no meaning here. */
export function noteIdle({ idle }: TrainedTasks, command: MsmCommand<object>, { flags }: ParsedRun): void {
  const said = Object.keys(idle).filter((name) => flags[name] !== undefined);
  if (said.length === 0) return;
  const list = said.map((name) => `--${name}`).join(', ');
  command.say(`${list}: accepted as the published program does, without a meaning here`);
}

/** What lies below the command line of a test: the finished run with its weights, what makes it a test, and `more`. `place`: what a person calls the run by. Throws E_CONFIG for options that do not fit it. */
export async function testedRun(
  { word, family, taskKey, explicit, free, tested }: TrainedTasks,
  task: string,
  run: string,
  parsed: ParsedRun,
  { place = 'RUN', more = [] }: { readonly place?: string; readonly more?: readonly TextSetting[] } = {},
): Promise<{ readonly family: Family; readonly parsed: ParsedRun } & Below> {
  const [{ finishedRun, layerOfRun }, { assertFits }, { join }, { existsSync }] = await Promise.all([
    import('../run/from-run.js'),
    import('../run/fitting.js'),
    import('node:path'),
    import('node:fs'),
  ]);
  const stored = finishedRun(family, run, place);
  const own = taskKey === undefined ? task : stored.parameters[taskKey];
  if (own !== task) throw configError(`${place} ${run} is one of msm ${word} ${own}, not of ${task}`, place);
  const made = Object.entries(tested).map(([key, text]) => ({ key, text, place: 'a test' }));
  const layer = layerOfRun(family, run, stored);
  const settings = [...layer.settings, ...more];
  const best = join(run, 'best.safetensors');
  const isBest = parsed.flags.best === true;
  if (isBest && !existsSync(best)) throw configError(`${run} has no best weights: it had no epoch`, '--best');
  return {
    family,
    parsed,
    between: { ...layer, settings, inputs: foundInputs(isBest ? { weights: [best] } : (layer.inputs ?? {})) },
    above: made,
    assertFits: (said) => assertFits(family.schema, run, explicit(stored.parameters), said, free),
  };
}
