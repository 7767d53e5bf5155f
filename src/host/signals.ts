/** Signals as requests to stop: the first asks, the second ends the process at once. */
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGUSR1'] as const;

/** Says that somebody asked the run to stop. */
export interface Interruption {
  readonly isRequested: () => boolean;
}

export interface SignalWatch extends Interruption {
  /** Stops watching. */
  readonly stop: () => void;
}

/** Watches the signals; `onFirst` is told of the first one. */
export function watchSignals(onFirst: (signal: string) => void): SignalWatch {
  let isRequested = false;
  const handle = (signal: (typeof SIGNALS)[number]): void => {
    if (isRequested) process.exit(128 + constants.signals[signal]);
    isRequested = true;
    onFirst(signal);
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  return {
    isRequested: () => isRequested,
    stop: () => {
      for (const signal of SIGNALS) process.off(signal, handle);
    },
  };
}
