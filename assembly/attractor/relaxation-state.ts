// Accessors of the struct declared in src/model/attractor/state.ts. Made by `npm run layouts`: change the declaration, not this file.

/** status */
export const STATUS_UNDER_WAY: i32 = 0;
export const STATUS_FIXED_POINT: i32 = 1;
export const STATUS_CYCLE: i32 = 2;
export const STATUS_GIVEN_UP: i32 = 3;
export const STATUS_ENERGY_AT_REST: i32 = 4;

/** steps done */
// @ts-ignore: decorator
@inline export function steps(state: usize): f64 {
  return load<f64>(state, 0);
}
// @ts-ignore: decorator
@inline export function setSteps(state: usize, value: f64): void {
  store<f64>(state, value, 0);
}

/** steps after which it is given up */
// @ts-ignore: decorator
@inline export function longest(state: usize): f64 {
  return load<f64>(state, 8);
}
// @ts-ignore: decorator
@inline export function setLongest(state: usize, value: f64): void {
  store<f64>(state, value, 8);
}

/** inverse temperature */
// @ts-ignore: decorator
@inline export function beta(state: usize): f64 {
  return load<f64>(state, 16);
}
// @ts-ignore: decorator
@inline export function setBeta(state: usize, value: f64): void {
  store<f64>(state, value, 16);
}

/** of the state (right) or of the free energy (faithful) */
// @ts-ignore: decorator
@inline export function tolerance(state: usize): f64 {
  return load<f64>(state, 24);
}
// @ts-ignore: decorator
@inline export function setTolerance(state: usize, value: f64): void {
  store<f64>(state, value, 24);
}

/** free energy of the state, where the test needs it */
// @ts-ignore: decorator
@inline export function energy(state: usize): f64 {
  return load<f64>(state, 32);
}
// @ts-ignore: decorator
@inline export function setEnergy(state: usize, value: f64): void {
  store<f64>(state, value, 32);
}

/** step of `reference` */
// @ts-ignore: decorator
@inline export function referenceStep(state: usize): f64 {
  return load<f64>(state, 40);
}
// @ts-ignore: decorator
@inline export function setReferenceStep(state: usize, value: f64): void {
  store<f64>(state, value, 40);
}

/** nodes */
// @ts-ignore: decorator
@inline export function n(state: usize): i32 {
  return load<i32>(state, 48);
}
// @ts-ignore: decorator
@inline export function setN(state: usize, value: i32): void {
  store<i32>(state, value, 48);
}

/** nodes padded to a multiple of 4 with zeros */
// @ts-ignore: decorator
@inline export function np(state: usize): i32 {
  return load<i32>(state, 52);
}
// @ts-ignore: decorator
@inline export function setNp(state: usize, value: i32): void {
  store<i32>(state, value, 52);
}

/** whether it has ended, and how */
// @ts-ignore: decorator
@inline export function status(state: usize): i32 {
  return load<i32>(state, 56);
}
// @ts-ignore: decorator
@inline export function setStatus(state: usize, value: i32): void {
  store<i32>(state, value, 56);
}

/** period of the cycle */
// @ts-ignore: decorator
@inline export function period(state: usize): i32 {
  return load<i32>(state, 60);
}
// @ts-ignore: decorator
@inline export function setPeriod(state: usize, value: i32): void {
  store<i32>(state, value, 60);
}

/** longest period that is looked for */
// @ts-ignore: decorator
@inline export function longestPeriod(state: usize): i32 {
  return load<i32>(state, 64);
}
// @ts-ignore: decorator
@inline export function setLongestPeriod(state: usize, value: i32): void {
  store<i32>(state, value, 64);
}

/** 1 for the free-energy test */
// @ts-ignore: decorator
@inline export function isFaithful(state: usize): i32 {
  return load<i32>(state, 68);
}
// @ts-ignore: decorator
@inline export function setIsFaithful(state: usize, value: i32): void {
  store<i32>(state, value, 68);
}

/** 1 for the numerics of the published program */
// @ts-ignore: decorator
@inline export function isLiteral(state: usize): i32 {
  return load<i32>(state, 72);
}
// @ts-ignore: decorator
@inline export function setIsLiteral(state: usize, value: i32): void {
  store<i32>(state, value, 72);
}

/** what a new state is of its law, as in the network */
// @ts-ignore: decorator
@inline export function sampling(state: usize): i32 {
  return load<i32>(state, 76);
}
// @ts-ignore: decorator
@inline export function setSampling(state: usize, value: i32): void {
  store<i32>(state, value, 76);
}

/** state [np] */
// @ts-ignore: decorator
@inline export function x(state: usize): usize {
  return state + <usize>load<u32>(state, 80);
}

/** J x [np] */
// @ts-ignore: decorator
@inline export function field(state: usize): usize {
  return state + <usize>load<u32>(state, 84);
}

/** state one step before [np] */
// @ts-ignore: decorator
@inline export function before(state: usize): usize {
  return state + <usize>load<u32>(state, 88);
}

/** state two steps before [np] */
// @ts-ignore: decorator
@inline export function twoBefore(state: usize): usize {
  return state + <usize>load<u32>(state, 92);
}

/** state at a power of two, for cycles [np] */
// @ts-ignore: decorator
@inline export function reference(state: usize): usize {
  return state + <usize>load<u32>(state, 96);
}

/** bias [np] */
// @ts-ignore: decorator
@inline export function bias(state: usize): usize {
  return state + <usize>load<u32>(state, 100);
}

/** psi of the bias [np] */
// @ts-ignore: decorator
@inline export function logPartition(state: usize): usize {
  return state + <usize>load<u32>(state, 104);
}

/** L(bias + J x) [np] */
// @ts-ignore: decorator
@inline export function expected(state: usize): usize {
  return state + <usize>load<u32>(state, 108);
}

/** J times `expected` [np] */
// @ts-ignore: decorator
@inline export function product(state: usize): usize {
  return state + <usize>load<u32>(state, 112);
}

/** parts of the free energy, where the test needs it [energies] */
// @ts-ignore: decorator
@inline export function energies(state: usize): usize {
  return state + <usize>load<u32>(state, 116);
}
