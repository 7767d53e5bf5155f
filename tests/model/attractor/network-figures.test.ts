import { describe, expect, it } from 'vitest';
import type { FigureData, FigureDescription, Subject } from '../../../src/figure/figure.js';
import type { Channel, Layer } from '../../../src/figure/spec.js';
import { viewsOf } from '../../../src/figure/spec.js';
import { continuousBernoulli } from '../../../src/model/attractor/continuous-bernoulli.js';
import { ATTRACTOR_FIGURES } from '../../../src/model/attractor/figures.js';
import { ATTRACTOR_MODULE } from '../../../src/model/attractor/kernels.js';
import { freshKernels } from '../../conformance/kernels.js';
import { about, dataOf, SUBJECT } from '../../figure/data.js';
import { DEFAULTS } from './helpers.js';

/** Of numbers up to 10: their last bit is 2e-15; coth t - 1/t, and exp(t) - exp(-t) at t = 0.1, cancel down to a tenth of their terms. */
const ROUNDING = 1e-13;

const figureOf = (name: string): FigureDescription =>
  ATTRACTOR_FIGURES.find((figure) => figure.name === name) as FigureDescription;

/** Three nodes; J_ij from j to i, of which J_12 is the strongest and the diagonal has one entry. */
const J = [0.5, 0.2, 0, 0.4, 0, -3, 0, 1, 0];
const J_SYMMETRIC = [0.5, 0.3, 0, 0.3, 0, -1, 0, -1, 0];
const SIGMA = [0.25, -0.5, 0];
/** Patterns of which the second is shown last. */
const Z = [9, 9, 9, -1, 0, 3];

const PARAMETERS = { ...DEFAULTS, N: 3, epochs: 2, K: 2 };
const TABLES = [
  { name: 'couplings', nRows: 9, columns: ['i', 'j', 'J', 'J_symmetric'].map((name) => about(name)) },
  { name: 'state', nRows: 3, columns: [about('sigma')] },
  { name: 'timeseries', nRows: 4, columns: ['step', 'pattern'].map((name) => about(name)) },
];
const subject: Subject = { ...SUBJECT, parameters: PARAMETERS, tables: TABLES, inputs: ['patterns'] };

const ARRAYS = { J, J_symmetric: J_SYMMETRIC, sigma: SIGMA };

/** Data of three nodes; `steps` are those that were recorded. */
function data(of: Subject = subject, steps: readonly number[] = [0, 1, 2, 3]): FigureData {
  const shown = steps.map((step) => (step < 2 ? 0 : 1));
  return {
    ...dataOf({ subject: of, numbers: { step: steps, pattern: shown } }),
    array: (_, name) => ({ ...about(name), shape: [3, 3], axes: [], values: Float64Array.from(ARRAYS[name as 'J']) }),
    input: () => ({ ...about('z'), shape: [2, 3], axes: [], values: Float64Array.from(Z) }),
  };
}

const layersOf = (name: string, of = data()): readonly Layer[] =>
  figureOf(name).draw(of).spec.vconcat.flatMap(viewsOf)[0].layer;
const subtitleOf = (name: string, of = data()): string =>
  (figureOf(name).draw(of).spec.title as { subtitle: readonly string[] }).subtitle.join(' ');

const rows = (layer: Layer | undefined) => layer?.data?.values ?? [];
const line = (name: string) => layersOf(name).find(({ mark }) => mark.type === 'line');
const disc = (of = data()) => layersOf('network', of).find(({ encoding }) => 'color' in encoding && 'size' in encoding);
const channel = (layer: Layer | undefined, name: string): Channel => layer?.encoding[name] as Channel;

/** Weight of each path, in the order in which they are drawn. */
const pathsOf = (name: string): readonly unknown[] => [
  ...new Map(rows(line(name)).map(({ path, value }) => [path, value])).values(),
];

