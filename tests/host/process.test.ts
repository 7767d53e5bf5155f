import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  isAlive,
  isProcessName,
  LEASE_MS,
  livesHere,
  mayWork,
  NAMELESS_MS,
  thisProcess,
} from '../../src/host/process.js';

/** Larger than any process number that Linux gives (2^22). */
const NO_PROCESS = 2 ** 22 + 1;

/** Makes the system answer so when it is asked whether a process lives. */
const answer = (code: string) =>
  vi.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error(`kill ${code}`), { code });
  });

describe('whether a process lives', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('is asked of the system without a signal to it', () => {
    const kill = vi.spyOn(process, 'kill');
    expect(isAlive(process.pid)).toBe(true);
    expect(kill.mock.calls).toEqual([[process.pid, 0]]);
    expect(isAlive(NO_PROCESS)).toBe(false);
  });

  it('is yes if the system forbids to ask, as for that of another user', () => {
    answer('EPERM');
    expect(isAlive(process.pid)).toBe(true);
    expect(livesHere({ ...thisProcess(), start: null })).toBe(true);
    // a system that hides the processes of others gives no start to compare
    expect(livesHere({ ...thisProcess(), pid: NO_PROCESS })).toBe(true);
    expect(mayWork({ ...thisProcess(), pid: NO_PROCESS }, undefined, 0)).toBe(true);
  });

  it.each(['ESRCH', 'EINVAL'])('is no if the system knows none (%s)', (code) => {
    answer(code);
    expect(isAlive(process.pid)).toBe(false);
    expect(livesHere({ ...thisProcess(), pid: NO_PROCESS })).toBe(false);
    expect(livesHere({ ...thisProcess(), start: null })).toBe(false);
  });

  it('is told by its start, and is not known of another machine, boot or container', () => {
    expect(livesHere(thisProcess())).toBe(true);
    expect(livesHere({ ...thisProcess(), start: '1' })).toBe(false);
    expect(livesHere({ ...thisProcess(), pid: NO_PROCESS })).toBe(false);
    for (const other of [{ host: 'another' }, { boot: 'another' }, { namespace: 'pid:[1]' }]) {
      expect(livesHere({ ...thisProcess(), ...other })).toBeUndefined();
    }
  });
});

describe('who may be at work', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('is, of another machine, who gave a sign of life within the lease', () => {
    const owner = { ...thisProcess(), host: 'another' };
    expect(mayWork(owner, 1000, 1000 + LEASE_MS - 1)).toBe(true);
    expect(mayWork(owner, 1000, 1000 + LEASE_MS)).toBe(false);
    expect(mayWork(owner, undefined, 1000)).toBe(false);
  });

  it('is, where nobody is named, whoever may be writing it', () => {
    expect(mayWork(undefined, 1000, 1000 + NAMELESS_MS - 1)).toBe(true);
    expect(mayWork(undefined, 1000, 1000 + NAMELESS_MS)).toBe(false);
  });

  it('is not who did the job of a scheduler that was started again here', () => {
    const owner = { ...thisProcess(), host: 'another', job: '17' };
    expect(mayWork(owner, 1000, 1000)).toBe(true);
    vi.stubEnv('MSM_JOB', '18');
    expect(mayWork(owner, 1000, 1000)).toBe(true);
    vi.stubEnv('MSM_JOB', '17');
    expect(mayWork(owner, 1000, 1000)).toBe(false);
    // one that is here is asked, whatever its job
    expect(mayWork({ ...thisProcess(), job: '17' }, undefined, 1000)).toBe(true);
  });
});

describe('the name of a process', () => {
  it('is one of this shape, with or without a container', () => {
    const { namespace, ...old } = thisProcess();
    expect([isProcessName(old), isProcessName({ ...old, namespace }), isProcessName({ ...old, start: null })]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each([
    null,
    'x',
    {},
    { ...thisProcess(), pid: 1.5 },
    { ...thisProcess(), host: 1 },
    { ...thisProcess(), start: 5 },
    { ...thisProcess(), namespace: 5 },
    { ...thisProcess(), job: undefined },
  ])('is none of %j', (value) => {
    expect(isProcessName(value)).toBe(false);
  });
});
