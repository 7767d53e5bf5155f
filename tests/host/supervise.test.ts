import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Forwarder } from '../../src/host/supervise.js';

/** The other process: what was done to it, and what it says. */
function process(answers: boolean) {
  const done: string[] = [];
  const hearers: ((message: { kind: 'listening' | 'heard' }) => void)[] = [];
  const tell = (kind: 'listening' | 'heard'): void => {
    for (const hear of hearers) hear({ kind });
  };
  const child = {
    connected: true,
    kill: (signal?: NodeJS.Signals | number) => done.push(`killed with ${signal}`) > 0,
    send: (message: object) => {
      done.push(JSON.stringify(message));
      if (answers) tell('heard');
    },
    on: (_: 'message', hear: (typeof hearers)[number]) => hearers.push(hear),
  };
  return { child, done, tell };
}

describe('signals to a process whose step may never return', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const begin = (answers: boolean) => {
    const { child, done, tell } = process(answers);
    const said: string[] = [];
    return { forwarder: new Forwarder(child, (text) => said.push(text)), done, said, tell };
  };

  it('end it as they end every program while it does not listen yet', () => {
    const { forwarder, done } = begin(true);
    forwarder.take('SIGTERM');
    expect(done).toEqual(['killed with SIGTERM']);
  });

  it('are handed on; one that was heard is left to the process, however long that takes', () => {
    const { forwarder, done, said, tell } = begin(true);
    tell('listening');
    forwarder.take('SIGINT');
    vi.advanceTimersByTime(3_600_000);
    expect(done).toEqual(['{"signal":"SIGINT"}']);
    expect(said).toEqual([]);
  });

  it.each([
    ['SIGINT', 60_000, /^The step does not return, .*A second Ctrl-C ends it, else it is ended in 59 s; kept is what/],
    ['SIGTERM', 10_000, /A second signal ends it, else it is ended in 9 s; .*msm resume goes on with it/],
  ] as const)(
    '%s: that nobody heard it is said after a second, and after %i ms the process is ended',
    (signal, ms, says) => {
      const { forwarder, done, said, tell } = begin(false);
      tell('listening');
      forwarder.take(signal);
      vi.advanceTimersByTime(999);
      expect(said).toEqual([]);
      vi.advanceTimersByTime(1);
      expect(said).toEqual([expect.stringMatching(says)]);
      vi.advanceTimersByTime(ms - 1001);
      expect(done).toHaveLength(1);
      vi.advanceTimersByTime(1);
      expect(done[1]).toBe('killed with SIGKILL');
      expect(said[1]).toMatch(/^Ended in the middle of a step that did not return; kept is what/);
      expect(forwarder.last).toBe(signal);
    },
  );

  it('end it at the second, whether it heard or not, after a moment for its own end', () => {
    for (const answers of [true, false]) {
      const { forwarder, done, said, tell } = begin(answers);
      tell('listening');
      forwarder.take('SIGINT');
      forwarder.take('SIGTERM');
      vi.advanceTimersByTime(299);
      expect(done).toHaveLength(2);
      vi.advanceTimersByTime(1);
      expect(done[2]).toBe('killed with SIGKILL');
      expect(said).toHaveLength(answers ? 0 : 1);
      expect(forwarder.last).toBe('SIGTERM');
    }
  });
});
