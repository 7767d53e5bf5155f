/** A step that does what WebAssembly does not allow: it ends there, and what it had begun to write is no state. */
import { MsmError } from '../../errors.js';
import type { OwnRun } from './own-run.js';

/** Beginnings of the messages of the engines, and what a step did. */
const REASONS: readonly (readonly [message: RegExp, reason: string, next: string])[] = [
  [
    /out of bounds/,
    'it reads or writes at an address outside of the memory',
    'Look at its addresses: a number of an f64 array takes 8 bytes, and its last axis has Np numbers.',
  ],
  [
    /stack|recursion/i,
    'its functions call each other without end',
    'Look for a function that calls itself, as an observable named like a function of AssemblyScript does.',
  ],
  [/unreachable/, 'it came to throw, unreachable or an assertion', 'Look at what leads there.'],
  [/zero/, 'it divides an integer by zero', 'Test the divisor, or divide numbers of type f64.'],
  [
    /unrepresentable|overflow/,
    'a number does not fit into the integer type that it is converted to',
    'Look for one that is not finite or too large.',
  ],
];

/** Whether a call into WebAssembly ended in an error of its own; a stack that overflows is a RangeError. */
const isTrap = (error: unknown): error is Error =>
  error instanceof WebAssembly.RuntimeError ||
  (error instanceof RangeError && /call stack|recursion/i.test(error.message));

/** Calls what runs functions of the step. @throws E_CONFIG that names the step of the run in which one failed */
export function withoutTrap<T>({ model, block }: Pick<OwnRun, 'model' | 'block'>, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!isTrap(error)) throw error;
    const step = block.get('step');
    const [, reason, next] = REASONS.find(([message]) => message.test(error.message)) ?? [
      undefined,
      'it stops',
      undefined,
    ];
    throw new MsmError('E_CONFIG', `step.ts of ${model.name} fails in step ${step}: ${reason} (${error.message})`, {
      place: 'step.ts',
      next,
      data: { step },
      cause: error,
    });
  }
}
