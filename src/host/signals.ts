/** Signals as requests to stop: the first asks, the second ends the process at once. */
import { constants } from 'node:os';

export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGUSR1'] as const;
export type Signal = (typeof SIGNALS)[number];

/** What a watched process says to the one that takes its signals: that it listens, and that it heard one. */
export interface FromWatched {
  readonly kind: 'listening' | 'heard';
}

const tell = (kind: FromWatched['kind']): void => {
  const message: FromWatched = { kind };
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
};

/** Set for a process that gets signals through the one that started it (`supervise.ts`). */
export const WATCHED = 'MSM_WATCHED';

/** Lets signals and timers have their turn. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Tells whether somebody asked the run to stop. */
export interface Interruption {
  readonly isRequested: () => boolean;
  /** Asks as a signal would: another process of the run got one. */
  readonly request?: () => void;
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
    if (signal === undefined) return;
    tell('heard');
    handle(signal);
  };
  const gone = (): void => handle('SIGTERM');
  // signals of the terminal reach this process as well
  for (const signal of SIGNALS) process.on(signal, ignore);
  process.on('message', hear);
  process.on('disconnect', gone);
  tell('listening');
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
  let isAsked = false;
  const handle = (signal: Signal): void => {
    if (isRequested) process.exit(128 + constants.signals[signal]);
    isRequested = true;
    onFirst(signal);
  };
  const interruption: Interruption = {
    isRequested: () => isRequested || isAsked,
    request: () => {
      isAsked = true;
    },
  };
  if (isWatched()) return { ...interruption, stop: listen(handle) };
  for (const signal of SIGNALS) process.on(signal, handle);
  return {
    ...interruption,
    stop: () => {
      for (const signal of SIGNALS) process.off(signal, handle);
    },
  };
}
