// Accessors of the struct declared in src/model/spiking/state.ts. Made by `npm run layouts`: change the declaration, not this file.

/** of the membrane */
// @ts-ignore: decorator
@inline export function threshold(state: usize): f64 {
  return load<f64>(state, 0);
}
// @ts-ignore: decorator
@inline export function setThreshold(state: usize, value: f64): void {
  store<f64>(state, value, 0);
}

/** factor of the membrane from step to step, alpha */
// @ts-ignore: decorator
@inline export function leak(state: usize): f64 {
  return load<f64>(state, 8);
}
// @ts-ignore: decorator
@inline export function setLeak(state: usize, value: f64): void {
  store<f64>(state, value, 8);
}

/** factor of the input, 1 - alpha */
// @ts-ignore: decorator
@inline export function take(state: usize): f64 {
  return load<f64>(state, 16);
}
// @ts-ignore: decorator
@inline export function setTake(state: usize, value: f64): void {
  store<f64>(state, value, 16);
}

/** largest slope of the surrogate, kappa / threshold */
// @ts-ignore: decorator
@inline export function gain(state: usize): f64 {
  return load<f64>(state, 24);
}
// @ts-ignore: decorator
@inline export function setGain(state: usize, value: f64): void {
  store<f64>(state, value, 24);
}

/** distance from the threshold at which the surrogate has no slope */
// @ts-ignore: decorator
@inline export function width(state: usize): f64 {
  return load<f64>(state, 32);
}
// @ts-ignore: decorator
@inline export function setWidth(state: usize, value: f64): void {
  store<f64>(state, value, 32);
}

/** silent steps after a spike */
// @ts-ignore: decorator
@inline export function refractory(state: usize): f64 {
  return load<f64>(state, 40);
}
// @ts-ignore: decorator
@inline export function setRefractory(state: usize, value: f64): void {
  store<f64>(state, value, 40);
}

/** 1 if a spike sets the membrane to 0 */
// @ts-ignore: decorator
@inline export function isPerfect(state: usize): i32 {
  return load<i32>(state, 48);
}
// @ts-ignore: decorator
@inline export function setIsPerfect(state: usize, value: i32): void {
  store<i32>(state, value, 48);
}
