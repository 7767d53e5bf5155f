/** Flags that say where the runs of a sweep are done. */
import * as Flags from '@oclif/core/flags';

const LAUNCH = 'LAUNCH';

/** Names of the launchers. */
export const LAUNCHER_NAMES = ['local', 'slurm', 'mpi'] as const;
export type LauncherName = (typeof LAUNCHER_NAMES)[number];

/** Flags of every command that begins or goes on with a sweep. */
export const LAUNCH_FLAGS = {
  launcher: Flags.option({
    options: LAUNCHER_NAMES,
    helpGroup: LAUNCH,
    description:
      'Where runs are done: here, in job arrays of Slurm, or by the ranks of mpirun or srun. Default: local.',
  })(),
  partition: Flags.string({ helpGroup: LAUNCH, helpValue: 'NAME', description: 'Slurm: partition of the jobs.' }),
  time: Flags.string({
    helpGroup: LAUNCH,
    helpValue: 'TIME',
    description: 'Slurm: time limit of a job; before it ends, checkpoints are written and the job queues again.',
  }),
  mem: Flags.string({ helpGroup: LAUNCH, helpValue: 'SIZE', description: 'Slurm: memory of a job, as 4G.' }),
  account: Flags.string({ helpGroup: LAUNCH, helpValue: 'NAME', description: 'Slurm: account that pays.' }),
  sbatch: Flags.string({
    helpGroup: LAUNCH,
    helpValue: 'NAME=VALUE',
    multiple: true,
    multipleNonGreedy: true,
    description: 'Slurm: any other option of sbatch; --sbatch-NAME VALUE is the same. Example: --sbatch-qos long',
  }),
  'tasks-per-job': Flags.integer({
    helpGroup: LAUNCH,
    helpValue: 'N',
    min: 1,
    description: 'Slurm: runs that one element of a job array does. Default: 1; take more if runs are short.',
  }),
  'max-running': Flags.integer({
    helpGroup: LAUNCH,
    helpValue: 'N',
    min: 1,
    description: 'Slurm: elements that run at the same time at most. Default: as the cluster likes.',
  }),
  detach: Flags.boolean({
    helpGroup: LAUNCH,
    description:
      'Slurm: submit and return; msm status shows how it goes, msm resume waits for it and does what is left.',
  }),
};

/** The first of the flags that only Slurm has a use for, as typed; undefined if none was given. */
export function slurmFlag(flags: { readonly [name: string]: unknown }): string | undefined {
  const names = Object.keys(LAUNCH_FLAGS).filter((name) => name !== 'launcher');
  const given = names.find((name) => flags[name] !== undefined && flags[name] !== false);
  return given === undefined ? undefined : `--${given}`;
}

/** The message to a person who asks the program to stop: jobs in a queue are not stopped by that. */
export function stopText(signal: string, flags: { readonly [name: string]: unknown }): string {
  const what = flags.launcher === 'slurm' ? 'no more waiting; jobs in the queue go on' : 'writing a checkpoint';
  return `${signal}: ${what}; once more stops at once`;
}
