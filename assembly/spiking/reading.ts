// Accessors of the struct declared in src/model/spiking/state.ts. Made by `npm run layouts`: change the declaration, not this file.

/** key neurons, and value neurons */
// @ts-ignore: decorator
@inline export function n(state: usize): i32 {
  return load<i32>(state, 0);
}
// @ts-ignore: decorator
@inline export function setN(state: usize, value: i32): void {
  store<i32>(state, value, 0);
}

/** n rounded up */
// @ts-ignore: decorator
@inline export function np(state: usize): i32 {
  return load<i32>(state, 4);
}
// @ts-ignore: decorator
@inline export function setNp(state: usize, value: i32): void {
  store<i32>(state, value, 4);
}

/** words of the spikes of n neurons in a step */
// @ts-ignore: decorator
@inline export function words(state: usize): i32 {
  return load<i32>(state, 8);
}
// @ts-ignore: decorator
@inline export function setWords(state: usize, value: i32): void {
  store<i32>(state, value, 8);
}

/** neurons that the layer listens to, without its own values */
// @ts-ignore: decorator
@inline export function inputs(state: usize): i32 {
  return load<i32>(state, 12);
}
// @ts-ignore: decorator
@inline export function setInputs(state: usize, value: i32): void {
  store<i32>(state, value, 12);
}

/** words of their spikes in a step */
// @ts-ignore: decorator
@inline export function inputWords(state: usize): i32 {
  return load<i32>(state, 16);
}
// @ts-ignore: decorator
@inline export function setInputWords(state: usize, value: i32): void {
  store<i32>(state, value, 16);
}

/** steps of a query */
// @ts-ignore: decorator
@inline export function steps(state: usize): i32 {
  return load<i32>(state, 20);
}
// @ts-ignore: decorator
@inline export function setSteps(state: usize, value: i32): void {
  store<i32>(state, value, 20);
}

/** steps after which what was read comes back */
// @ts-ignore: decorator
@inline export function delay(state: usize): i32 {
  return load<i32>(state, 24);
}
// @ts-ignore: decorator
@inline export function setDelay(state: usize, value: i32): void {
  store<i32>(state, value, 24);
}

/** last steps that count for the readout */
// @ts-ignore: decorator
@inline export function window(state: usize): i32 {
  return load<i32>(state, 28);
}
// @ts-ignore: decorator
@inline export function setWindow(state: usize, value: i32): void {
  store<i32>(state, value, 28);
}

/** address of the constants of key neurons */
// @ts-ignore: decorator
@inline export function keyNeuron(state: usize): u32 {
  return load<u32>(state, 32);
}
// @ts-ignore: decorator
@inline export function setKeyNeuron(state: usize, value: u32): void {
  store<u32>(state, value, 32);
}

/** by input: [inputs + n][np] */
// @ts-ignore: decorator
@inline export function weights(state: usize): u32 {
  return load<u32>(state, 36);
}
// @ts-ignore: decorator
@inline export function setWeights(state: usize, value: u32): void {
  store<u32>(state, value, 36);
}

/** their gradient, added to */
// @ts-ignore: decorator
@inline export function weightsBar(state: usize): u32 {
  return load<u32>(state, 40);
}
// @ts-ignore: decorator
@inline export function setWeightsBar(state: usize, value: u32): void {
  store<u32>(state, value, 40);
}

/** gradient of each spike: [np of keys, np of values] */
// @ts-ignore: decorator
@inline export function rates(state: usize): u32 {
  return load<u32>(state, 44);
}
// @ts-ignore: decorator
@inline export function setRates(state: usize, value: u32): void {
  store<u32>(state, value, 44);
}

/** room for a call: see `readingWork` */
// @ts-ignore: decorator
@inline export function work(state: usize): u32 {
  return load<u32>(state, 48);
}
// @ts-ignore: decorator
@inline export function setWork(state: usize, value: u32): void {
  store<u32>(state, value, 48);
}

/** of the sample: spikes [steps][inputWords] */
// @ts-ignore: decorator
@inline export function inputBits(state: usize): u32 {
  return load<u32>(state, 52);
}
// @ts-ignore: decorator
@inline export function setInputBits(state: usize, value: u32): void {
  store<u32>(state, value, 52);
}

