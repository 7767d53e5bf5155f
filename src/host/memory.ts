/** Memory that a run cannot have because this machine does not give it. */
import { MsmError } from '../errors.js';

const mebibytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 2 ** 20))} MiB`;

/** The error for memory that was refused. `stateBytes`: what the run asks for; 0 if not even the kernels could be loaded. */
export function memoryError(stateBytes: number, cause: unknown): MsmError {
  const what = stateBytes === 0 ? 'the kernels' : `a state of ${mebibytes(stateBytes)}`;
  return new MsmError('E_CONFIG', `the system refuses the memory for ${what}`, {
    next: 'The engine reserves 8 GiB of addresses for each run, used or not: raise the limit (ulimit -v), or free memory.',
    cause,
  });
}
