/** A model with every element of the format, as an outsider might write it: the files of its folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MODEL = `model: kitchen-sink
summary: every element of the format at once
parameters:
  N: { kind: integer, default: 5, min: 1, max: 1000, help: units }
  M: { kind: integer, default: 3, min: 1, help: layers }
  g: { kind: number, default: 0.9, above: 0, below: 2, symbol: γ, unit: 1/s, help: gain }
  rule: { kind: choice, default: hebb, options: { hebb: plain sum, anti-hebb: negative sum, none: nothing }, help: learning rule }
  clipped: { kind: boolean, default: true, help: keep weights within bounds }
  T: { kind: number, default: 40, above: 0, unit: s, help: time of a run }
  dt: { kind: number, default: 0.1, above: 0, unit: s, help: time of a step }
  eps: 0.01
steps: T / dt
time: dt
state:
  w: { shape: [M, N], start: { normal: [0, g / sqrt(N)] }, unit: mV, help: weights }
  f: { shape: [N], type: f32, start: uniform, help: single precision }
  c: { shape: [N], type: i32, start: { integer: [0, M] }, help: counters }
  b: { shape: [2, M, N], type: u8, start: 1, help: bytes }
  s0: { shape: [N], start: sign, help: signs }
  z: { shape: [4], help: zeros }
  energy: { shape: [], start: 2 * g, help: number }
  hits: { shape: [], type: i32, start: 3, help: how often }
noise:
  x: { shape: [M, N], each: normal, help: input }
  u: { shape: [N], each: uniform }
  sg: { shape: [N], each: sign }
  k: { shape: [], each: { integer: [0, N - 1] }, help: who }
observables:
  energy: { default: true, symbol: E, unit: J }
  hits: {}
  w: { help: weights }
  f: { at: after }
  c: {}
  b: {}
  norm: { default: true, symbol: "|w|", help: length }
  early: { at: before, help: step before }
`;

const STEP = `import { dot_f64, axpy_f64 } from 'msm/linalg/vectors';
import { tanh_f64 } from 'msm/math/tanh';
import { clip } from './lib/clip';
import * as m from './state';
/* start once */
export function start(s: usize): void {
  store<f64>(m.z(s), 42, 8);
}
export function step(s: usize): void {
  const rows = m.M(s), n = m.N(s), np = m.Np(s);
  const sign: f64 = m.rule(s) == m.RULE_HEBB ? 1 : m.rule(s) == m.RULE_ANTI_HEBB ? -1 : 0;
  for (let r = 0; r < rows; r++) {
    const w = m.w(s) + ((<usize>(r * np)) << 3), x = m.x(s) + ((<usize>(r * np)) << 3);
    axpy_f64(sign * m.eps(s), x, w, np);
    if (m.clipped(s)) for (let i: usize = 0; i < <usize>n; i++) store<f64>(w + (i << 3), clip(load<f64>(w + (i << 3)), m.g(s)));
  }
  const k = <usize>m.k(s);
  store<i32>(m.c(s) + (k << 2), load<i32>(m.c(s) + (k << 2)) + 1);
  store<u8>(m.b(s) + k, load<u8>(m.b(s) + k) + 1);
  store<f32>(m.f(s) + (k << 2), <f32>tanh_f64(load<f64>(m.w(s) + (k << 3))));
  m.setEnergy(s, m.energy(s) + load<f64>(m.u(s)) * load<f64>(m.sg(s)));
  if (load<f64>(m.u(s)) > 0.5) m.setHits(s, m.hits(s) + 1);
}
export function norm(s: usize): f64 {
  let sum: f64 = 0;
  for (let r = 0; r < m.M(s); r++) {
    const w = m.w(s) + ((<usize>(r * m.Np(s))) << 3);
    sum += dot_f64(w, w, m.Np(s));
  }
  return sqrt(sum);
}
export function early(s: usize): f64 { return m.step(s) + m.time(s); }
`;

const CLIP = `export function clip(x: f64, most: f64): f64 { return max(-most, min(most, x)); }
`;

export const KITCHEN_SINK: { readonly [path: string]: string } = {
  'model.yaml': MODEL,
  'step.ts': STEP,
  'lib/clip.ts': CLIP,
};

/** Writes the files of a model into a folder. */
export function writeModel(folder: string, files: { readonly [path: string]: string } = KITCHEN_SINK): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
