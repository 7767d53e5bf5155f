/** The text of the script that Slurm runs for each element of an array. */

/** Seconds before the time limit at which a job is told to write its checkpoints. */
export const SIGNAL_SECONDS = 90;

/** A job that was requeued this often is getting nowhere: its time limit may be too short for a single checkpoint. */
const MAX_RESTARTS = 1000;

export interface ScriptContent {
  /** Sentence for the head of the script. */
  readonly title: string;
  /** The Node binary and the program's entry. */
  readonly node: string;
  readonly program: string;
  /** Absolute folder of the sweep. */
  readonly folder: string;
  /** Absolute path of the file whose line e + 1 lists the runs of element e. */
  readonly tasks: string;
  /** Further arguments for the program. */
  readonly words?: readonly string[];
}

/** A word quoted so that the shell takes it as it is. */
export const shellQuoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * The script. The signal before the time limit comes to the shell alone and is passed on; a program that was stopped by it exits
 * with 75, and then the element is put into the queue again. SIGTERM (cancelling, preemption) comes to all processes of the job, so
 * the shell only waits. The exit status is the program's own.
 */
export function scriptText({ title, node, program, folder, tasks, words = [] }: ScriptContent): string {
  const [exe, entry, place, list] = [node, program, folder, tasks].map(shellQuoted);
  const further = words.map((word) => ` ${shellQuoted(word)}`).join('');
  return `#!/bin/bash
# ${title}
tasks=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" ${list})
if [ -z "$tasks" ]; then
  echo "line $((SLURM_ARRAY_TASK_ID + 1)) of "${list}" is missing" >&2
  exit 74
fi
# a claim of this job on another machine is that of an earlier start of it
export MSM_JOB="slurm:$SLURM_ARRAY_JOB_ID:$SLURM_ARRAY_TASK_ID"
passed_on=
pass_on() {
  if [ -z "$passed_on" ]; then passed_on=yes; kill -USR1 "$child"; fi
}
trap : TERM
${exe} ${entry} work ${place} --tasks "$tasks" --jobs "\${SLURM_CPUS_PER_TASK:-1}"${further} &
child=$!
trap pass_on USR1
# a signal breaks a wait off; the status of a child that has ended can be asked for again
wait "$child"
while kill -0 "$child" 2>/dev/null; do wait "$child"; done
wait "$child"
status=$?
if [ "$status" -eq 75 ] && [ -n "$passed_on" ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt ${MAX_RESTARTS} ]; then
  echo "stopped before the time limit; requeued"
  # this ends the script as well; where it is forbidden the sweep is gone on with by msm resume
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}"
fi
exit "$status"
`;
}
