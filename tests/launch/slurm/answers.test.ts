import { describe, expect, it } from 'vitest';
import {
  type Answer,
  isLive,
  lastWords,
  parseJobNumber,
  parseMaxArraySize,
  parseMaxSubmit,
  parseQueue,
  refusalOf,
} from '../../../src/launch/slurm/answers.js';

const said = (stdout: string, stderr = '', status: number | null = 0): Answer => ({ status, stdout, stderr });

/** As slurm-wlm 22.05 prints it for `--array --states=all --format=%F|%K|%T|%r|%j`. */
const QUEUE = `ARRAY_JOB_ID|ARRAY_TASK_ID|STATE|REASON|NAME
1|3|COMPLETED|None|msm-grid-0123abcd-0001
1|0|RUNNING|None|msm-grid-0123abcd-0001
1|2|FAILED|NonZeroExitCode|msm-grid-0123abcd-0001
12|N/A|PENDING|Resources|msm-grid-0123abcd-0002
`;

describe('the answer of squeue', () => {
  it('lists the elements of arrays, ended ones too, and leaves out what is no array', () => {
    expect(parseQueue(said(QUEUE))).toEqual([
      { arrayJob: '1', element: 3, state: 'COMPLETED', reason: 'None', name: 'msm-grid-0123abcd-0001' },
      { arrayJob: '1', element: 0, state: 'RUNNING', reason: 'None', name: 'msm-grid-0123abcd-0001' },
      { arrayJob: '1', element: 2, state: 'FAILED', reason: 'NonZeroExitCode', name: 'msm-grid-0123abcd-0001' },
    ]);
  });

  it('with the header alone says that there are no jobs', () => {
    expect(parseQueue(said('ARRAY_JOB_ID|ARRAY_TASK_ID|STATE|REASON|NAME\n'))).toEqual([]);
  });

  it.each([
    ['nothing at all', said('')],
    ['an error', said('', 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n', 1)],
    ['an error behind a full table', said(QUEUE, '', 1)],
    ['no end in time', said(QUEUE, '', null)],
    ['a login message in place of a table', said('Welcome to the cluster\n')],
    ['a table that was cut in a line', said(`${QUEUE}1|4|PEN`)],
  ])('that is %s is no answer', (_, answer) => {
    expect(parseQueue(answer)).toBeUndefined();
  });
});

describe('the state of a job', () => {
  it.each(['PENDING', 'RUNNING', 'COMPLETING', 'CONFIGURING', 'REQUEUED', 'REQUEUE_HOLD', 'SUSPENDED'])(
    '%s means that it may still run',
    (state) => expect(isLive(state)).toBe(true),
  );

  it.each(['COMPLETED', 'FAILED', 'CANCELLED', 'TIMEOUT', 'NODE_FAIL', 'OUT_OF_MEMORY'])('%s is an end', (state) =>
    expect(isLive(state)).toBe(false),
  );

  it('that nobody knows counts as alive', () => expect(isLive('SOMETHING_NEW')).toBe(true));
});

describe('the answer of sbatch', () => {
  it.each([
    ['17\n', '17'],
    ['17;cluster2\n', '17'],
    ['note: this site asks you to be nice\n17\n', '17'],
  ])('%j has the number of the job', (stdout, job) => expect(parseJobNumber(said(stdout))).toBe(job));

  it.each([said(''), said('17\n', '', 1), said('Submitted batch job\n')])('without a number is unknown', (answer) =>
    expect(parseJobNumber(answer)).toBeUndefined(),
  );

  it.each([
    ['unreachable', 'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)'],
    ['unreachable', 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation'],
    ['unreachable', 'sbatch: error: s_p_parse_file: cannot stat file /nonexist: No such file or directory'],
    ['unreachable', 'cannot execute sbatch: ENOENT'],
    ['full', 'sbatch: error: AssocMaxSubmitJobLimit'],
    [
      'full',
      "sbatch: error: QOSMaxSubmitJobPerUserLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
    ],
    [
      'refused',
      'sbatch: error: invalid partition specified: nope\nallocation failure: Invalid partition name specified',
    ],
    ['refused', 'sbatch: error: Invalid --time specification'],
    ['refused', 'sbatch: unrecognized option \'--bogus\'\nTry "sbatch --help" for more information'],
  ] as const)('is read as %s: %s', (kind, stderr) => expect(refusalOf(said('', stderr, 1))).toBe(kind));

  it('that never came is unreachable, because the job may be there', () =>
    expect(refusalOf(said('', '', null))).toBe('unreachable'));

  it('is told in its last words', () => {
    expect(lastWords(said('', 'sbatch: error: invalid partition specified: nope\n', 1))).toBe(
      'invalid partition specified: nope',
    );
    expect(lastWords(said('', 'sbatch: unrecognized option \'--bogus\'\nTry "sbatch --help" for more\n', 1))).toBe(
      "unrecognized option '--bogus'",
    );
    expect(lastWords(said('', '', null))).toBe('it did not answer');
    expect(lastWords(said('', '', 3))).toBe('it ended with status 3');
  });
});

describe('the limits', () => {
  it('are read from scontrol and sacctmgr', () => {
    const config = 'MaxArraySize            = 1001\nMaxJobCount             = 10000\n';
    expect(parseMaxArraySize(said(config))).toBe(1001);
    expect(parseMaxSubmit(said('\n5000\n200\n'))).toBe(200);
  });

  it('are unknown if they are not told', () => {
    expect(parseMaxArraySize(said('', 'slurm_load_ctl_conf error', 1))).toBeUndefined();
    expect(parseMaxArraySize(said('MaxJobCount = 10000\n'))).toBeUndefined();
    expect(parseMaxSubmit(said('You are not running a supported accounting_storage plugin\n', '', 1))).toBeUndefined();
    expect(parseMaxSubmit(said('\n\n'))).toBeUndefined();
  });
});
