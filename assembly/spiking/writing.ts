// Accessors of the struct declared in src/model/spiking/state.ts. Made by `npm run layouts`: change the declaration, not this file.

/** of the rule, gamma+ */
// @ts-ignore: decorator
@inline export function gammaPos(state: usize): f64 {
  return load<f64>(state, 0);
}
// @ts-ignore: decorator
@inline export function setGammaPos(state: usize, value: f64): void {
  store<f64>(state, value, 0);
}

/** of the rule, gamma- */
// @ts-ignore: decorator
@inline export function gammaNeg(state: usize): f64 {
  return load<f64>(state, 8);
}
// @ts-ignore: decorator
@inline export function setGammaNeg(state: usize, value: f64): void {
  store<f64>(state, value, 8);
}

/** soft upper bound of the memory, w_max */
// @ts-ignore: decorator
@inline export function bound(state: usize): f64 {
  return load<f64>(state, 16);
}
// @ts-ignore: decorator
@inline export function setBound(state: usize, value: f64): void {
  store<f64>(state, value, 16);
}

/** factor of traces of keys from step to step, beta */
// @ts-ignore: decorator
@inline export function keyKeep(state: usize): f64 {
  return load<f64>(state, 24);
}
// @ts-ignore: decorator
@inline export function setKeyKeep(state: usize, value: f64): void {
  store<f64>(state, value, 24);
}

/** factor of what the memory feeds back, 0.2 */
// @ts-ignore: decorator
@inline export function feedback(state: usize): f64 {
  return load<f64>(state, 32);
}
// @ts-ignore: decorator
@inline export function setFeedback(state: usize, value: f64): void {
  store<f64>(state, value, 32);
}

/** key neurons, and value neurons */
// @ts-ignore: decorator
@inline export function n(state: usize): i32 {
  return load<i32>(state, 40);
}
// @ts-ignore: decorator
@inline export function setN(state: usize, value: i32): void {
  store<i32>(state, value, 40);
}

/** n rounded up */
// @ts-ignore: decorator
@inline export function np(state: usize): i32 {
  return load<i32>(state, 44);
}
// @ts-ignore: decorator
@inline export function setNp(state: usize, value: i32): void {
  store<i32>(state, value, 44);
}

/** words of the spikes of n neurons in a step */
// @ts-ignore: decorator
@inline export function words(state: usize): i32 {
  return load<i32>(state, 48);
}
// @ts-ignore: decorator
@inline export function setWords(state: usize, value: i32): void {
  store<i32>(state, value, 48);
}

/** neurons that the layer listens to */
// @ts-ignore: decorator
@inline export function inputs(state: usize): i32 {
  return load<i32>(state, 52);
}
// @ts-ignore: decorator
@inline export function setInputs(state: usize, value: i32): void {
  store<i32>(state, value, 52);
}

/** words of their spikes in a step */
// @ts-ignore: decorator
@inline export function inputWords(state: usize): i32 {
  return load<i32>(state, 56);
}
// @ts-ignore: decorator
@inline export function setInputWords(state: usize, value: i32): void {
  store<i32>(state, value, 56);
}

/** steps of a fact */
// @ts-ignore: decorator
@inline export function steps(state: usize): i32 {
  return load<i32>(state, 60);
}
// @ts-ignore: decorator
@inline export function setSteps(state: usize, value: i32): void {
  store<i32>(state, value, 60);
}

/** 0: the memory stays as it is */
// @ts-ignore: decorator
@inline export function isPlastic(state: usize): i32 {
  return load<i32>(state, 64);
}
// @ts-ignore: decorator
@inline export function setIsPlastic(state: usize, value: i32): void {
  store<i32>(state, value, 64);
}

/** address of the constants of key neurons */
// @ts-ignore: decorator
@inline export function keyNeuron(state: usize): u32 {
  return load<u32>(state, 68);
}
// @ts-ignore: decorator
@inline export function setKeyNeuron(state: usize, value: u32): void {
  store<u32>(state, value, 68);
}

/** by input: [inputs][np to keys, np to values] */
// @ts-ignore: decorator
@inline export function weights(state: usize): u32 {
  return load<u32>(state, 72);
}
// @ts-ignore: decorator
@inline export function setWeights(state: usize, value: u32): void {
  store<u32>(state, value, 72);
}

/** their gradient, added to */
// @ts-ignore: decorator
@inline export function weightsBar(state: usize): u32 {
  return load<u32>(state, 76);
}
// @ts-ignore: decorator
@inline export function setWeightsBar(state: usize, value: u32): void {
  store<u32>(state, value, 76);
}

/** gradient of each spike: [np of keys, np of values] */
// @ts-ignore: decorator
@inline export function rates(state: usize): u32 {
  return load<u32>(state, 80);
}
// @ts-ignore: decorator
@inline export function setRates(state: usize, value: u32): void {
  store<u32>(state, value, 80);
}

