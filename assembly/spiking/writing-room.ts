// The room of a call of the writing layer, one part behind the other, each on a cache line.
//
//   lists    usize [inputs + n]       addresses of rows that a step adds up
//   currents [2 np]                   of keys, then of values
//   extra    [2 np]                   what the memory feeds back; adjoints of spikes
//   traces   [steps][2 np]            after each step of the fact
//   done     i32 [np]                 steps that a row of the memory has; -1: its key has been silent for ever
//   factors  [2 steps]                of one row
//   tracesBar [steps][2 np]           adjoints of traces by the rule
//   places   u32 [steps][np]          where a row stands as it was before a step, 0 where nobody asks
//   past     4 vectors [steps], sums 2 vectors [steps]
//   live     u32 [steps]              addresses of adjoints that are not 0
//   groups   usize [32][steps + 1]    of them, those of steps in which one of 32 inputs fired
import { bytesOf } from '../linalg/lanes';
import * as W from './writing';

// @ts-ignore: decorator
@inline
function up(bytes: usize): usize {
  return (bytes + 63) & ~63;
}

// @ts-ignore: decorator
@inline
export function lists(w: usize): usize {
  return W.work(w);
}

// @ts-ignore: decorator
@inline
export function currents<T extends number>(w: usize): usize {
  return lists(w) + up((<usize>(W.inputs(w) + W.n(w))) << 2);
}

// @ts-ignore: decorator
@inline
export function extra<T extends number>(w: usize): usize {
  return currents<T>(w) + up(bytesOf<T>(2 * W.np(w)));
}

// @ts-ignore: decorator
@inline
export function traces<T extends number>(w: usize): usize {
  return extra<T>(w) + up(bytesOf<T>(2 * W.np(w)));
}

// @ts-ignore: decorator
@inline
export function done<T extends number>(w: usize): usize {
  return traces<T>(w) + up(bytesOf<T>(2 * W.np(w) * W.steps(w)));
}

// @ts-ignore: decorator
@inline
export function factors<T extends number>(w: usize): usize {
  return done<T>(w) + up((<usize>W.np(w)) << 2);
}

// @ts-ignore: decorator
@inline
export function tracesBar<T extends number>(w: usize): usize {
  return factors<T>(w) + up(bytesOf<T>(2 * W.steps(w)));
}

// @ts-ignore: decorator
@inline
export function places<T extends number>(w: usize): usize {
  return tracesBar<T>(w) + up(bytesOf<T>(2 * W.np(w) * W.steps(w)));
}

// @ts-ignore: decorator
@inline
export function past<T extends number>(w: usize): usize {
  return places<T>(w) + up((<usize>(W.np(w) * W.steps(w))) << 2);
}

// @ts-ignore: decorator
@inline
export function sums<T extends number>(w: usize): usize {
  return past<T>(w) + ((<usize>W.steps(w)) << 6);
}

// @ts-ignore: decorator
@inline
export function live<T extends number>(w: usize): usize {
  return sums<T>(w) + up((<usize>W.steps(w)) << 5);
}

// @ts-ignore: decorator
@inline
export function groups<T extends number>(w: usize): usize {
  return live<T>(w) + up((<usize>W.steps(w)) << 2);
}

/** Bytes of all of it; those that `work` of the struct must have behind it. */
export function writingWork<T extends number>(w: usize): i32 {
  return <i32>(groups<T>(w) + ((<usize>(W.steps(w) + 1)) << 7) - W.work(w));
}
