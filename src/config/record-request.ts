/** `--record`, `--every`, `--from`, `--to`, `--units` as a request to a model. */

import { parseNumber } from '../method/number-text.js';
import type { Family } from '../model/family.js';
import type { RecordRequest, Schedule } from '../model/record.js';
import { isInSeries } from '../model/recording/observed.js';
import type { FamilySchema, ObservableDescription, Parameters } from '../model/schema.js';
import { didYouMean, quoted } from '../text.js';
import { configError } from './problem.js';

export interface RecordTexts {
  /** Names, each perhaps with its own steps: `sigma@10` (every ten), `sigma@10:4` (the first four of these), `J@[0,500]` (these). */
  readonly record?: readonly string[];
  readonly every?: number;
  readonly from?: string;
  readonly to?: string;
  /** `0..9,20`. */
  readonly units?: string;
}

function wholeNumber(text: string, place: string, minimum: number): number {
  const value = parseNumber(text.trim());
  if (value !== undefined && Number.isSafeInteger(value) && value >= minimum) return value;
  throw configError(`${place} ${quoted(text)}: must be an integer of at least ${minimum}`, place);
}

/** `500` is every 500 steps, `500:4` the first four of these, `[0,500]` are two steps. */
function parseSchedule(text: string, place: string): Schedule {
  if (!text.startsWith('[')) {
    const [every, most, ...more] = text.split(':');
    if (more.length > 0) throw configError(`${place} ${quoted(text)}: write EVERY or EVERY:MOST, as 10:4`, place);
    return {
      every: wholeNumber(every, place, 1),
      ...(most !== undefined && { most: wholeNumber(most, place, 1) }),
    };
  }
  if (!text.endsWith(']')) throw configError(`${place} ${quoted(text)}: the list of steps lacks its closing ]`, place);
  const steps = text.slice(1, -1).split(',');
  const at = [...new Set(steps.map((step) => wholeNumber(step, place, 0)))].sort((a, b) => a - b);
  return { every: 1, at };
}

function parseUnits({ schema, units: known }: Recording, text: string, parameters: Parameters): readonly number[] {
  const place = '--units';
  if (known === undefined) {
    throw configError(
      `${place} ${quoted(text)}: ${schema.name} has no numbered units of which some could be recorded`,
      place,
      'Leave it out: arrays are recorded as a whole.',
    );
  }
  const count = known.count(parameters);
  const units = text.split(',').flatMap((part) => {
    const [first, last] = part.split('..');
    const low = wholeNumber(first, place, 0);
    const high = last === undefined ? low : wholeNumber(last, place, low);
    if (high >= count) {
      throw configError(`${place} ${quoted(text)}: there are ${known.name} 0 to ${count - 1}`, place);
    }
    return Array.from({ length: high - low + 1 }, (_, i) => low + i);
  });
  return [...new Set(units)].sort((a, b) => a - b);
}

/** When an observable is recorded. Of events, a request may leave out how many there are at most. */
function scheduleFor({ name, event }: ObservableDescription, own: string | undefined, every: Schedule): Schedule {
  const place = `--record ${name}`;
  if (event === undefined) return own === undefined ? every : parseSchedule(own, place);
  const asked: Schedule = own === undefined ? event : parseSchedule(own, place);
  if (asked.at === undefined) return { most: event.most, ...asked };
  throw configError(
    `${place}@${own}: nobody can say at which steps that will happen`,
    place,
    `Give the steps in which no other follows, and perhaps the most that are kept: ${name}@${event.every}:${event.most}`,
  );
}

/** What is recorded unless a request says otherwise. */
export const defaultObservables = (schema: FamilySchema): readonly string[] =>
  schema.observables.filter(({ byDefault }) => byDefault).map(({ name }) => name);

/** The parts of a family that say what can be recorded. */
type Recording = Pick<Family, 'schema' | 'units'>;

/** Reads the texts. Throws E_CONFIG for unknown names (with the nearest), units that do not exist, and malformed numbers. */
export function recordRequest(family: Recording, texts: RecordTexts, parameters: Parameters): RecordRequest {
  const { schema } = family;
  const known = schema.observables.map(({ name }) => name);
  const names = texts.record ?? defaultObservables(schema);
  const every: Schedule = { every: texts.every ?? 1 };
  const observables = new Map<string, Schedule>();
  for (const text of names) {
    const at = text.indexOf('@');
    const [name, own] = at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
    const found = schema.observables.find((observable) => observable.name === name);
    if (found === undefined) {
      const guess = didYouMean(name, known);
      throw configError(
        `--record ${quoted(name)}: there is no such observable. ${guess}`.trim(),
        '--record',
        `Observables: ${known.join(', ')}.`,
      );
    }
    if (own !== undefined && isSeries(schema, name)) {
      const next = 'The time series has one row a step; use --every for all of its columns.';
      throw configError(`--record ${text}: ${name} has no steps of its own`, '--record', next);
    }
    observables.set(name, scheduleFor(found, own, every));
  }
  const from = texts.from === undefined ? 0 : wholeNumber(texts.from, '--from', 0);
  const to = texts.to === undefined ? Number.POSITIVE_INFINITY : wholeNumber(texts.to, '--to', from);
  const units = texts.units === undefined ? undefined : parseUnits(family, texts.units, parameters);
  return { observables, from, to, ...(units && { units }) };
}

/** Refuses steps that a run of `steps` steps never reaches: they would be missing without notice. Throws E_CONFIG. */
export function assertWithin({ observables, from }: RecordRequest, steps: number): void {
  const refuse = (place: string, step: number): never => {
    throw configError(
      `${place}: there is no step ${step}, the run has steps 0 to ${steps - 1}`,
      place,
      'A record is the state before a step; the state after the last one is in state.arrow.',
    );
  };
  if (from >= steps) refuse('--from', from);
  for (const [name, { at }] of observables) {
    const beyond = at?.find((step) => step >= steps);
    if (beyond !== undefined) refuse(`--record ${name}`, beyond);
  }
}

/** Numbers share the time series with vectors that are columns of it; other arrays have tables of their own. */
export function isSeries(schema: FamilySchema, name: string): boolean {
  const found = schema.observables.find((observable) => observable.name === name);
  return found === undefined || isInSeries(found);
}
