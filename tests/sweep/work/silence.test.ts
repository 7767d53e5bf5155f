import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { patienceOf, Silence } from '../../../src/sweep/work/crew.js';

describe('the patience with a worker that gives no sign of life', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const begin = (minutes?: number) => {
    const kill = vi.fn(() => true);
    const notes: string[] = [];
    return { kill, notes, silence: new Silence({ pid: 7, kill }, patienceOf(minutes), (text) => notes.push(text)) };
  };

  it.each([
    [undefined, 600],
    [0.2, 12],
    [30, 1800],
  ])('of %s minutes ends at %i s', (minutes, seconds) => {
    const { kill, silence, notes } = begin(minutes);
    vi.advanceTimersByTime(1000 * seconds - 1);
    expect(kill).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(kill).toHaveBeenCalledWith('SIGKILL');
    expect(silence.words).toBe(`, since it gave no sign of life for ${seconds} s: a step may never end`);
    expect(notes).toEqual([]);
  });

  it('begins again with each sign of life', () => {
    const { kill, silence } = begin(0.2);
    for (let i = 0; i < 9; i++) {
      vi.advanceTimersByTime(10_000);
      silence.broken();
    }
    expect(kill).not.toHaveBeenCalled();
  });

  it('is a minute at most once it was asked to stop, and that is said once', () => {
    const { kill, silence, notes } = begin();
    silence.isStopping = true;
    vi.advanceTimersByTime(59_999);
    expect(notes).toEqual([
      expect.stringMatching(
        /^worker 7 gives no sign of life: its step may never return. It is ended in 56 s, or at once/,
      ),
    ]);
    expect(kill).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(kill).toHaveBeenCalledWith('SIGKILL');
  });
});