/** [steps][words] */
// @ts-ignore: decorator
@inline export function keyBits(state: usize): u32 {
  return load<u32>(state, 56);
}
// @ts-ignore: decorator
@inline export function setKeyBits(state: usize, value: u32): void {
  store<u32>(state, value, 56);
}

/** [delay + steps][words]: those before the first step come first */
// @ts-ignore: decorator
@inline export function valueBits(state: usize): u32 {
  return load<u32>(state, 60);
}
// @ts-ignore: decorator
@inline export function setValueBits(state: usize, value: u32): void {
  store<u32>(state, value, 60);
}

/** surrogate slopes [steps][np of keys, np of values] */
// @ts-ignore: decorator
@inline export function slopes(state: usize): u32 {
  return load<u32>(state, 64);
}
// @ts-ignore: decorator
@inline export function setSlopes(state: usize, value: u32): void {
  store<u32>(state, value, 64);
}

/** membranes [steps][np of keys, np of values]; 0: not kept */
// @ts-ignore: decorator
@inline export function potentials(state: usize): u32 {
  return load<u32>(state, 68);
}
// @ts-ignore: decorator
@inline export function setPotentials(state: usize, value: u32): void {
  store<u32>(state, value, 68);
}

/** membrane, spike, counter of keys, then of values: [6 np] */
// @ts-ignore: decorator
@inline export function states(state: usize): u32 {
  return load<u32>(state, 72);
}
// @ts-ignore: decorator
@inline export function setStates(state: usize, value: u32): void {
  store<u32>(state, value, 72);
}

/** [n][np]: row of a key */
// @ts-ignore: decorator
@inline export function memory(state: usize): u32 {
  return load<u32>(state, 76);
}
// @ts-ignore: decorator
@inline export function setMemory(state: usize, value: u32): void {
  store<u32>(state, value, 76);
}

/** its gradient, added to */
// @ts-ignore: decorator
@inline export function memoryBar(state: usize): u32 {
  return load<u32>(state, 80);
}
// @ts-ignore: decorator
@inline export function setMemoryBar(state: usize, value: u32): void {
  store<u32>(state, value, 80);
}

/** adjoints of membranes that go back [2 np] */
// @ts-ignore: decorator
@inline export function carries(state: usize): u32 {
  return load<u32>(state, 84);
}
// @ts-ignore: decorator
@inline export function setCarries(state: usize, value: u32): void {
  store<u32>(state, value, 84);
}

/** gradient of what comes back after the last step [delay][np]; 0: none */
// @ts-ignore: decorator
@inline export function delayBar(state: usize): u32 {
  return load<u32>(state, 88);
}
// @ts-ignore: decorator
@inline export function setDelayBar(state: usize, value: u32): void {
  store<u32>(state, value, 88);
}

/** gradient of the inputs of keys [steps][np], of values behind it */
// @ts-ignore: decorator
@inline export function inputsBar(state: usize): u32 {
  return load<u32>(state, 92);
}
// @ts-ignore: decorator
@inline export function setInputsBar(state: usize, value: u32): void {
  store<u32>(state, value, 92);
}

/** spikes of each value neuron in the window [np] */
// @ts-ignore: decorator
@inline export function readout(state: usize): u32 {
  return load<u32>(state, 96);
}
// @ts-ignore: decorator
@inline export function setReadout(state: usize, value: u32): void {
  store<u32>(state, value, 96);
}

/** its gradient [np] */
// @ts-ignore: decorator
@inline export function readoutBar(state: usize): u32 {
  return load<u32>(state, 100);
}
// @ts-ignore: decorator
@inline export function setReadoutBar(state: usize, value: u32): void {
  store<u32>(state, value, 100);
}

/** gradient of spikes [steps][np of keys, np of values]; 0: none */
// @ts-ignore: decorator
@inline export function spikesBar(state: usize): u32 {
  return load<u32>(state, 104);
}
// @ts-ignore: decorator
@inline export function setSpikesBar(state: usize, value: u32): void {
  store<u32>(state, value, 104);
}

/** address of the constants of value neurons */
// @ts-ignore: decorator
@inline export function valueNeuron(state: usize): u32 {
  return load<u32>(state, 108);
}
// @ts-ignore: decorator
@inline export function setValueNeuron(state: usize, value: u32): void {
  store<u32>(state, value, 108);
}
