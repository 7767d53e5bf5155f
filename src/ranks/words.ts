/** What ranks say to each other, as the heads of messages; what another process sends is checked before it is believed. */
import { isErrorCode, MsmError } from '../errors.js';
import type { Job } from '../train/team.js';

/** What a person can do when ranks do not work together any more. */
export const START_AGAIN = 'Start all ranks again; rank 0 goes on from the last checkpoint with msm resume.';

/** A rank to rank 0: who it is, and of which run. Its second connection, on which it then says nothing, is the line. */
export interface Hello {
  readonly kind: 'hello' | 'line';
  readonly rank: number;
  readonly size: number;
  /** Tells runs apart: all that results follow from. */
  readonly identity: string;
  /** What the run was asked for, for whoever has to find the difference. */
  readonly about: unknown;
}

/** Rank 0 to the others. */
export type Order =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'begin'; readonly memory: readonly (readonly [name: string, bytes: number])[] }
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'refused'; readonly message: string; readonly next?: string }
  | { readonly kind: 'end' };

/** A rank to rank 0, after each job. */
export type Answer =
  | {
      readonly kind: 'done';
      /** Whether a person asked this rank to stop. */
      readonly isAsked?: true;
    }
  | { readonly kind: 'failed'; readonly code: MsmError['code']; readonly message: string; readonly next?: string };

type Fields = { readonly [name: string]: unknown };

const fieldsOf = (head: unknown): Fields => (typeof head === 'object' && head !== null ? (head as Fields) : {});

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'number');
const isMemory = (value: unknown): value is readonly (readonly [string, number])[] =>
  Array.isArray(value) && value.every((one) => Array.isArray(one) && isText(one[0]) && isCount(one[1]));

const strange = (who: string, head: unknown): MsmError =>
  new MsmError('E_CONFIG', `${who} says what no rank of this version says: ${JSON.stringify(head)?.slice(0, 80)}`);

export function readHello(head: unknown, who: string): Hello {
  const { kind, rank, size, identity, about } = fieldsOf(head);
  if ((kind !== 'hello' && kind !== 'line') || !isCount(rank) || !isCount(size) || !isText(identity))
    throw strange(who, head);
  return { kind, rank, size, identity, about };
}

export function readOrder(head: unknown, who: string): Order {
  const { kind, memory, job, message, next } = fieldsOf(head);
  if (kind === 'welcome' || kind === 'end') return { kind };
  if (kind === 'begin' && isMemory(memory)) return { kind, memory };
  if (kind === 'job' && isNumbers(job)) return { kind, job };
  if (kind === 'refused' && isText(message)) return { kind, message, ...(isText(next) && { next }) };
  throw strange(who, head);
}

export function readAnswer(head: unknown, who: string): Answer {
  const { kind, code, message, next, isAsked } = fieldsOf(head);
  if (kind === 'done') return { kind, ...(isAsked === true && { isAsked }) };
  if (kind === 'failed' && isErrorCode(code) && isText(message)) {
    return { kind, code, message, ...(isText(next) && { next }) };
  }
  throw strange(who, head);
}
