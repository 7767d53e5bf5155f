// Accessors of the struct declared in src/model/attractor/state.ts. Made by `npm run layouts`: change the declaration, not this file.

/** schedule */
export const SCHEDULE_PARALLEL: i32 = 0;
export const SCHEDULE_SEQUENTIAL: i32 = 1;
export const SCHEDULE_SEQUENTIAL_RANDOM: i32 = 2;

/** sampling */
export const SAMPLING_SAMPLE: i32 = 0;
export const SAMPLING_MEAN: i32 = 1;

/** energy, in bytes */
export const ENERGY_ACCURACY: usize = 0;
export const ENERGY_COMPLEXITY: usize = 8;
export const ENERGY_FREE_ENERGY: usize = 16;
export const ENERGY_MEAN_FIELD_FREE_ENERGY: usize = 24;
export const ENERGY_BYTES: usize = 32;

/** curve, in bytes */
export const CURVE_WEIGHT_CHANGE: usize = 0;
export const CURVE_ACCURACY: usize = 8;
export const CURVE_COMPLEXITY: usize = 16;
export const CURVE_FREE_ENERGY: usize = 24;
export const CURVE_MEAN_FIELD_FREE_ENERGY: usize = 32;
export const CURVE_BYTES: usize = 40;

/** steps done */
// @ts-ignore: decorator
@inline export function step(state: usize): f64 {
  return load<f64>(state, 0);
}
// @ts-ignore: decorator
@inline export function setStep(state: usize, value: f64): void {
  store<f64>(state, value, 0);
}

/** inverse temperature of the drive */
// @ts-ignore: decorator
@inline export function beta(state: usize): f64 {
  return load<f64>(state, 8);
}
// @ts-ignore: decorator
@inline export function setBeta(state: usize, value: f64): void {
  store<f64>(state, value, 8);
}

/** learning rate, 0 for no learning */
// @ts-ignore: decorator
@inline export function eta(state: usize): f64 {
  return load<f64>(state, 16);
}
// @ts-ignore: decorator
@inline export function setEta(state: usize, value: f64): void {
  store<f64>(state, value, 16);
}

/** factor of the bias in the prediction, 0 or 1 */
// @ts-ignore: decorator
@inline export function predictionBias(state: usize): f64 {
  return load<f64>(state, 24);
}
// @ts-ignore: decorator
@inline export function setPredictionBias(state: usize, value: f64): void {
  store<f64>(state, value, 24);
}

/** factor of the whole argument of the prediction, 1 or beta */
// @ts-ignore: decorator
@inline export function predictionBeta(state: usize): f64 {
  return load<f64>(state, 32);
}
// @ts-ignore: decorator
@inline export function setPredictionBeta(state: usize, value: f64): void {
  store<f64>(state, value, 32);
}

/** sum of squared weight changes of the last step */
// @ts-ignore: decorator
@inline export function weightChange(state: usize): f64 {
  return load<f64>(state, 40);
}
// @ts-ignore: decorator
@inline export function setWeightChange(state: usize, value: f64): void {
  store<f64>(state, value, 40);
}

/** states added up in `mean` */
// @ts-ignore: decorator
@inline export function meanCount(state: usize): f64 {
  return load<f64>(state, 48);
}
// @ts-ignore: decorator
@inline export function setMeanCount(state: usize, value: f64): void {
  store<f64>(state, value, 48);
}

/** nodes */
// @ts-ignore: decorator
@inline export function n(state: usize): i32 {
  return load<i32>(state, 56);
}
// @ts-ignore: decorator
@inline export function setN(state: usize, value: i32): void {
  store<i32>(state, value, 56);
}

/** nodes padded to a multiple of 4 with zeros */
// @ts-ignore: decorator
@inline export function np(state: usize): i32 {
  return load<i32>(state, 60);
}
// @ts-ignore: decorator
@inline export function setNp(state: usize, value: i32): void {
  store<i32>(state, value, 60);
}

/** which node is updated when */
// @ts-ignore: decorator
@inline export function schedule(state: usize): i32 {
  return load<i32>(state, 64);
}
// @ts-ignore: decorator
@inline export function setSchedule(state: usize, value: i32): void {
  store<i32>(state, value, 64);
}