/** room for a call: see `writingWork` */
// @ts-ignore: decorator
@inline export function work(state: usize): u32 {
  return load<u32>(state, 84);
}
// @ts-ignore: decorator
@inline export function setWork(state: usize, value: u32): void {
  store<u32>(state, value, 84);
}

/** room for rows of the memory at moments of a fact */
// @ts-ignore: decorator
@inline export function rows(state: usize): u32 {
  return load<u32>(state, 88);
}
// @ts-ignore: decorator
@inline export function setRows(state: usize, value: u32): void {
  store<u32>(state, value, 88);
}

/** how many fit */
// @ts-ignore: decorator
@inline export function rowsCount(state: usize): u32 {
  return load<u32>(state, 92);
}
// @ts-ignore: decorator
@inline export function setRowsCount(state: usize, value: u32): void {
  store<u32>(state, value, 92);
}

/** of the sample: spikes [facts steps][inputWords] */
// @ts-ignore: decorator
@inline export function inputBits(state: usize): u32 {
  return load<u32>(state, 96);
}
// @ts-ignore: decorator
@inline export function setInputBits(state: usize, value: u32): void {
  store<u32>(state, value, 96);
}

/** [facts steps][words] */
// @ts-ignore: decorator
@inline export function keyBits(state: usize): u32 {
  return load<u32>(state, 100);
}
// @ts-ignore: decorator
@inline export function setKeyBits(state: usize, value: u32): void {
  store<u32>(state, value, 100);
}

/** [facts steps][words] */
// @ts-ignore: decorator
@inline export function valueBits(state: usize): u32 {
  return load<u32>(state, 104);
}
// @ts-ignore: decorator
@inline export function setValueBits(state: usize, value: u32): void {
  store<u32>(state, value, 104);
}

/** surrogate slopes [facts steps][np of keys, np of values] */
// @ts-ignore: decorator
@inline export function slopes(state: usize): u32 {
  return load<u32>(state, 108);
}
// @ts-ignore: decorator
@inline export function setSlopes(state: usize, value: u32): void {
  store<u32>(state, value, 108);
}

/** membranes [facts steps][np of keys, np of values]; 0: not kept */
// @ts-ignore: decorator
@inline export function potentials(state: usize): u32 {
  return load<u32>(state, 112);
}
// @ts-ignore: decorator
@inline export function setPotentials(state: usize, value: u32): void {
  store<u32>(state, value, 112);
}

/** membrane, spike, counter of keys, then of values: [6 np] */
// @ts-ignore: decorator
@inline export function states(state: usize): u32 {
  return load<u32>(state, 116);
}
// @ts-ignore: decorator
@inline export function setStates(state: usize, value: u32): void {
  store<u32>(state, value, 116);
}

/** i32 [np]: first step at which a key has a slope */
// @ts-ignore: decorator
@inline export function firstSlopes(state: usize): u32 {
  return load<u32>(state, 120);
}
// @ts-ignore: decorator
@inline export function setFirstSlopes(state: usize, value: u32): void {
  store<u32>(state, value, 120);
}

/** gradient of the memory [n][np] */
// @ts-ignore: decorator
@inline export function memoryBar(state: usize): u32 {
  return load<u32>(state, 124);
}
// @ts-ignore: decorator
@inline export function setMemoryBar(state: usize, value: u32): void {
  store<u32>(state, value, 124);
}

/** adjoints that go back: membranes, then traces of keys and values [4 np] */
// @ts-ignore: decorator
@inline export function carries(state: usize): u32 {
  return load<u32>(state, 128);
}
// @ts-ignore: decorator
@inline export function setCarries(state: usize, value: u32): void {
  store<u32>(state, value, 128);
}

/** gradient of the inputs of a fact [steps][np of keys, np of values] */
// @ts-ignore: decorator
@inline export function inputsBar(state: usize): u32 {
  return load<u32>(state, 132);
}
// @ts-ignore: decorator
@inline export function setInputsBar(state: usize, value: u32): void {
  store<u32>(state, value, 132);
}

/** gradient of spikes [facts steps][np of keys, np of values]; 0: none */
// @ts-ignore: decorator
@inline export function spikesBar(state: usize): u32 {
  return load<u32>(state, 136);
}
// @ts-ignore: decorator
@inline export function setSpikesBar(state: usize, value: u32): void {
  store<u32>(state, value, 136);
}

/** address of the constants of value neurons */
// @ts-ignore: decorator
@inline export function valueNeuron(state: usize): u32 {
  return load<u32>(state, 140);
}
// @ts-ignore: decorator
@inline export function setValueNeuron(state: usize, value: u32): void {
  store<u32>(state, value, 140);
}

/** factor of traces of values from step to step */
// @ts-ignore: decorator
@inline export function valueKeep(state: usize): f64 {
  return load<f64>(state, 144);
}
// @ts-ignore: decorator
@inline export function setValueKeep(state: usize, value: f64): void {
  store<f64>(state, value, 144);
}
