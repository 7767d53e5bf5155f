/** The command that trains a task, or does with a run what its options ask for. */
import type { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { flagName } from '../config/describe.js';
import { readCommandLine, spellBooleans, spellDashes } from '../config/flags.js';
import { configError } from '../config/problem.js';
import { readRunOptions } from '../config/run-options.js';
import { sweepSeed } from '../config/seeds.js';
import { RUN_KEYS } from '../config/settings.js';
import type { MsmCommand } from './command.js';
import { presetNote } from './preset-command.js';
import type { SimulationReport } from './report.js';
import { RunCommand, runCommandFlags } from './run-command.js';
import type { ParsedRun } from './run-flags.js';
import { BEST_FLAG, idleFlags, noteIdle, type TrainedTasks, testedRun } from './trained.js';

const trainFlags = (tasks: TrainedTasks) => ({
  ...runCommandFlags(tasks.family),
  ...idleFlags(tasks),
  evaluate: Flags.boolean({
    helpGroup: 'RUN',
    description: 'Test the network of a finished run instead of training: needs --resume RUN.',
  }),
  best: BEST_FLAG,
});

interface ResumedLine {
  readonly argv: string[];
  /** The run that is named behind --resume. */
  readonly run?: string;
}

/** Takes `--resume RUN` out of a command line; a bare `--resume` is another option and stays. */
function takeResume(argv: readonly string[]): ResumedLine {
  const at = argv.findIndex((word) => word === '--resume' || word.startsWith('--resume='));
  if (at < 0) return { argv: [...argv] };
  const isOneWord = argv[at] !== '--resume';
  const run = isOneWord ? argv[at].slice('--resume='.length) : argv[at + 1];
  if (run === undefined || run === '' || (!isOneWord && run.startsWith('-'))) return { argv: [...argv] };
  return { argv: [...argv.slice(0, at), ...argv.slice(at + (isOneWord ? 1 : 2))], run };
}

/** Flags that say what is run, what is recorded of it and where it goes: a run that goes on has all that. */
const OF_THE_START: readonly string[] = [
  ...RUN_KEYS.filter((key) => key !== 'seed'),
  ...['preset', 'sweep', 'from-run', 'search', 'budget', 'startup', 'objective'],
  ...['out', 'plot', 'dry-run', 'print-config'],
];

/** Refuses flags beside `--resume` that would have no effect. @throws E_CONFIG */
function assertNoneOfTheStart(run: string, { raw }: ParsedRun, others: readonly string[]): void {
  const idle = raw.find(({ type, flag = '' }) => type === 'flag' && [...OF_THE_START, ...others].includes(flag));
  if (idle === undefined) return;
  throw configError(
    `--${idle.flag} has no effect beside --resume: ${run} goes on as it was begun`,
    `--${idle.flag}`,
    'Leave it out.',
  );
}

/** Goes on with a run, if the options that stand beside it are those that it has. `task`: of the command; undefined if it is that of any. */
async function goOn(
  { word, family, taskKey, explicit }: TrainedTasks,
  task: string | undefined,
  command: MsmCommand<SimulationReport>,
  run: string,
  parsed: ParsedRun,
): Promise<SimulationReport> {
  const [{ resumeFolder }, { assertFits }, { isRunFolder, readRun }, { assertFolder }] = await Promise.all([
    import('./resume-folder.js'),
    import('../run/fitting.js'),
    import('../run/folder.js'),
    import('../run/layout.js'),
  ]);
  assertFolder(run, '--resume');
  if (isRunFolder(run)) {
    const { family: name, parameters, seed } = readRun(run);
    const next = `Go on with: msm resume ${run}`;
    if (name !== family.schema.name)
      throw configError(
        `--resume ${run} is a run of the family ${name}, not of ${family.schema.name}`,
        '--resume',
        next,
      );
    const own = taskKey === undefined ? undefined : parameters[taskKey];
    if (task !== undefined && own !== undefined && own !== task)
      throw configError(`--resume ${run} is one of msm ${word} ${own}, not of ${task}`, '--resume', next);
    assertNoneOfTheStart(run, parsed, []);
    const { settings, run: options } = readCommandLine(family.schema, parsed.raw);
    assertFits(family.schema, run, explicit(parameters), settings, []);
    if (options.seed !== undefined && sweepSeed(readRunOptions(options)) !== seed)
      throw configError(`${run} has seed ${seed}, not ${options.seed.text}`, '--seed', 'Leave it out.');
  } else {
    // a sweep has several values of some
    assertNoneOfTheStart(run, parsed, ['seed', 'set', ...family.schema.parameters.map(({ key }) => flagName(key))]);
  }
  return resumeFolder(command, run, parsed.flags);
}

/** The task that a command line names, by `--task qa` or `--set task=qa`; undefined if it names none that is known. */
function namedTask({ taskKey, tasks }: TrainedTasks, argv: readonly string[]): string | undefined {
  if (taskKey === undefined) return undefined;
  const named = argv.flatMap((word, i) => {
    if (word === `--${taskKey}`) return argv.slice(i + 1, i + 2);
    const [, text] = new RegExp(`^(?:--|--set=)?${taskKey}=(.*)$`).exec(word) ?? [];
    return text === undefined ? [] : [text];
  });
  return named.findLast((task) => Object.hasOwn(tasks, task));
}

/** The command that trains a task. `words`: what it is called by; the one of the topic itself is that of any task that a person names. */
export function trainCommand(tasks: TrainedTasks, task: string, words: string): Command.Class {
  const { family } = tasks;
  const { summary, description, examples } = tasks.tasks[task];
  return class Train extends RunCommand {
    static override summary = summary;
    static override description = `${description} ${presetNote(task)}`;
    static override examples = examples.map((line) => `<%= config.bin %> ${words} ${line}`);
    static override flags = trainFlags(tasks);
    #task = task;
    #typed: readonly string[] = [];
    #resumed: string | undefined;

    protected override async init(): Promise<void> {
      await super.init();
      this.#typed = this.argv;
      const dashed = spellDashes(this.argv);
      if (words === tasks.word) this.#task = namedTask(tasks, dashed) ?? task;
      const { argv, run } = takeResume(tasks.inOurWords?.(this.#task, dashed) ?? dashed);
      this.argv = argv;
      this.#resumed = run;
    }

    async #parsed(): Promise<ParsedRun> {
      const parsed: ParsedRun = await this.parse(Train, spellBooleans(family.schema, this.argv));
      noteIdle(tasks, this, parsed);
      return parsed;
    }

    protected async read() {
      const parsed = await this.#parsed();
      if (parsed.flags.evaluate !== true) return { family, parsed, base: this.#task };
      if (this.#resumed !== undefined)
        return testedRun(tasks, this.#task, this.#resumed, parsed, { place: '--resume' });
      throw configError('--evaluate needs the run whose network is tested', '--evaluate', 'Name it with --resume RUN.');
    }

    async #done() {
      if (this.#resumed === undefined || this.argv.includes('--evaluate')) return super.perform();
      const own = words === tasks.word ? undefined : this.#task;
      return goOn(tasks, own, this as unknown as MsmCommand<SimulationReport>, this.#resumed, await this.#parsed());
    }

    override async perform() {
      try {
        return await this.#done();
      } catch (error) {
        throw (await import('./as-typed.js')).asPublished(error, tasks.published ?? {}, this.#typed);
      }
    }
  };
}
