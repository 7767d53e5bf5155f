// Accessors of the struct declared in src/model/hebbian/state.ts. Made by `npm run layouts`: change the declaration, not this file.

/** scheme */
export const SCHEME_EULER: i32 = 0;
export const SCHEME_EULER_SIMULTANEOUS: i32 = 1;
export const SCHEME_RK4: i32 = 2;

/** activation */
export const ACTIVATION_IDENTITY: i32 = 0;
export const ACTIVATION_SIGMOID: i32 = 1;
export const ACTIVATION_RELU: i32 = 2;
export const ACTIVATION_TANH: i32 = 3;

/** record, in bytes */
export const RECORD_ENERGY: usize = 0;
export const RECORD_LYAPUNOV: usize = 8;
export const RECORD_DISTANCE: usize = 16;
export const RECORD_SUM: usize = 24;
export const RECORD_BYTES: usize = 32;

/** steps done */
// @ts-ignore: decorator
@inline export function step(state: usize): f64 {
  return load<f64>(state, 0);
}
// @ts-ignore: decorator
@inline export function setStep(state: usize, value: f64): void {
  store<f64>(state, value, 0);
}

/** inverse temperature */
// @ts-ignore: decorator
@inline export function beta(state: usize): f64 {
  return load<f64>(state, 8);
}
// @ts-ignore: decorator
@inline export function setBeta(state: usize, value: f64): void {
  store<f64>(state, value, 8);
}

/** u, gain of the external field */
// @ts-ignore: decorator
@inline export function gain(state: usize): f64 {
  return load<f64>(state, 16);
}
// @ts-ignore: decorator
@inline export function setGain(state: usize, value: f64): void {
  store<f64>(state, value, 16);
}

/** k, synaptic strength */
// @ts-ignore: decorator
@inline export function strength(state: usize): f64 {
  return load<f64>(state, 24);
}
// @ts-ignore: decorator
@inline export function setStrength(state: usize, value: f64): void {
  store<f64>(state, value, 24);
}

/** dt/tau_s */
// @ts-ignore: decorator
@inline export function rate(state: usize): f64 {
  return load<f64>(state, 32);
}
// @ts-ignore: decorator
@inline export function setRate(state: usize, value: f64): void {
  store<f64>(state, value, 32);
}

/** dt/tau_J, 0 if frozen */
// @ts-ignore: decorator
@inline export function contraction(state: usize): f64 {
  return load<f64>(state, 40);
}
// @ts-ignore: decorator
@inline export function setContraction(state: usize, value: f64): void {
  store<f64>(state, value, 40);
}

/** factor of the base in J */
// @ts-ignore: decorator
@inline export function alpha(state: usize): f64 {
  return load<f64>(state, 48);
}
// @ts-ignore: decorator
@inline export function setAlpha(state: usize, value: f64): void {
  store<f64>(state, value, 48);
}

/** S = <D, D>, D = J - k H */
// @ts-ignore: decorator
@inline export function deviation(state: usize): f64 {
  return load<f64>(state, 56);
}
// @ts-ignore: decorator
@inline export function setDeviation(state: usize, value: f64): void {
  store<f64>(state, value, 56);
}

/** P = <D, H> */
// @ts-ignore: decorator
@inline export function projection(state: usize): f64 {
  return load<f64>(state, 64);
}
// @ts-ignore: decorator
@inline export function setProjection(state: usize, value: f64): void {
  store<f64>(state, value, 64);
}

/** V = <H, H> */
// @ts-ignore: decorator
@inline export function hebbNorm(state: usize): f64 {
  return load<f64>(state, 72);
}
// @ts-ignore: decorator
@inline export function setHebbNorm(state: usize, value: f64): void {
  store<f64>(state, value, 72);
}

/** factor of the synaptic update that S has not seen yet */
// @ts-ignore: decorator
@inline export function pendingDecay(state: usize): f64 {
  return load<f64>(state, 80);
}
// @ts-ignore: decorator
@inline export function setPendingDecay(state: usize, value: f64): void {
  store<f64>(state, value, 80);
}

/** weight of the rank one term that S has not seen yet */
// @ts-ignore: decorator
@inline export function pendingWeight(state: usize): f64 {
  return load<f64>(state, 88);
}
// @ts-ignore: decorator
@inline export function setPendingWeight(state: usize, value: f64): void {
  store<f64>(state, value, 88);
}

/** -sigma.J sigma/2 - h.sigma at the last observation */
// @ts-ignore: decorator
@inline export function energy(state: usize): f64 {
  return load<f64>(state, 96);
}
// @ts-ignore: decorator
@inline export function setEnergy(state: usize, value: f64): void {
  store<f64>(state, value, 96);
}

/** joint Lyapunov function at the last observation */
// @ts-ignore: decorator
@inline export function lyapunov(state: usize): f64 {
  return load<f64>(state, 104);
}
// @ts-ignore: decorator
@inline export function setLyapunov(state: usize, value: f64): void {
  store<f64>(state, value, 104);
}

