/** A progress bar with the time left, on stderr, only if that is a terminal. */
import type { Progress } from '../run/execute.js';

/** Milliseconds before a bar appears: short runs need none. */
const PATIENCE_MS = 400;

export interface ProgressBar extends Progress {
  readonly stop: () => void;
}

/** `isWanted` is false for --quiet and --json; only tests set `stream` and `patience` (ms). */
export async function progressBar(
  isWanted: boolean,
  stream: NodeJS.WriteStream = process.stderr,
  patience = PATIENCE_MS,
): Promise<ProgressBar> {
  if (!isWanted || !stream.isTTY) return { update: () => {}, stop: () => {} };
  const began = performance.now();
  let bar: { update(value: number): void; stop(): void } | undefined;
  let isLoading = false;
  let isStopped = false;
  const show = async (steps: number): Promise<void> => {
    isLoading = true;
    const { SingleBar, Presets } = await import('cli-progress').then((module) => module.default ?? module);
    if (isStopped) return;
    const isPlain = process.env.NO_COLOR !== undefined || process.env.TERM === 'dumb';
    const made = new SingleBar(
      {
        format: '{bar} {percentage} % | step {value} of {total} | {eta_formatted} left',
        stream,
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
      else if (!isLoading && !isStopped && performance.now() - began >= patience) void show(steps);
    },
    stop: () => {
      bar?.stop();
      bar = undefined;
      isStopped = true;
    },
  };
}
