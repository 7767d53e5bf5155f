/** Signals as requests to stop: the first asks, the second ends the process at once. */
import { constants } from 'node:os';

export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGUSR1'] as const;
type Signal = (typeof SIGNALS)[number];

/** Set for a process that gets signals through the one that started it (`supervise.ts`). */
export const WATCHED = 'MSM_WATCHED';

/** Tells whether somebody asked the run to stop. */
export interface Interruption {
  readonly isRequested: () => boolean;
}

export interface SignalWatch extends Interruption {
  /** Stops watching. */
  readonly stop: () => void;
}

/** Whether another process takes the signals for this one. */
export const isWatched = (): boolean => process.env[WATCHED] !== undefined && process.connected === true;

/** Listens for signals that another process took; the end of that process is a request to stop, too. */
function listen(handle: (signal: Signal) => void): () => void {
  const ignore = (): void => {};
  const hear = (message: { readonly signal?: unknown }): void => {
    const signal = SIGNALS.find((one) => one === message.signal);
    if (signal !== undefined) handle(signal);
  };
  const gone = (): void => handle('SIGTERM');
  // signals of the terminal reach this process as well
  for (const signal of SIGNALS) process.on(signal, ignore);
  process.on('message', hear);
  process.on('disconnect', gone);
  // the channel alone must not keep this process alive
  process.channel?.unref();
  return () => {
    for (const signal of SIGNALS) process.off(signal, ignore);
    process.off('message', hear);
    process.off('disconnect', gone);
  };
}

/** Watches the signals; `onFirst` is called at the first one. */
export function watchSignals(onFirst: (signal: string) => void): SignalWatch {
  let isRequested = false;
  const handle = (signal: Signal): void => {
    if (isRequested) process.exit(128 + constants.signals[signal]);
    isRequested = true;
    onFirst(signal);
  };
  const isRequestedNow = (): boolean => isRequested;
  if (isWatched()) return { isRequested: isRequestedNow, stop: listen(handle) };
  for (const signal of SIGNALS) process.on(signal, handle);
  return {
    isRequested: isRequestedNow,
    stop: () => {
      for (const signal of SIGNALS) process.off(signal, handle);
    },
  };
}