describe('the network', () => {
  it('has an edge for each pair that is joined, the mean of both directions, the strongest on top', () => {
    expect(pathsOf('network')).toEqual([0.3, 0.5, -1]);
  });

  it('has an arrow for each weight that is not zero where both directions are shown', () => {
    expect(pathsOf('network_directions')).toEqual([0.2, 0.4, 0.5, 1, -3]);
    const heads = layersOf('network_directions').filter(({ encoding }) => 'angle' in encoding);
    expect(heads.map((layer) => rows(layer).length)).toEqual([5]);
    expect(layersOf('network').some(({ encoding }) => 'angle' in encoding)).toBe(false);
  });

  it('leads from node j to node i', () => {
    const strongest = rows(line('network_directions')).filter(({ value }) => value === -3);
    const ends = [strongest[0], strongest.at(-1)].map((row) => Number(row?.x));
    // of three on a circle from the top clockwise, node 1 stands to the right and node 2 to the left
    expect(ends[0]).toBeLessThan(-0.5);
    expect(ends[1]).toBeGreaterThan(0.5);
  });

  it('has scales around zero for weights and states, each with its own legend', () => {
    const [stroke, color] = [channel(line('network'), 'stroke'), channel(disc(), 'color')];
    expect([stroke.title, stroke.scale?.domain]).toEqual(['weight J†', [-1, 1]]);
    expect([color.title, color.scale?.domain]).toEqual(['state σ', [-0.5, 0.5]]);
    expect(rows(disc()).map(({ state }) => state)).toEqual(SIGMA);
    expect(stroke.field).not.toBe(color.field);
  });

  it('has areas in proportion to the evidence of the last step, from a least one on', () => {
    const [a, b, c] = rows(disc()).map(({ size }) => Number(size));
    expect(Math.abs((b - a) / (c - a) - 0.25)).toBeLessThan(ROUNDING); // of -1, 0, 3
    expect(Math.abs(c / a - 1.9 / 0.3)).toBeLessThan(ROUNDING);
    expect(subtitleOf('network')).toContain('more evidence the last step gave them: pattern 1');
  });

  it('has nodes of one size where the last step had no evidence, or was not recorded', () => {
    const free = data({ ...subject, parameters: { ...PARAMETERS, experiment: 'free-run', free_steps: 3 } });
    for (const of of [free, data(subject, [0, 2])]) {
      expect(new Set(rows(disc(of)).map(({ size }) => size)).size).toBe(1);
      expect(subtitleOf('network', of)).not.toContain('evidence');
    }
  });

  it('needs no patterns where they are not known', () => {
    const kinds = (of: Subject) =>
      figureOf('network')
        .needs(of)
        ?.map(({ kind }) => kind);
    expect(kinds(subject)).toEqual(['array', 'array', 'columns', 'input']);
    expect(kinds({ ...subject, inputs: [] })).toEqual(['array', 'array']);
    expect(kinds({ ...subject, tables: TABLES.slice(1) })).toBeUndefined();
  });

  it('shows the strongest of many edges and says so', () => {
    const n = 50;
    const weights = Float64Array.from({ length: n * n }, (_, at) => at + 1);
    const many: FigureData = {
      ...data(),
      array: (_, name) => ({
        ...about(name),
        shape: [n, n],
        axes: [],
        values: name === 'sigma' ? new Float64Array(n) : weights,
      }),
      input: () => ({ ...about('z'), shape: [2, n], axes: [], values: new Float64Array(2 * n) }),
    };
    expect(subtitleOf('network', many)).toContain('the strongest 1000 of 1275 pairs');
    const values = layersOf('network', many).flatMap((layer) =>
      layer.mark.type === 'line' ? rows(layer).map(({ value }) => Number(value)) : [],
    );
    expect([new Set(values).size, Math.max(...values)]).toEqual([1000, n * n]);
    const words = layersOf('network', many).filter(({ mark }) => mark.type === 'text');
    expect(words.flatMap(rows).map(({ text }) => Number(text))).toContain(48);
    expect(words.flatMap(rows)).toHaveLength(25);
  });
});

describe('the law of a node', () => {
  const law = continuousBernoulli(freshKernels(ATTRACTOR_MODULE));

  /** Curves of a figure by their labels. */
  const curves = (name: string) =>
    figureOf(name)
      .draw(data())
      .spec.vconcat.flatMap(viewsOf)
      .map((view) =>
        view.layer
          .filter(({ mark }) => mark.type === 'line')
          .map((layer) => rows(layer).map(({ x, y }) => [Number(x), Number(y)] as const)),
      );

  it('has densities at five log-odds, on a hundred points', () => {
    const [lines] = curves('law_densities');
    expect(lines.map((points) => points.length)).toEqual([100, 100, 100, 100, 100]);
    for (const [at, t] of [-2, -1, 0, 1, 2].entries()) {
      expect([lines[at][0][0], lines[at][99][0]]).toEqual([-1, 1]);
      for (const [x, y] of lines[at]) expect(Math.abs(y - law.density(t, x))).toBeLessThan(ROUNDING);
    }
  });

  it('has likelihoods of the log-odds weight times state, a panel a state', () => {
    const panels = curves('law_likelihoods');
    expect(panels.map((lines) => lines.length)).toEqual([5, 5, 5]);
    for (const [panel, mu] of [0.1, 0.5, 1].entries()) {
      for (const [at, w] of [-2, -1, 0, 1, 2].entries()) {
        for (const [x, y] of panels[panel][at]) expect(Math.abs(y - law.density(w * mu, x))).toBeLessThan(ROUNDING);
      }
    }
  });

  it('has its mean from −10 to 10, and the slope at zero', () => {
    const [[slope, mean]] = curves('law_mean');
    expect([mean.length, mean[0][0], mean[99][0]]).toEqual([100, -10, 10]);
    for (const [x, y] of mean) expect(Math.abs(y - law.mean(x))).toBeLessThan(ROUNDING);
    for (const [x, y] of slope) expect(y).toBe(x / 3);
  });

  it('is drawn only where it is named', () => {
    const extra = ATTRACTOR_FIGURES.filter(({ isExtra }) => isExtra).map(({ name }) => name);
    expect(extra).toEqual(['network_directions', 'law_densities', 'law_likelihoods', 'law_mean']);
  });
});
