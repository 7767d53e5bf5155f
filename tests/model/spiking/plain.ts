/**
 * The network that memorizes associations as a plain loop: every neuron, input and row of the memory at every step, forward and back, with all
 * memories kept. Nothing is left out or computed anew, so it says what the kernels must come to, bit by bit.
 *
 * Sums have the order that the kernels promise (assembly/spiking): over inputs by number; dot products in four chains of vectors; of the rows of the
 * memory those last whose key fired last, looking back. Spikes may be any function of the membrane: with the integral of the surrogate in place of the
 * step, what this loop calls a gradient is one.
 */
import type { AssociationsNetwork } from '../../../src/model/spiking/settings-types.js';

export interface Arithmetic {
  readonly round: (x: number) => number;
  readonly lanes: number;
  /** Below, membranes, adjoints and entries of the memory count as 0; so do traces below the other. */
  readonly small: number;
  readonly faint: number;
}

export const F64: Arithmetic = { round: (x) => x, lanes: 2, small: 2 ** -600, faint: 2 ** -300 };
export const F32: Arithmetic = { round: Math.fround, lanes: 4, small: 2 ** -76, faint: 2 ** -48 };

const above = (x: number, least: number): number => (Math.abs(x) < least ? 0 : x);

type Row = Float64Array;

/** Whether a neuron spikes that is so far above its threshold, in thresholds. */
export type SpikeLaw = (u: number) => number;
export const STEP: SpikeLaw = (u) => (u > 0 ? 1 : 0);
/** The integral of the triangle, which the surrogate is the slope of. */
export const SMOOTH: SpikeLaw = (u) => {
  if (u <= -1) return 0;
  if (u >= 1) return 1;
  return u < 0 ? (u + 1) ** 2 / 2 : 1 - (1 - u) ** 2 / 2;
};

const padded = (n: number): number => 4 * Math.ceil(n / 4);
const zeros = (n: number): Row => new Float64Array(n);
const rows = (count: number, n: number): Row[] => Array.from({ length: count }, () => zeros(n));

/** Sum of lanes as kernels join them. */
const joined = ({ round, lanes }: Arithmetic, v: readonly number[]): number =>
  lanes === 2 ? round(v[0] + v[1]) : round(round(v[0] + v[2]) + round(v[1] + v[3]));

function dot(a: Arithmetic, x: Row, y: Row): number {
  const { round, lanes } = a;
  const chains = [0, 1, 2, 3].map(() => new Array<number>(lanes).fill(0));
  for (let i = 0; i < x.length; i++) {
    const chain = chains[Math.floor(i / lanes) % 4];
    chain[i % lanes] = round(chain[i % lanes] + round(x[i] * y[i]));
  }
  const [p, q, r, s] = chains;
  return joined(
    a,
    p.map((_, l) => round(round(p[l] + q[l]) + round(r[l] + s[l]))),
  );
}

/** A dot product of rows of any length in one chain. */
function dense(a: Arithmetic, x: ArrayLike<number>, y: ArrayLike<number>): number {
  const { round, lanes } = a;
  const whole = x.length - (x.length % lanes);
  const chain = new Array<number>(lanes).fill(0);
  for (let i = 0; i < whole; i++) chain[i % lanes] = round(chain[i % lanes] + round(x[i] * y[i]));
  let sum = joined(a, chain);
  for (let i = whole; i < x.length; i++) sum = round(sum + round(x[i] * y[i]));
  return sum;
}

/** y += c x. */
function add({ round }: Arithmetic, c: number, x: ArrayLike<number>, y: Row): void {
  for (let i = 0; i < x.length; i++) y[i] = round(y[i] + round(c * x[i]));
}

interface Constants {
  readonly threshold: number;
  readonly leak: number;
  readonly take: number;
  readonly gain: number;
  readonly width: number;
  readonly refractory: number;
  readonly isPerfect: boolean;
}

/** One step of a population kept for the way back. */
interface Moment {
  readonly z: Row;
  readonly v: Row;
  readonly slope: Row;
}

