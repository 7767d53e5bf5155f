/** Runs of one sweep in workers, one run per worker at a time, each with a memory of its own. */
import { fileURLToPath } from 'node:url';
import { type ErrorCode, MsmError } from '../errors.js';
import type { CompiledBuild } from './builds.js';
import type { Environment } from './environment.js';
import type { Interruption } from './execute.js';
import type { RunResult } from './session.js';

/** What a worker is told at its start. */
export interface WorkerData {
  readonly folder: string;
  readonly build: CompiledBuild;
  /** Of the main process: a worker does not know its command line. */
  readonly environment: Environment;
  /** Shared: 1 as soon as all workers should stop. */
  readonly stop: Int32Array;
}

/** What a worker gives back: errors lose their class on the way. */
export type WorkerOutcome =
  | { readonly result: RunResult | undefined }
  | {
      readonly error: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly place?: string;
        readonly next?: string;
        readonly data?: { readonly [key: string]: unknown };
      };
    };

export interface SweepPool {
  readonly run: (index: number) => Promise<RunResult | undefined>;
  /** Asks all workers to write their checkpoints and stop. */
  readonly stop: () => void;
  readonly close: () => Promise<void>;
}

/** Time between two looks at the interruption. */
const POLL_MS = 50;

/** The compiled worker; from TypeScript sources (tests) the built one. */
const workerFile = (): string => {
  const here = import.meta.url.endsWith('.ts') ? '../../dist/run/sweep-worker.js' : './sweep-worker.js';
  return fileURLToPath(new URL(here, import.meta.url));
};

/** Opens a pool of `jobs` workers for the sweep in `folder`. */
export async function openPool(
  folder: string,
  build: CompiledBuild,
  jobs: number,
  { interruption, environment }: { readonly interruption: Interruption; readonly environment: Environment },
): Promise<SweepPool> {
  const { Piscina } = await import('piscina');
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const workerData: WorkerData = { folder, build, environment, stop };
  const pool = new Piscina({ filename: workerFile(), minThreads: jobs, maxThreads: jobs, workerData });
  const requestStop = (): void => void Atomics.store(stop, 0, 1);
  const watch = setInterval(() => {
    if (interruption.isRequested()) requestStop();
  }, POLL_MS);
  return {
    run: async (index) => {
      const outcome = (await pool.run(index, { name: 'runIndex' })) as WorkerOutcome;
      if (!('error' in outcome)) return outcome.result;
      const { code, message, ...details } = outcome.error;
      throw new MsmError(code, message, details);
    },
    stop: requestStop,
    close: async () => {
      clearInterval(watch);
      await pool.destroy();
    },
  };
}
