// Accessors of the struct declared in src/model/spiking/state.ts. Made by `npm run layouts`: change the declaration, not this file.

/** largest current of a neuron so far */
// @ts-ignore: decorator
@inline export function peak(state: usize): f64 {
  return load<f64>(state, 0);
}
// @ts-ignore: decorator
@inline export function setPeak(state: usize, value: f64): void {
  store<f64>(state, value, 0);
}

/** rows of places */
// @ts-ignore: decorator
@inline export function height(state: usize): i32 {
  return load<i32>(state, 8);
}
// @ts-ignore: decorator
@inline export function setHeight(state: usize, value: i32): void {
  store<i32>(state, value, 8);
}

/** places of a row */
// @ts-ignore: decorator
@inline export function width(state: usize): i32 {
  return load<i32>(state, 12);
}
// @ts-ignore: decorator
@inline export function setWidth(state: usize, value: i32): void {
  store<i32>(state, value, 12);
}

/** neurons of a place */
// @ts-ignore: decorator
@inline export function channels(state: usize): i32 {
  return load<i32>(state, 16);
}
// @ts-ignore: decorator
@inline export function setChannels(state: usize, value: i32): void {
  store<i32>(state, value, 16);
}

/** channels rounded up to a multiple of 32 */
// @ts-ignore: decorator
@inline export function padded(state: usize): i32 {
  return load<i32>(state, 20);
}
// @ts-ignore: decorator
@inline export function setPadded(state: usize, value: i32): void {
  store<i32>(state, value, 20);
}

/** words of the spikes of a step */
// @ts-ignore: decorator
@inline export function words(state: usize): i32 {
  return load<i32>(state, 24);
}
// @ts-ignore: decorator
@inline export function setWords(state: usize, value: i32): void {
  store<i32>(state, value, 24);
}

/** words of the pooled spikes of a step */
// @ts-ignore: decorator
@inline export function pooledWords(state: usize): i32 {
  return load<i32>(state, 28);
}
// @ts-ignore: decorator
@inline export function setPooledWords(state: usize, value: i32): void {
  store<i32>(state, value, 28);
}

/** input neurons of a place, padding included */
// @ts-ignore: decorator
@inline export function inputStride(state: usize): i32 {
  return load<i32>(state, 32);
}
// @ts-ignore: decorator
@inline export function setInputStride(state: usize, value: i32): void {
  store<i32>(state, value, 32);
}

/** words of the spikes of the inputs in a step */
// @ts-ignore: decorator
@inline export function inputWords(state: usize): i32 {
  return load<i32>(state, 36);
}
// @ts-ignore: decorator
@inline export function setInputWords(state: usize, value: i32): void {
  store<i32>(state, value, 36);
}

/** 0: there is room for the slopes of one step */
// @ts-ignore: decorator
@inline export function keepsSlopes(state: usize): i32 {
  return load<i32>(state, 40);
}
// @ts-ignore: decorator
@inline export function setKeepsSlopes(state: usize, value: i32): void {
  store<i32>(state, value, 40);
}

/** 1: peak is kept */
// @ts-ignore: decorator
@inline export function seesPeak(state: usize): i32 {
  return load<i32>(state, 44);
}
// @ts-ignore: decorator
@inline export function setSeesPeak(state: usize, value: i32): void {
  store<i32>(state, value, 44);
}

/** address of the constants of neurons */
// @ts-ignore: decorator
@inline export function neuron(state: usize): u32 {
  return load<u32>(state, 48);
}
// @ts-ignore: decorator
@inline export function setNeuron(state: usize, value: u32): void {
  store<u32>(state, value, 48);
}

/** by input channel: [inputs][9][padded] */
// @ts-ignore: decorator
@inline export function weights(state: usize): u32 {
  return load<u32>(state, 52);
}
// @ts-ignore: decorator
@inline export function setWeights(state: usize, value: u32): void {
  store<u32>(state, value, 52);
}

/** their gradient, added to */
// @ts-ignore: decorator
@inline export function weightsBar(state: usize): u32 {
  return load<u32>(state, 56);
}
// @ts-ignore: decorator
@inline export function setWeightsBar(state: usize, value: u32): void {
  store<u32>(state, value, 56);
}

/** current of each channel [padded]; 0: none */
// @ts-ignore: decorator
@inline export function bias(state: usize): u32 {
  return load<u32>(state, 60);
}
// @ts-ignore: decorator
@inline export function setBias(state: usize, value: u32): void {
  store<u32>(state, value, 60);
}

/** its gradient, added to; 0: none */
// @ts-ignore: decorator
@inline export function biasBar(state: usize): u32 {
  return load<u32>(state, 64);
}
// @ts-ignore: decorator
@inline export function setBiasBar(state: usize, value: u32): void {
  store<u32>(state, value, 64);
}

/** room for a call: see `convolutionWork` */
// @ts-ignore: decorator
@inline export function work(state: usize): u32 {
  return load<u32>(state, 68);
}
// @ts-ignore: decorator
@inline export function setWork(state: usize, value: u32): void {
  store<u32>(state, value, 68);
}

/** membrane, spike, counter of the neurons */
// @ts-ignore: decorator
@inline export function state(state: usize): u32 {
  return load<u32>(state, 72);
}
// @ts-ignore: decorator
@inline export function setState(state: usize, value: u32): void {
  store<u32>(state, value, 72);
}

/** adjoints of membranes that go back */
// @ts-ignore: decorator
@inline export function carries(state: usize): u32 {
  return load<u32>(state, 76);
}
// @ts-ignore: decorator
@inline export function setCarries(state: usize, value: u32): void {
  store<u32>(state, value, 76);
}

/** spikes [steps][inputWords] */
// @ts-ignore: decorator
@inline export function inputBits(state: usize): u32 {
  return load<u32>(state, 80);
}
// @ts-ignore: decorator
@inline export function setInputBits(state: usize, value: u32): void {
  store<u32>(state, value, 80);
}

/** spikes [steps][words] */
// @ts-ignore: decorator
@inline export function bits(state: usize): u32 {
  return load<u32>(state, 84);
}
// @ts-ignore: decorator
@inline export function setBits(state: usize, value: u32): void {
  store<u32>(state, value, 84);
}

/** pooled spikes [steps][pooledWords] */
// @ts-ignore: decorator
@inline export function pooledBits(state: usize): u32 {
  return load<u32>(state, 88);
}
// @ts-ignore: decorator
@inline export function setPooledBits(state: usize, value: u32): void {
  store<u32>(state, value, 88);
}

/** surrogate slopes of the neurons, [steps] or one step */
// @ts-ignore: decorator
@inline export function slopes(state: usize): u32 {
  return load<u32>(state, 92);
}
// @ts-ignore: decorator
@inline export function setSlopes(state: usize, value: u32): void {
  store<u32>(state, value, 92);
}

/** gradient of the currents [steps] */
// @ts-ignore: decorator
@inline export function xBar(state: usize): u32 {
  return load<u32>(state, 96);
}
// @ts-ignore: decorator
@inline export function setXBar(state: usize, value: u32): void {
  store<u32>(state, value, 96);
}