class Neurons {
  readonly #a: Arithmetic;
  readonly #of: (neuron: number) => Constants;
  readonly #law: SpikeLaw;
  #v: Row;
  #z: Row;
  #r: Row;
  #g: Row;

  /** @param of - constants of a neuron */
  constructor(a: Arithmetic, of: (neuron: number) => Constants, law: SpikeLaw, np: number) {
    [this.#a, this.#of, this.#law] = [a, of, law];
    [this.#v, this.#z, this.#r, this.#g] = rows(4, np);
  }

  step(x: Row): Moment {
    const { round } = this.#a;
    const [v, z, slope] = rows(3, x.length);
    for (let i = 0; i < x.length; i++) {
      const c = this.#of(i);
      const rests = this.#r[i] > 0;
      const kept = round(c.leak * this.#v[i]);
      const taken = round(c.take * x[i]);
      v[i] = c.isPerfect
        ? round(round(kept * round(1 - this.#z[i])) + taken)
        : round(round(kept + taken) - round(c.threshold * this.#z[i]));
      v[i] = above(v[i], this.#a.small);
      const over = round(v[i] - c.threshold);
      z[i] = rests ? 0 : this.#law(over / c.threshold);
      this.#r[i] = rests ? Math.max(this.#r[i] - 1, 0) : c.refractory * z[i];
      const height = Math.max(0, round(1 - round(Math.abs(over) / c.width)));
      slope[i] = rests ? 0 : round(c.gain * height);
    }
    [this.#v, this.#z] = [v, z];
    return { z, v, slope };
  }

  back({ z, v, slope }: Moment, zBar: Row): Row {
    const { round } = this.#a;
    const x = zeros(zBar.length);
    for (let i = 0; i < x.length; i++) {
      const c = this.#of(i);
      const carried = round(c.leak * this.#g[i]);
      this.#g[i] = c.isPerfect
        ? round(round(slope[i] * round(zBar[i] - round(v[i] * carried))) + round(round(1 - z[i]) * carried))
        : round(round(slope[i] * round(zBar[i] - round(c.threshold * this.#g[i]))) + carried);
      this.#g[i] = above(this.#g[i], this.#a.small);
      x[i] = round(c.take * this.#g[i]);
    }
    return x;
  }
}

/** Weights of golden files' shapes, row by row. */
export interface Weights {
  readonly input: readonly Row[];
  readonly embedding: readonly Row[];
  readonly writing: readonly Row[];
  readonly reading: readonly Row[];
  readonly output: readonly Row[];
}

/** Rows by input, keys and values each padded. */
function byInput(weights: readonly Row[], inputs: number, groups: number): Row[] {
  const n = weights.length / groups;
  const np = padded(n);
  return Array.from({ length: inputs }, (_, i) => {
    const row = zeros(groups * np);
    for (let r = 0; r < weights.length; r++) row[Math.floor(r / n) * np + (r % n)] = weights[r][i];
    return row;
  });
}

function published(bars: readonly Row[], n: number, groups: number): Row[] {
  const np = padded(n);
  return Array.from({ length: groups * n }, (_, r) =>
    Float64Array.from(bars, (row) => row[Math.floor(r / n) * np + (r % n)]),
  );
}

export interface Item {
  readonly features: readonly Row[];
  readonly labels: readonly number[];
  readonly query: Row;
  readonly answer: number;
}

/** What all numbers of a network in one arithmetic are; `exp` is that of the kernels. */
export function plainConstants(network: AssociationsNetwork, a: Arithmetic, exp: (x: number) => number) {
  const { plasticity } = network;
  const { round } = a;
  const neuron = (layer: string): Constants => {
    const s = { ...network.neuron, ...network.layerNeurons?.[layer] };
    const leak = exp(-1 / s.tauMembrane);
    return {
      threshold: round(s.threshold),
      leak: round(leak),
      take: round(1 - leak),
      gain: round(s.dampening / s.threshold),
      width: round(s.threshold * s.surrogateWidth),
      refractory: s.refractorySteps,
      isPerfect: s.perfectReset,
    };
  };
  const trace = (tau: number = plasticity.tauTrace) => ({ keep: round(exp(-1 / tau)), give: round(1 - exp(-1 / tau)) });
  return {
    features: neuron('features'),
    labels: neuron('labels'),
    query: neuron('query'),
    writeKeys: neuron('write_key'),
    writeValues: neuron('write_value'),
    readKeys: neuron('read_key'),
    readValues: neuron('read_value'),
    keyTrace: trace(plasticity.tauKeys),
    valueTrace: trace(plasticity.tauValues),
    gammaPos: round(plasticity.gammaPos),
    gammaNeg: round(plasticity.gammaNeg),
    bound: round(plasticity.wMax),
    feedback: round(network.feedbackGain),
    gain: round(network.encoderGain),
  };
}

export type PlainConstants = ReturnType<typeof plainConstants>;

/** Forward pass of an item, with all that the way back needs. `logits` are what the network says. */
export function plainForward(
  network: AssociationsNetwork,
  a: Arithmetic,
  c: PlainConstants,
  weights: Weights,
  item: Item,
  law: SpikeLaw = STEP,
) {
  const { round } = a;
  const { embedding: E, memory: M, facts, steps, readoutDelay: delay, readoutWindow: window } = network;
  const np = padded(M);
  const heard = padded(2 * E);
  const writing = byInput(weights.writing, 2 * E, 2);
  const reading = byInput(weights.reading, E + M, 1);
  const neurons = (n: number, own: Constants): Neurons => new Neurons(a, () => own, law, n);
  const populations = {
    facts: new Neurons(a, (i) => (i < E ? c.features : c.labels), law, heard),
    query: neurons(padded(E), c.query),
    writeKeys: neurons(np, c.writeKeys),
    writeValues: neurons(np, c.writeValues),
    readKeys: neurons(np, c.readKeys),
    readValues: neurons(np, c.readValues),
  };
  let memory = rows(M, np);
  let [keyTrace, valueTrace] = rows(2, np);
  const written: {
    readonly s: Moment;
    readonly k: Moment;
    readonly y: Moment;
    readonly before: readonly Row[];
    readonly keyTrace: Row;
    readonly valueTrace: Row;
  }[] = [];
  const trace = ({ keep, give }: PlainConstants['keyTrace'], before: Row, z: Row): Row =>
    before.map((value, i) => above(round(round(give * z[i]) + round(keep * value)), a.faint));
  for (let n = 0; n < facts; n++) {
    const current = zeros(heard);
    for (let e = 0; e < E; e++) {
      current[e] = round(c.gain * dense(a, weights.input[e], item.features[n]));
      current[E + e] = round(c.gain * weights.embedding[item.labels[n]][e]);
    }
    for (let t = 0; t < steps; t++) {
      const s = populations.facts.step(current);
      const x = zeros(2 * np);
      for (let i = 0; i < 2 * E; i++) add(a, s.z[i], writing[i], x);
      const k = populations.writeKeys.step(x.slice(0, np));
      const back = zeros(np);
      for (let j = 0; j < M; j++) add(a, k.z[j], memory[j], back);
      const values = x.slice(np);
      add(a, c.feedback, back, values);
      const y = populations.writeValues.step(values);
      [keyTrace, valueTrace] = [trace(c.keyTrace, keyTrace, k.z), trace(c.valueTrace, valueTrace, y.z)];
      written.push({ s, k, y, before: memory, keyTrace, valueTrace });
      if (network.plasticity.isOn) memory = memory.map((row, j) => updated(a, c, row, keyTrace[j], valueTrace));
    }
    memory = memory.map((row) => row.map((value) => above(value, a.small)));
  }
  const current = zeros(padded(E));
  for (let e = 0; e < E; e++) current[e] = round(c.gain * dense(a, weights.input[e], item.query));
  const read: { readonly s: Moment; readonly f: Row; readonly k: Moment; readonly y: Moment }[] = [];
  const readout = zeros(M);
  for (let t = 0; t < steps; t++) {
    const s = populations.query.step(current);
    const f = t < delay ? zeros(np) : read[t - delay].y.z;
    const x = zeros(np);
    for (let i = 0; i < E; i++) add(a, s.z[i], reading[i], x);
    for (let i = 0; i < M; i++) add(a, f[i], reading[E + i], x);
    const k = populations.readKeys.step(x);
    const values = zeros(np);
    for (let j = 0; j < M; j++) add(a, k.z[j], memory[j], values);
    const y = populations.readValues.step(values);
    read.push({ s, f, k, y });
    if (t >= steps - window) for (let i = 0; i < M; i++) readout[i] = round(readout[i] + y.z[i]);
  }
  const logits = weights.output.map((row) => dense(a, row, readout));
  return { populations, written, read, memory, readout, logits, writing, reading };
}

export type PlainPass = ReturnType<typeof plainForward>;

/** A row of the memory after an update. */
function updated({ round }: Arithmetic, c: PlainConstants, row: Row, kappa: number, nu: Row): Row {
  const q = round(c.gammaPos * kappa);
  const keep = round(1 - round(c.gammaNeg * round(kappa * kappa)));
  return row.map((value, i) => {
    const p = round(q * nu[i]);
    return round(round(value * round(keep - p)) + round(c.bound * p));
  });
}

/** Gradients of the weights, added to by each item. */
export const plainGradient = ({ features: F, embedding: E, memory: M, classes: C }: AssociationsNetwork) => ({
  input: rows(E, F),
  embedding: rows(C, E),
  writing: rows(2 * E, 2 * padded(M)),
  reading: rows(E + M, padded(M)),
  output: rows(C, M),
});

export type PlainGradient = ReturnType<typeof plainGradient>;

/** Gradient of each spike by the rates: features and labels, query, keys and values written, keys and values read; each padded. */
export interface RatesBar {
  readonly facts: Row;
  readonly query: Row;
  readonly writing: readonly [keys: Row, values: Row];
  readonly reading: readonly [keys: Row, values: Row];
}

/** Way back of an item whose derivative by the logits is given. */
export function plainBackward(
  network: AssociationsNetwork,
  a: Arithmetic,
  c: PlainConstants,
  weights: Weights,
  item: Item,
  pass: PlainPass,
  logitsBar: Row,
  rates: RatesBar,
  gradient: PlainGradient,
): void {
  const { round } = a;
  const { embedding: E, memory: M, facts, steps, readoutDelay: delay, readoutWindow: window } = network;
  const np = padded(M);
  const { populations, read, written, memory, writing, reading } = pass;
  const readoutBar = zeros(np);
  for (const [o, bar] of logitsBar.entries()) {
    if (bar !== 0) add(a, bar, pass.readout, gradient.output[o]);
    add(a, bar, weights.output[o], readoutBar);
  }
  const memoryBar = rows(M, np);
  const keysBar: Row[] = [];
  const valuesBar: Row[] = [];
  const queryBar: Row[] = [];
  for (let t = steps - 1; t >= 0; t--) {
    const zBar = rates.reading[1].slice();
    if (t >= steps - window) add(a, 1, readoutBar, zBar);
    if (t + delay < steps) {
      for (let i = 0; i < M; i++) zBar[i] = round(zBar[i] + dot(a, reading[E + i], keysBar[t + delay]));
    }
    valuesBar[t] = populations.readValues.back(read[t].y, zBar);
    const keys = rates.reading[0].slice();
    for (let j = 0; j < M; j++) keys[j] = round(keys[j] + dot(a, memory[j], valuesBar[t]));
    keysBar[t] = populations.readKeys.back(read[t].k, keys);
    for (let j = 0; j < M; j++) add(a, read[t].k.z[j], valuesBar[t], memoryBar[j]);
    for (let i = 0; i < E; i++) add(a, read[t].s.z[i], keysBar[t], gradient.reading[i]);
    for (let i = 0; i < M; i++) add(a, read[t].f[i], keysBar[t], gradient.reading[E + i]);
    queryBar[t] = rates.query.map((bar, i) => (i < E ? round(bar + dot(a, reading[i], keysBar[t])) : bar));
  }
  const queryCurrentBar = zeros(padded(E));
  for (let t = steps - 1; t >= 0; t--) add(a, 1, populations.query.back(read[t].s, queryBar[t]), queryCurrentBar);
  for (let e = 0; e < E; e++) add(a, round(c.gain * queryCurrentBar[e]), item.query, gradient.input[e]);
  let [keyTraceBar, valueTraceBar] = rows(2, np);
  for (let n = facts - 1; n >= 0; n--) {
    const currentBar = zeros(padded(2 * E));
    for (const row of memoryBar) for (let i = 0; i < np; i++) row[i] = above(row[i], a.small);
    // rows whose key fired later come last
    let order = Array.from({ length: M }, (_, j) => j);
    for (let t = (n + 1) * steps - 1; t >= n * steps; t--) {
      const { s, k, y, before, keyTrace, valueTrace } = written[t];
      const traceBars = rows(2, np);
      for (const j of network.plasticity.isOn ? order : []) {
        const [key, bar] = [keyTrace[j], memoryBar[j]];
        const q = round(c.gammaPos * key);
        const keep = round(1 - round(c.gammaNeg * round(key * key)));
        const [first, second] = [new Array<number>(a.lanes).fill(0), new Array<number>(a.lanes).fill(0)];
        for (let i = 0; i < np; i++) {
          const l = i % a.lanes;
          const u = round(bar[i] * round(c.bound - before[j][i]));
          traceBars[1][i] = round(traceBars[1][i] + round(u * q));
          first[l] = round(first[l] + round(u * valueTrace[i]));
          second[l] = round(second[l] + round(bar[i] * before[j][i]));
          bar[i] = round(bar[i] * round(keep - round(q * valueTrace[i])));
        }
        const decay = round(round(2 * c.gammaNeg) * key);
        traceBars[0][j] = round(round(c.gammaPos * joined(a, first)) - round(decay * joined(a, second)));
      }
      const carried = (keep: number, own: Row, carry: Row): Row =>
        own.map((bar, i) => above(round(round(keep * carry[i]) + bar), a.small));
      valueTraceBar = carried(c.valueTrace.keep, traceBars[1], valueTraceBar);
      keyTraceBar = carried(c.keyTrace.keep, traceBars[0], keyTraceBar);
      const spikesBar = (give: number, bars: Row, own: Row): Row =>
        own.map((bar, i) => round(round(give * bars[i]) + bar));
      const valuesBar = populations.writeValues.back(y, spikesBar(c.valueTrace.give, valueTraceBar, rates.writing[1]));
      const keys = spikesBar(c.keyTrace.give, keyTraceBar, rates.writing[0]);
      for (let j = 0; j < M; j++) keys[j] = round(keys[j] + round(c.feedback * dot(a, before[j], valuesBar)));
      const keysBar = populations.writeKeys.back(k, keys);
      for (let j = 0; j < M; j++) {
        add(
          a,
          c.feedback,
          valuesBar.map((bar) => bar * k.z[j]),
          memoryBar[j],
        );
      }
      const fired = order.filter((j) => k.z[j] !== 0).sort((i, j) => i - j);
      order = [...order.filter((j) => k.z[j] === 0), ...fired];
      const xBar = Float64Array.from([...keysBar, ...valuesBar]);
      for (let i = 0; i < 2 * E; i++) add(a, s.z[i], xBar, gradient.writing[i]);
      const heardBar = rates.facts.map((bar, i) => (i < 2 * E ? round(bar + dot(a, writing[i], xBar)) : bar));
      add(a, 1, populations.facts.back(s, heardBar), currentBar);
    }
    for (let e = 0; e < E; e++) add(a, round(c.gain * currentBar[e]), item.features[n], gradient.input[e]);
    add(a, c.gain, currentBar.subarray(E, 2 * E), gradient.embedding[item.labels[n]]);
  }
}

/** Gradients in the form in which weights are published. */
export const publishedGradient = ({ memory: M }: AssociationsNetwork, gradient: PlainGradient): Weights => ({
  input: gradient.input,
  embedding: gradient.embedding,
  writing: published(gradient.writing, M, 2),
  reading: published(gradient.reading, M, 1),
  output: gradient.output,
});
