import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OwnFolder } from '../../src/own-model/own-folder.js';
import { finish, read, start, valueAtEnd } from './folders.js';

const EXAMPLES = readdirSync('data/models');

describe('the example models', () => {
  it('are at least four', () => {
    expect(EXAMPLES).toEqual(expect.arrayContaining(['hopfield', 'lorenz', 'oja', 'stp']));
  });

  it.each(EXAMPLES)('%s says in each parameter and observable what it is', async (name) => {
    const { family } = await read(`data/models/${name}`);
    expect(family.schema.name).toBe(name);
    expect(family.schema.summary).not.toBe(name);
    for (const { name: one, meaning } of family.schema.observables) expect(meaning, one).not.toBe(one);
    // Lorenz is the shortest that can be: its numbers have their names alone
    if (name !== 'lorenz') for (const { key, help } of family.schema.parameters) expect(help, key).not.toBe(key);
  });

  it('begins with models of two files that are at most 40 lines together', () => {
    const lines = (name: string) =>
      ['model.yaml', 'step.ts'].reduce(
        (sum, file) => sum + readFileSync(`data/models/${name}/${file}`, 'utf8').trimEnd().split('\n').length,
        0,
      );
    expect(lines('oja')).toBeLessThanOrEqual(40);
    expect(lines('lorenz')).toBeLessThanOrEqual(40);
  });
});

describe("Hopfield's network", () => {
  let hopfield: OwnFolder;
  beforeAll(async () => {
    hopfield = await read('data/models/hopfield');
  });

  it('never gains energy, and completes a cue of which a fifth is turned', () => {
    const model = start(hopfield);
    const [, energy, overlap] = finish(model).timeseries;
    // one unit at a time, J symmetric, no diagonal: a step cannot raise E, but for the rounding of its N^2 terms
    const rounding = 1e-9;
    for (let n = 1; n < energy.length; n++) expect(energy[n]).toBeLessThanOrEqual(energy[n - 1] + rounding);
    expect(overlap[0]).toBeLessThan(0.75);
    expect(valueAtEnd(model, 'overlap')).toBeGreaterThan(0.97);
  });

  it('ends where no unit would turn', () => {
    const model = start(hopfield, { parameters: { N: 50, P: 3 } });
    finish(model);
    const [J, s] = [model.block.f64('J'), model.block.f64('s')];
    for (let i = 0; i < 50; i++) {
      let field = 0;
      for (let j = 0; j < 50; j++) field += J[i * 52 + j] * s[j];
      expect(field * s[i], `unit ${i}`).toBeGreaterThanOrEqual(0);
    }
  });

  it('loses its patterns beyond its capacity of 0.14 N', () => {
    const at = (P: number): number => {
      const model = start(hopfield, { parameters: { P, turned: 0 } });
      finish(model);
      return valueAtEnd(model, 'overlap') as number;
    };
    expect(at(10)).toBeGreaterThan(0.97);
    expect(at(60)).toBeLessThan(0.7);
  });
});

describe('populations with short-term plasticity', () => {
  let stp: OwnFolder;
  beforeAll(async () => {
    stp = await read('data/models/stp');
  });

  /** Largest number of a column between two times. */
  const most = (time: readonly number[], values: readonly number[], from: number, to: number): number =>
    Math.max(...values.filter((_, n) => time[n] >= from && time[n] < to));

  it('hold a memory in silence: the probe wakes the population that was loaded, and no other', () => {
    const record = { loaded: { every: 1 }, other: { every: 1 }, u: { every: 1 } };
    const { timeseries, u } = finish(start(stp, { record }));
    const [, time, loaded, other] = timeseries;
    expect(most(time, loaded, 0.2, 0.45)).toBeGreaterThan(40);
    // the delay: both are silent, the synapses are not alike
    expect(most(time, loaded, 0.8, 1.5)).toBeLessThan(2);
    const [, at, unit, share] = u;
    const before = at.findIndex((t) => t >= 1.49);
    expect(unit[before]).toBe(0);
    expect(share[before]).toBeGreaterThan(1.5 * share[before + 1]);
    expect(most(time, loaded, 1.5, 1.8)).toBeGreaterThan(20);
    expect(most(time, other, 1.5, 1.8)).toBeLessThan(5);
  });

  it('wake nobody without a cue', () => {
    const [, time, loaded, other] = finish(start(stp, { parameters: { cue: 0 } })).timeseries;
    expect(most(time, loaded, 0, 2.5)).toBeLessThan(5);
    // without the cue all populations are alike
    expect(loaded).toEqual(other);
  });

  it('come to the fixed point of u and x at a steady rate', () => {
    // no coupling: the rate is that of the input, and u and x relax to what it says
    const model = start(stp, { parameters: { J: 0, JEI: 0, cue: 0, probe: 0, background: 10, T: 20 } });
    finish(model);
    const [U, tauF, tauD, alpha, R] = [0.3, 1.5, 0.3, 1.5, 0];
    const rate = R + alpha * Math.log1p(Math.exp(10 / alpha));
    const u = (U * (1 + tauF * rate)) / (1 + U * tauF * rate);
    expect(model.block.f64('u')[0]).toBeCloseTo(u, 10);
    expect(model.block.f64('x')[0]).toBeCloseTo(1 / (1 + u * tauD * rate), 10);
    expect(valueAtEnd(model, 'loaded')).toBeCloseTo(rate, 10);
  });
});
