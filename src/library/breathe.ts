/** Gives timers, messages and painting a turn between spans of steps. */

interface Breather {
  readonly breathe: () => Promise<void>;
  /** Must be called at the end: an open channel keeps a process alive. */
  readonly close: () => void;
}

/** A browser's timers wait at least four milliseconds, messages do not; Node has a way of its own. */
export function breather(): Breather {
  if (typeof globalThis.setImmediate === 'function') {
    return { breathe: () => new Promise((resolve) => setImmediate(resolve)), close: () => {} };
  }
  const { port1, port2 } = new MessageChannel();
  const breathe = (): Promise<void> =>
    new Promise((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(undefined);
    });
  return { breathe, close: () => port1.close() };
}
