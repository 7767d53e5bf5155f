import { expect, test } from 'vitest';
import { workWords } from '../../../src/launch/slurm/launcher.js';

test('what a sweep says of failures and silence goes to the jobs that do it, as flags of msm work', () => {
  expect(workWords({})).toEqual([]);
  expect(workWords({ retries: 2, failFast: true, maxFailures: 3, patience: 0.5 })).toEqual(
    ['--retries 2', '--fail-fast', '--max-failures 3', '--worker-patience 0.5'].flatMap((flag) => flag.split(' ')),
  );
});
