/** The commands that look at the network of a finished run. */
import * as Args from '@oclif/core/args';
import type { Command } from '@oclif/core/command';
import { spellBooleans, spellDashes } from '../config/flags.js';
import { valueError } from '../config/problem.js';
import type { TextSetting } from '../config/settings.js';
import { findParameter } from '../config/validate.js';
import type { PresetCommands } from '../model/family.js';
import { RunCommand, runCommandFlags } from './run-command.js';
import type { ParsedRun } from './run-flags.js';
import { BEST_FLAG, idleFlags, noteIdle, type TrainedTasks, testedRun } from './trained.js';

function testedFlags(tasks: TrainedTasks) {
  const { 'from-run': _, resume: __, ...general } = runCommandFlags(tasks.family);
  return { ...general, ...idleFlags(tasks), best: BEST_FLAG };
}

/** A command that begins with the network of a run. `settings`: what it adds to that of a test, below the command line. */
function testedCommand(
  tasks: TrainedTasks,
  task: string,
  way: string,
  { summary, description, examples }: PresetCommands[string],
  settings: (parsed: ParsedRun) => readonly TextSetting[],
): Command.Class {
  const { word, family } = tasks;
  return class Tested extends RunCommand {
    static override summary = summary;
    static override description = `${description} Options that do not fit the trained network are refused.`;
    static override examples = examples.map((line) => `<%= config.bin %> ${word} ${task} ${way} ${line}`);
    static override args = { run: Args.string({ required: true, description: 'folder of a finished run' }) };
    static override flags = testedFlags(tasks);

    protected override async init(): Promise<void> {
      await super.init();
      this.argv = spellDashes(this.argv);
    }

    protected async read() {
      const { args, flags, raw } = await this.parse(Tested, spellBooleans(family.schema, this.argv));
      const parsed: ParsedRun = { flags, raw };
      noteIdle(tasks, this, parsed);
      return testedRun(tasks, task, args.run, parsed, { more: settings(parsed) });
    }
  };
}

/** The command that tests the network of a finished run. */
export const testCommand = (tasks: TrainedTasks, task: string): Command.Class =>
  testedCommand(tasks, task, 'test', tasks.ways.test, () => []);

/** How many examples are recorded: at least one. Throws E_CONFIG. */
function recordedCount({ family, recorded }: TrainedTasks, { flags }: ParsedRun): string {
  const { flag, keys, usual } = recorded;
  const text = (flags[flag] as string | undefined) ?? usual;
  const parameter = findParameter(family.schema, keys[0]);
  const most = 'max' in parameter ? (parameter.max ?? Infinity) : Infinity;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return text;
  throw valueError({ ...parameter, min: 1 } as typeof parameter, text, `--${flag}`);
}

/** The command that writes what the network of a finished run does with some examples. */
export const recordCommand = (tasks: TrainedTasks, task: string): Command.Class =>
  testedCommand(tasks, task, 'record', tasks.ways.record, (parsed) => {
    const { flag, keys } = tasks.recorded;
    const text = recordedCount(tasks, parsed);
    return keys.map((key) => ({ key, text, place: `--${flag}` }));
  });
