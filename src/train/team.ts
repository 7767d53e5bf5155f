/**
 * Threads that share the work of one run, each with kernels and a memory of its own. What is done, and in which order parts are added up,
 * depends on sizes alone: one thread and several give the same bits. Who starts threads, and how they wait for each other, is the business
 * of the host (src/host/team.ts); a browser would have workers of its own.
 */
import type { OwnWork, Pause } from './pause.js';

/** What is to be done, as plain numbers; what they mean is between whoever gives jobs and the members. */
export type Job = readonly number[];

/** Most numbers of a job. */
export const JOB_NUMBERS = 10;

/** Memory that all threads see, by name. */
export type SharedMemory = { readonly [name: string]: SharedArrayBuffer };

/** A word in memory that all threads see, which another thread will change, and what it is now. */
export interface Awaited {
  readonly words: Int32Array;
  readonly at: number;
  readonly seen: number;
}

/** Work within which threads wait for each other: it gives what it cannot go on without, and goes on when that has changed. */
export type Meeting = Generator<Awaited, void, undefined>;

/** What threads can do beside that see each other's memory all the time. */
export interface NearTeam {
  /**
   * Has all do a job within which they wait for each other, and resolves when all have ended.
   *
   * @throws also what ends `own`, and then without waiting for others: what they wait for is never made
   */
  meet(job: Job, own: Meeting): Promise<void>;
  /**
   * Has every other thread do a short job, and returns when all have ended; nothing else has its turn meanwhile.
   *
   * @throws what is known to have ended the work of another thread
   */
  now(job: Job): void;
}

export interface Team {
  /** Threads, that of the run included. */
  readonly size: number;
  /** Gives every other thread the memory that all see; once, before the first job. */
  begin(memory: SharedMemory): void;
  /**
   * Has every other thread do a job, does `own` meanwhile, and resolves when all have ended. Others have their turn where `pause` says so.
   *
   * @throws what ended the work of another thread, and what `pause` throws, without waiting: the team then has no more jobs
   */
  together(job: Job, own: OwnWork, pause?: Pause): Promise<void>;
  /** Absent: the others see what is done between jobs alone, as those on another machine do. */
  readonly near?: NearTeam;
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
  /** Does a job, or gives the work of one within which threads wait for each other. */
  work(job: Job): Meeting | undefined;
}
