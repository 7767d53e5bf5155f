/** A progress bar with the time left, on stderr, only if that is a terminal. */
import type { Progress } from '../run/execute.js';

/** Milliseconds before a bar appears: short runs need none. */
const PATIENCE_MS = 400;

export interface ProgressBar extends Progress {
  readonly stop: () => void;
}

/** `isWanted` is false for --quiet and --json. */
export async function progressBar(isWanted: boolean): Promise<ProgressBar> {
  if (!isWanted || !process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const began = performance.now();
  let bar: { update(value: number): void; stop(): void } | undefined;
  let isLoading = false;
  const show = async (steps: number): Promise<void> => {
    isLoading = true;
    const { SingleBar, Presets } = await import('cli-progress').then((module) => module.default ?? module);
    const isPlain = process.env.NO_COLOR !== undefined || process.env.TERM === 'dumb';
    const made = new SingleBar(
      {
        format: '{bar} {percentage} % | step {value} of {total} | {eta_formatted} left',
        stream: process.stderr,
        etaBuffer: 50,
        hideCursor: !isPlain,
      },
      isPlain ? Presets.legacy : Presets.rect,
    );
    made.start(steps, 0);
    bar = made;
  };
  return {
    update: (step, steps) => {
      if (bar !== undefined) bar.update(step);
      else if (!isLoading && performance.now() - began > PATIENCE_MS) void show(steps);
    },
    stop: () => {
      bar?.stop();
      bar = undefined;
      isLoading = true;
    },
  };
}
