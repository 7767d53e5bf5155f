/**
 * WebAssembly has vectors of 128 bits. V8 can make one operation of 256 bits of two that do the same to neighbours in memory, where the
 * processor has AVX2: the same operations lane by lane, so the same bits, and products take half of the time. That is an experiment of
 * V8, so it is asked for only
 *
 * - of versions for which `npm run test:nodes` found all known results unchanged,
 * - for kernels that ship, of which those results are made; never in a process that has loaded kernels of a person's own.
 *
 * The variable MSM_VECTORS=128 turns it off. docs/architecture.md says which shape of a loop the engine looks for.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { MsmError } from '../errors.js';
import type { VectorBits } from '../kernel/module.js';

/** V8 of Node 24 and of Node 26. */
const COMPARED = ['13.6.', '14.6.'];
/** What the engine is told. */
export const WIDE_FLAG = '--experimental-wasm-revectorize';

/** What this process does: a refusal lasts. */
let state: 'undecided' | 'wide' | 'refused' = 'undecided';

/** Whether the results of an engine with wide vectors were compared. `v8`: its version, as `process.versions.v8` says it. */
const isCompared = (v8: string): boolean => COMPARED.some((version) => v8.startsWith(version));

/** Linux says there what the first processor can do. */
const PROCESSORS = '/proc/cpuinfo';

/**
 * Whether the processor has 256-bit vectors of this kind: x86-64 with AVX2. Linux is asked; elsewhere every such processor is taken to have
 * them, since kernels are only slower if that is wrong.
 */
export function hasAvx2(arch: string = process.arch, file = PROCESSORS): boolean {
  if (arch !== 'x64') return false;
  const start = Buffer.alloc(4096);
  try {
    const handle = openSync(file, 'r');
    try {
      // the whole file takes the system milliseconds where there are many processors
      return /^flags\s*:.*\bavx2\b/m.test(start.toString('latin1', 0, readSync(handle, start)));
    } finally {
      closeSync(handle);
    }
  } catch {
    return true;
  }
}

/** Whether an engine makes wide vectors on this machine, if it is asked to. `v8`: its version. */
export const canBeWide = (v8: string): boolean => isCompared(v8) && hasAvx2();

/** Whether MSM_VECTORS allows them. Throws E_CONFIG for any value but 128 and 256. */
export function areAllowed(variable: string | undefined): boolean {
  if (variable === undefined || variable === '' || variable === '256') return true;
  if (variable === '128') return false;
  throw new MsmError('E_CONFIG', `MSM_VECTORS is ${variable}, which is no width of vectors`, {
    place: 'MSM_VECTORS',
    next: 'Set it to 128, or to 256, which is what it is without it where the engine can.',
  });
}

/** To be called before kernels that ship are compiled. Throws E_CONFIG if MSM_VECTORS has no meaning. */
export function useWideVectors(): void {
  const isAllowed = areAllowed(process.env.MSM_VECTORS);
  if (state !== 'undecided' || !isAllowed || !canBeWide(process.versions.v8)) return;
  setFlagsFromString(WIDE_FLAG);
  state = 'wide';
}

/** To be called before kernels of a person's own are compiled: whatever this process compiles from now on has 128 bits. */
export function refuseWideVectors(): void {
  if (state === 'wide') setFlagsFromString(WIDE_FLAG.replace('--', '--no-'));
  state = 'refused';
}

/** Bits of the vectors that this process asks for: 256 only where the engine makes them. */
export const vectorBits = (): VectorBits => (state === 'wide' ? 256 : 128);
