/** What is recorded, as run.json keeps it, and back. */
import { isSeries, type RecordTexts } from '../config/record-request.js';
import type { RecordRequest, Schedule } from '../model/record.js';
import type { FamilySchema } from '../model/schema.js';
import type { StoredRecord } from './run-record.js';

/** A request as run.json keeps it. */
export function storeRecord({ observables, from, to, units }: RecordRequest): StoredRecord {
  return {
    observables: [...observables].map(([name, schedule]) => ({ name, schedule })),
    from,
    to: Number.isFinite(to) ? to : null,
    units: units ?? null,
  };
}

/** The texts of flags that say the same as run.json. */
export function recordTexts(schema: FamilySchema, { observables, from, to, units }: StoredRecord): RecordTexts {
  const every = observables.find(({ name }) => isSeries(schema, name))?.schedule.every ?? 1;
  const own = ({ every: steps, at, most }: Schedule): string => {
    if (at !== undefined) return `@[${at.join(',')}]`;
    if (most !== undefined) return `@${steps}:${most}`;
    return steps === every ? '' : `@${steps}`;
  };
  return {
    record: observables.map(({ name, schedule }) => `${name}${own(schedule)}`),
    every,
    from: String(from),
    ...(to !== null && { to: String(to) }),
    ...(units !== null && { units: units.join(',') }),
  };
}

/** A request from run.json. */
export function restoreRecord({ observables, from, to, units }: StoredRecord): RecordRequest {
  return {
    observables: new Map(observables.map(({ name, schedule }) => [name, schedule])),
    from,
    to: to ?? Number.POSITIVE_INFINITY,
    ...(units && { units }),
  };
}
