// Accessors of the struct declared in src/model/rate/state.ts. Made by `npm run layouts`: change the declaration, not this file.

/** form */
export const FORM_R: i32 = 0;
export const FORM_X: i32 = 1;

/** scheme */
export const SCHEME_EULER: i32 = 0;
export const SCHEME_RK4: i32 = 1;

/** activation */
export const ACTIVATION_LINEAR: i32 = 0;
export const ACTIVATION_SIGMOID: i32 = 1;
export const ACTIVATION_RELU: i32 = 2;
export const ACTIVATION_TANH: i32 = 3;

/** n */
// @ts-ignore: decorator
@inline export function units(state: usize): i32 {
  return load<i32>(state, 0);
}
// @ts-ignore: decorator
@inline export function setUnits(state: usize, value: i32): void {
  store<i32>(state, value, 0);
}

/** phi */
// @ts-ignore: decorator
@inline export function activation(state: usize): i32 {
  return load<i32>(state, 4);
}
// @ts-ignore: decorator
@inline export function setActivation(state: usize, value: i32): void {
  store<i32>(state, value, 4);
}

/** address of dense weights, g included, as `gemm_pack_a_f64` packs them; 0 if sparse */
// @ts-ignore: decorator
@inline export function packed(state: usize): u32 {
  return load<u32>(state, 8);
}
// @ts-ignore: decorator
@inline export function setPacked(state: usize, value: u32): void {
  store<u32>(state, value, 8);
}

/** address of the rows of sparse weights, as `spmm_stream_f64` takes them */
// @ts-ignore: decorator
@inline export function rowStart(state: usize): u32 {
  return load<u32>(state, 12);
}
// @ts-ignore: decorator
@inline export function setRowStart(state: usize, value: u32): void {
  store<u32>(state, value, 12);
}

/** address of their edges, with weights, g included */
// @ts-ignore: decorator
@inline export function edges(state: usize): u32 {
  return load<u32>(state, 16);
}
// @ts-ignore: decorator
@inline export function setEdges(state: usize, value: u32): void {
  store<u32>(state, value, 16);
}

/** columns that the edges are prepared for by `stream_offsets`; 0 for none */
// @ts-ignore: decorator
@inline export function preparedFor(state: usize): i32 {
  return load<i32>(state, 20);
}
// @ts-ignore: decorator
@inline export function setPreparedFor(state: usize, value: i32): void {
  store<i32>(state, value, 20);
}

/** address of the input of the first step of a call, n doubles; 0 for none */
// @ts-ignore: decorator
@inline export function bias(state: usize): u32 {
  return load<u32>(state, 24);
}
// @ts-ignore: decorator
@inline export function setBias(state: usize, value: u32): void {
  store<u32>(state, value, 24);
}

/** doubles from the input of a step to that of the next; 0 if it is constant */
// @ts-ignore: decorator
@inline export function biasStride(state: usize): i32 {
  return load<i32>(state, 28);
}
// @ts-ignore: decorator
@inline export function setBiasStride(state: usize, value: i32): void {
  store<i32>(state, value, 28);
}

/** r: du = -r + phi(W r + b), x: du = -x + W phi(x) + b */
// @ts-ignore: decorator
@inline export function form(state: usize): i32 {
  return load<i32>(state, 32);
}
// @ts-ignore: decorator
@inline export function setForm(state: usize, value: i32): void {
  store<i32>(state, value, 32);
}

/** integrator */
// @ts-ignore: decorator
@inline export function scheme(state: usize): i32 {
  return load<i32>(state, 36);
}
// @ts-ignore: decorator
@inline export function setScheme(state: usize, value: i32): void {
  store<i32>(state, value, 36);
}

/** h = dt/tau */
// @ts-ignore: decorator
@inline export function stepSize(state: usize): f64 {
  return load<f64>(state, 40);
}
// @ts-ignore: decorator
@inline export function setStepSize(state: usize, value: f64): void {
  store<f64>(state, value, 40);
}