/** what a new state is of its law */
// @ts-ignore: decorator
@inline export function sampling(state: usize): i32 {
  return load<i32>(state, 68);
}
// @ts-ignore: decorator
@inline export function setSampling(state: usize, value: i32): void {
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

/** 1 if `field` is J sigma */
// @ts-ignore: decorator
@inline export function isFieldCurrent(state: usize): i32 {
  return load<i32>(state, 76);
}
// @ts-ignore: decorator
@inline export function setIsFieldCurrent(state: usize, value: i32): void {
  store<i32>(state, value, 76);
}

/** 0 once the field is not finite */
// @ts-ignore: decorator
@inline export function isFinite(state: usize): i32 {
  return load<i32>(state, 80);
}
// @ts-ignore: decorator
@inline export function setIsFinite(state: usize, value: i32): void {
  store<i32>(state, value, 80);
}

/** phase that has been entered, -1 before the first */
// @ts-ignore: decorator
@inline export function phase(state: usize): i32 {
  return load<i32>(state, 84);
}
// @ts-ignore: decorator
@inline export function setPhase(state: usize, value: i32): void {
  store<i32>(state, value, 84);
}

/** weights, row i from all j [np, np] */
// @ts-ignore: decorator
@inline export function J(state: usize): usize {
  return state + <usize>load<u32>(state, 88);
}

/** states [np] */
// @ts-ignore: decorator
@inline export function sigma(state: usize): usize {
  return state + <usize>load<u32>(state, 92);
}

/** J sigma [np] */
// @ts-ignore: decorator
@inline export function field(state: usize): usize {
  return state + <usize>load<u32>(state, 96);
}

/** field that each node saw when it was last updated [np] */
// @ts-ignore: decorator
@inline export function seen(state: usize): usize {
  return state + <usize>load<u32>(state, 100);
}

/** eta (sigma - prediction) of the last step [np] */
// @ts-ignore: decorator
@inline export function coefficients(state: usize): usize {
  return state + <usize>load<u32>(state, 104);
}

/** L(b + J sigma) after the last step [np] */
// @ts-ignore: decorator
@inline export function expected(state: usize): usize {
  return state + <usize>load<u32>(state, 108);
}

/** J times `expected` [np] */
// @ts-ignore: decorator
@inline export function product(state: usize): usize {
  return state + <usize>load<u32>(state, 112);
}

/** sum of the states since it was cleared [np] */
// @ts-ignore: decorator
@inline export function mean(state: usize): usize {
  return state + <usize>load<u32>(state, 116);
}

/** J as it was when a phase asked to keep it [kept, np] */
// @ts-ignore: decorator
@inline export function kept(state: usize): usize {
  return state + <usize>load<u32>(state, 120);
}

/** pattern of each epoch [orders] */
// @ts-ignore: decorator
@inline export function order(state: usize): usize {
  return state + <usize>load<u32>(state, 124);
}

/** scores of each reconstruction [trials, trialFields] */
// @ts-ignore: decorator
@inline export function trials(state: usize): usize {
  return state + <usize>load<u32>(state, 128);
}

/** last state of each attractor search [searches, np] */
// @ts-ignore: decorator
@inline export function ends(state: usize): usize {
  return state + <usize>load<u32>(state, 132);
}

/** how each attractor search ended [searches, outcomeFields] */
// @ts-ignore: decorator
@inline export function outcomes(state: usize): usize {
  return state + <usize>load<u32>(state, 136);
}

/** pattern that each state of a free run resembles most [decoded] */
// @ts-ignore: decorator
@inline export function labels(state: usize): usize {
  return state + <usize>load<u32>(state, 140);
}

/** correlation with it [decoded] */
// @ts-ignore: decorator
@inline export function resemblance(state: usize): usize {
  return state + <usize>load<u32>(state, 144);
}

/** the attractor searches under way [relaxation] */
// @ts-ignore: decorator
@inline export function relaxation(state: usize): usize {
  return state + <usize>load<u32>(state, 148);
}
