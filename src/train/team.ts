/**
 * Threads that share the work of one run, each with kernels and a memory of its own. What is done, and in which order parts are added up,
 * depends on sizes alone: one thread and several give the same bits. Who starts threads, and how they wait for each other, is the business
 * of the host (src/host/team.ts); a browser would have workers of its own.
 */

/** What is to be done, as plain numbers; what they mean is between whoever gives jobs and the members. */
export type Job = readonly number[];

/** Most numbers of a job. */
export const JOB_NUMBERS = 10;

/** Memory that all threads see, by name. */
export type SharedMemory = { readonly [name: string]: SharedArrayBuffer };

export interface Team {
  /** Threads, that of the run included. */
  readonly size: number;
  /** Gives every other thread the memory that all see; once, before the first job. */
  begin(memory: SharedMemory): void;
  /**
   * Has every other thread do a job, does `own` meanwhile, and resolves when all have ended.
   *
   * @throws what ended the work of another thread
   */
  together(job: Job, own: () => void): Promise<void>;
  /** Ends the threads. */
  close(): void;
}

/** What a thread is among the others; that of the run has rank 0. */
export interface Rank {
  readonly rank: number;
  readonly size: number;
}

/** A thread beside that of the run. */
export interface Member {
  begin(rank: Rank, memory: SharedMemory): void;
  work(job: Job): void;
}