/** beta_Xi */
// @ts-ignore: decorator
@inline export function memoryBeta(state: usize): f64 {
  return load<f64>(state, 112);
}
// @ts-ignore: decorator
@inline export function setMemoryBeta(state: usize, value: f64): void {
  store<f64>(state, value, 112);
}

/** dt of the memories */
// @ts-ignore: decorator
@inline export function memoryRate(state: usize): f64 {
  return load<f64>(state, 120);
}
// @ts-ignore: decorator
@inline export function setMemoryRate(state: usize, value: f64): void {
  store<f64>(state, value, 120);
}

/** beta_T */
// @ts-ignore: decorator
@inline export function transitionBeta(state: usize): f64 {
  return load<f64>(state, 128);
}
// @ts-ignore: decorator
@inline export function setTransitionBeta(state: usize, value: f64): void {
  store<f64>(state, value, 128);
}

/** dt/tau_T (right) or tau_T (faithful) */
// @ts-ignore: decorator
@inline export function transitionRate(state: usize): f64 {
  return load<f64>(state, 136);
}
// @ts-ignore: decorator
@inline export function setTransitionRate(state: usize, value: f64): void {
  store<f64>(state, value, 136);
}

/** neurons */
// @ts-ignore: decorator
@inline export function n(state: usize): i32 {
  return load<i32>(state, 144);
}
// @ts-ignore: decorator
@inline export function setN(state: usize, value: i32): void {
  store<i32>(state, value, 144);
}

/** neurons padded to a multiple of 4 with zeros */
// @ts-ignore: decorator
@inline export function np(state: usize): i32 {
  return load<i32>(state, 148);
}
// @ts-ignore: decorator
@inline export function setNp(state: usize, value: i32): void {
  store<i32>(state, value, 148);
}

/** K */
// @ts-ignore: decorator
@inline export function patternCount(state: usize): i32 {
  return load<i32>(state, 152);
}
// @ts-ignore: decorator
@inline export function setPatternCount(state: usize, value: i32): void {
  store<i32>(state, value, 152);
}

/** slots for unfolded states */
// @ts-ignore: decorator
@inline export function delayed(state: usize): i32 {
  return load<i32>(state, 156);
}
// @ts-ignore: decorator
@inline export function setDelayed(state: usize, value: i32): void {
  store<i32>(state, value, 156);
}

/** slots in use */
// @ts-ignore: decorator
@inline export function used(state: usize): i32 {
  return load<i32>(state, 160);
}
// @ts-ignore: decorator
@inline export function setUsed(state: usize, value: i32): void {
  store<i32>(state, value, 160);
}

/** integrator */
// @ts-ignore: decorator
@inline export function scheme(state: usize): i32 {
  return load<i32>(state, 164);
}
// @ts-ignore: decorator
@inline export function setScheme(state: usize, value: i32): void {
  store<i32>(state, value, 164);
}

/** g, what the synapses see of the neurons */
// @ts-ignore: decorator
@inline export function activation(state: usize): i32 {
  return load<i32>(state, 168);
}
// @ts-ignore: decorator
@inline export function setActivation(state: usize, value: i32): void {
  store<i32>(state, value, 168);
}

/** 1 if the synapses do not move */
// @ts-ignore: decorator
@inline export function isFrozen(state: usize): i32 {
  return load<i32>(state, 172);
}
// @ts-ignore: decorator
@inline export function setIsFrozen(state: usize, value: i32): void {
  store<i32>(state, value, 172);
}

/** pattern that sigma equals exactly, -1 if none */
// @ts-ignore: decorator
@inline export function matched(state: usize): i32 {
  return load<i32>(state, 176);
}
// @ts-ignore: decorator
@inline export function setMatched(state: usize, value: i32): void {
  store<i32>(state, value, 176);
}

/** 1 if S has not seen the last synaptic update */
// @ts-ignore: decorator
@inline export function isPending(state: usize): i32 {
  return load<i32>(state, 180);
}
// @ts-ignore: decorator
@inline export function setIsPending(state: usize, value: i32): void {
  store<i32>(state, value, 180);
}

/** steps until S and P are summed directly again */
// @ts-ignore: decorator
@inline export function untilRefresh(state: usize): i32 {
  return load<i32>(state, 184);
}
// @ts-ignore: decorator
@inline export function setUntilRefresh(state: usize, value: i32): void {
  store<i32>(state, value, 184);
}

/** 1 for the memory-matrix model */
// @ts-ignore: decorator
@inline export function hasMemory(state: usize): i32 {
  return load<i32>(state, 188);
}
// @ts-ignore: decorator
@inline export function setHasMemory(state: usize, value: i32): void {
  store<i32>(state, value, 188);
}

/** 1 if the memory rule is the published one */
// @ts-ignore: decorator
@inline export function isFaithful(state: usize): i32 {
  return load<i32>(state, 192);
}
// @ts-ignore: decorator
@inline export function setIsFaithful(state: usize, value: i32): void {
  store<i32>(state, value, 192);
}

/** d of the transition rule, -1 if there is none */
// @ts-ignore: decorator
@inline export function delay(state: usize): i32 {
  return load<i32>(state, 196);
}
// @ts-ignore: decorator
@inline export function setDelay(state: usize, value: i32): void {
  store<i32>(state, value, 196);
}

