/** Parameters that only some tasks of a family have. */
import { alternatives } from '../../text.js';
import type { Parameter, Violation } from '../schema.js';

interface Tasked {
  readonly task: string;
  readonly mode: 'right' | 'faithful';
}

/** Keys of parameters beside the tasks that have them. */
export type OwnParameters<P extends Tasked> = readonly (readonly [
  tasks: readonly P['task'][],
  keys: readonly (keyof P & string)[],
])[];

/**
 * What a person set of another task: it would say nothing. The originals ignore it in silence, and so does mode = faithful.
 *
 * @param parameters - all parameters of the family, with their defaults
 * @param own - which of them some tasks alone have
 * @returns a violation for each, which says whose the parameter is
 */
export function foreignParameters<P extends Tasked>(
  parameters: readonly Parameter[],
  own: OwnParameters<P>,
  p: P,
): readonly Violation[] {
  if (p.mode !== 'right') return [];
  return own.flatMap(([tasks, keys]) =>
    (tasks.includes(p.task) ? [] : keys).flatMap((key): readonly Violation[] => {
      const value = JSON.stringify(p[key]);
      const usual = parameters.find((one) => one.key === key)?.default;
      if (value === JSON.stringify(usual)) return [];
      const message = `${key} = ${value} has no effect with task = ${p.task}: it belongs to task = ${alternatives(tasks)}`;
      return [{ key, message, isIdle: true }];
    }),
  );
}