/** steps for which the shown pattern stays */
// @ts-ignore: decorator
@inline export function holdLeft(state: usize): i32 {
  return load<i32>(state, 200);
}
// @ts-ignore: decorator
@inline export function setHoldLeft(state: usize, value: i32): void {
  store<i32>(state, value, 200);
}

/** pattern shown last */
// @ts-ignore: decorator
@inline export function shown(state: usize): i32 {
  return load<i32>(state, 204);
}
// @ts-ignore: decorator
@inline export function setShown(state: usize, value: i32): void {
  store<i32>(state, value, 204);
}

/** patterns drawn so far */
// @ts-ignore: decorator
@inline export function renewals(state: usize): f64 {
  return load<f64>(state, 208);
}
// @ts-ignore: decorator
@inline export function setRenewals(state: usize, value: f64): void {
  store<f64>(state, value, 208);
}

/** neurons [np] */
// @ts-ignore: decorator
@inline export function sigma(state: usize): usize {
  return state + <usize>load<u32>(state, 216);
}

/** J sigma at the last observation [np] */
// @ts-ignore: decorator
@inline export function field(state: usize): usize {
  return state + <usize>load<u32>(state, 220);
}

/** patterns, then unfolded states [slots, np] */
// @ts-ignore: decorator
@inline export function slots(state: usize): usize {
  return state + <usize>load<u32>(state, 224);
}

/** weight of each slot in J [slots] */
// @ts-ignore: decorator
@inline export function weights(state: usize): usize {
  return state + <usize>load<u32>(state, 228);
}

/** slot . sigma at the last observation [slots] */
// @ts-ignore: decorator
@inline export function dots(state: usize): usize {
  return state + <usize>load<u32>(state, 232);
}

/** sum_s w_s g_si^2, what the slots would put on the diagonal [np] */
// @ts-ignore: decorator
@inline export function diagonal(state: usize): usize {
  return state + <usize>load<u32>(state, 236);
}

/** B, upper triangle in panels of 4 rows [packed] */
// @ts-ignore: decorator
@inline export function base(state: usize): usize {
  return state + <usize>load<u32>(state, 240);
}

/** p [K] */
// @ts-ignore: decorator
@inline export function probabilities(state: usize): usize {
  return state + <usize>load<u32>(state, 244);
}

/** sum_mu p_mu (xi^mu_i)^2 [np] */
// @ts-ignore: decorator
@inline export function squares(state: usize): usize {
  return state + <usize>load<u32>(state, 248);
}

/** B xi^mu, where known [K, np] */
// @ts-ignore: decorator
@inline export function baseProducts(state: usize): usize {
  return state + <usize>load<u32>(state, 252);
}

/** 1 where baseProducts is current [K] */
// @ts-ignore: decorator
@inline export function known(state: usize): usize {
  return state + <usize>load<u32>(state, 256);
}

/** g of the latest synaptic update [np] */
// @ts-ignore: decorator
@inline export function activity(state: usize): usize {
  return state + <usize>load<u32>(state, 260);
}

/** sigma of the RK4 stages [stages, np] */
// @ts-ignore: decorator
@inline export function stages(state: usize): usize {
  return state + <usize>load<u32>(state, 264);
}

/** neural increments of the RK4 stages [stages, np] */
// @ts-ignore: decorator
@inline export function increments(state: usize): usize {
  return state + <usize>load<u32>(state, 268);
}

/** g of the RK4 stages [stages, np] */
// @ts-ignore: decorator
@inline export function activities(state: usize): usize {
  return state + <usize>load<u32>(state, 272);
}

/** J applied to a stage [np] */
// @ts-ignore: decorator
@inline export function scratch(state: usize): usize {
  return state + <usize>load<u32>(state, 276);
}

/** small intermediate numbers [scratch] */
// @ts-ignore: decorator
@inline export function coefficients(state: usize): usize {
  return state + <usize>load<u32>(state, 280);
}

/** each two numbers of x twice, for products on wide vectors, behind 16 others; small numbers of an observation [doubled] */
// @ts-ignore: decorator
@inline export function doubled(state: usize): usize {
  return state + <usize>load<u32>(state, 284);
}

/** Xi [memory, np] */
// @ts-ignore: decorator
@inline export function memories(state: usize): usize {
  return state + <usize>load<u32>(state, 288);
}

/** Tra [memory, memory] */
// @ts-ignore: decorator
@inline export function transitions(state: usize): usize {
  return state + <usize>load<u32>(state, 292);
}

/** softmax and the two transition factors [memory, three] */
// @ts-ignore: decorator
@inline export function responsibilities(state: usize): usize {
  return state + <usize>load<u32>(state, 296);
}

/** the last d + 1 recorded states [ring, np] */
// @ts-ignore: decorator
@inline export function past(state: usize): usize {
  return state + <usize>load<u32>(state, 300);
}

/** weights of the theory of the distance, moments of the residual, steps of which the neurons missed the pattern, large deviations kept and the latest of them [theory] */
// @ts-ignore: decorator
@inline export function theory(state: usize): usize {
  return state + <usize>load<u32>(state, 304);
}
