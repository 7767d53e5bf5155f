import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correlation } from '../../../src/analysis/correlation.js';
import { loadData } from '../../../src/draw/run-data.js';
import { openRun, type Source } from '../../../src/draw/run-subject.js';
import { openSweep } from '../../../src/draw/sweep-subject.js';
import type { FigureData } from '../../../src/figure/figure.js';
import { DEFAULT_SIZE } from '../../../src/figure/size.js';
import { type Channel, type Spec, type View, viewsOf } from '../../../src/figure/spec.js';
import { ATTRACTOR_FIGURES } from '../../../src/model/attractor/figures.js';
import { rollingMean } from '../../../src/model/attractor/learning-figures.js';
import { msm } from '../../cli/msm.js';

const cwd = mkdtempSync(join(tmpdir(), 'msm-test-'));
let run: Source;
/** Recorded every seventh step. */
let sparse: Source;

beforeAll(async () => {
  const recorded = 'pattern,sigma,weight_change,accuracy,complexity,free_energy,mean_field_free_energy';
  await msm(cwd, 'attractor', 'sequence', '--record', recorded, '--out', 'run', '--quiet');
  const words = '--patterns bars --epochs 30 --K 10 --record sigma --every 7 --free-steps 30';
  await msm(cwd, 'attractor', 'sequence', ...words.split(' '), '--out', 'sparse', '--quiet');
  [run, sparse] = [await openRun(join(cwd, 'run')), await openRun(join(cwd, 'sparse'))];
}, 60_000);

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const figureOf = (name: string) =>
  ATTRACTOR_FIGURES.find((figure) => figure.name === name) as (typeof ATTRACTOR_FIGURES)[number];

const dataOf = async (name: string, of = run): Promise<FigureData> =>
  loadData(of, figureOf(name).needs(of.subject) ?? [], DEFAULT_SIZE);

const specOf = async (name: string, of = run): Promise<Spec> => figureOf(name).draw(await dataOf(name, of)).spec;
const viewsIn = async (name: string, of = run): Promise<readonly View[]> =>
  (await specOf(name, of)).vconcat.flatMap(viewsOf);
const channel = (view: View, name: string, layer = 0): Channel => view.layer[layer].encoding[name] as Channel;
const textsOf = ({ layer }: View): readonly unknown[] =>
  layer.filter(({ mark }) => mark.type === 'text').flatMap(({ data }) => data?.values.map(({ text }) => text) ?? []);
const subtitleOf = ({ title }: Spec): string => (title as { subtitle: readonly string[] }).subtitle.join(' ');

describe('the weights', () => {
  it('are three matrices on one scale around zero, with one legend', async () => {
    const views = await viewsIn('weights');
    expect(views.map(({ title }) => title)).toEqual(['J', 'J† (symmetric)', 'J‡ (antisymmetric)']);
    const domains = views.map(({ layer }) => (layer[1]?.encoding.color as Channel | undefined)?.scale?.domain);
    const most = run.subject.summary.largest_weight as number;
    expect(domains).toEqual([undefined, undefined, [-most, most]]);
    expect(views.map((view) => [channel(view, 'y').title, channel(view, 'x').title])).toEqual([
      ['to node i', 'from node j'],
      [null, 'from node j'],
      [null, 'from node j'],
    ]);
  });

  it('are J, (J + Jᵀ)/2 and (J − Jᵀ)/2, and the asymmetry stands above them', async () => {
    const data = await dataOf('weights');
    const [J, S, A] = ['J', 'J_symmetric', 'J_antisymmetric'].map((name) => data.array('couplings', name).values);
    const transposed = J.map((_, at) => J[(at % 64) * 64 + Math.floor(at / 64)]);
    expect(S).toEqual(J.map((value, at) => (value + transposed[at]) / 2));
    expect(A).toEqual(J.map((value, at) => (value - transposed[at]) / 2));
    const { asymmetry } = run.subject.summary;
    expect(subtitleOf(await specOf('weights'))).toContain(`|J − Jᵀ|/|J| = ${(asymmetry as number).toPrecision(4)}`);
  });

  it('have their eigenvalues in the plane, the leading pair apart', async () => {
    const [view] = await viewsIn('spectrum');
    expect(channel(view, 'color', 3).scale?.domain).toEqual(['others', 'leading pair']);
    const [others, pair] = view.layer.filter(({ mark }) => mark.type === 'point').map(({ data }) => data?.values ?? []);
    expect([others.length, pair.length]).toEqual([62, 2]);
    expect([pair[0].x, pair[0].y]).toEqual([pair[1].x, -Number(pair[1].y)]);
    expect(Math.max(...others.map(({ x }) => Number(x)))).toBeLessThan(Number(pair[0].x));
    expect(subtitleOf(await specOf('spectrum'))).toMatch(
      /period by the leading pair = 10\.73, in the free run = 11\.35/,
    );
  });
});

describe('patterns and attractors', () => {
  it('are images of eight rows, each attractor below its pattern with their correlation', async () => {
    const [view] = await viewsIn('attractors');
    const [image] = view.layer;
    const tiles = image.data?.values ?? [];
    expect([image.mark.type, tiles.length]).toEqual(['image', 6]);
    for (const at of [0, 1, 2]) expect(tiles[at + 3].x0).toBe(tiles[at].x0);
    expect(textsOf(view)).toEqual([
      'learned patterns (white −0.7217, black 2.513)',
      'attractors of J† (white −1, black 1)',
      '0',
      '1',
      '2',
      'r = 0.93',
      'r = 0.91',
      'r = 0.90',
    ]);
  });

  it('show the states of the table, searches in their order', async () => {
    const data = await dataOf('attractors');
    const [z, ends] = [data.input('patterns'), data.array('attractors', 'sigma')];
    expect([z.shape, ends.shape]).toEqual([
      [3, 64],
      [3, 64],
    ]);
    const r = [0, 1, 2].map((at) =>
      correlation(z.values.slice(64 * at, 64 * at + 64), ends.values.slice(64 * at, 64 * at + 64)),
    );
    expect(r.map((value) => value.toFixed(2))).toEqual(['0.93', '0.91', '0.90']);
  });

  it('have the patterns of tests in a group of their own', async () => {
    await msm(cwd, 'attractor', 'bars', '--epochs', '5', '--out', 'bars', '--quiet');
    const bars = await openRun(join(cwd, 'bars'));
    const [view] = await viewsIn('patterns', bars);
    expect(textsOf(view).filter((text) => String(text).includes('white'))).toEqual([
      'learned patterns (white −0.3831, black 4.406)',
      'test patterns (white −0.75, black 2)',
    ]);
    expect(view.layer[0].data?.values).toHaveLength(4);
  });
});

describe('the free run', () => {
  it('has the fifty published frames, each with the frame of the pattern that it resembles most', async () => {
    const [view] = await viewsIn('free_run');
    expect(view.layer[0].data?.values).toHaveLength(50);
    expect(textsOf(view)).toEqual(['50 states of steps 10 to 59 (white −1, black 1)']);
    const labels = (await dataOf('free_run')).numbers('sequence', 'pattern').values.subarray(10, 60);
    const framed = view.layer.filter(({ mark }) => mark.type === 'rect');
    expect(framed.map(({ data }) => data?.values.length)).toEqual(
      [0, 1, 2].map((pattern) => labels.filter((label) => label === pattern).length),
    );
    expect(channel(view, 'color', 1).scale?.domain).toEqual(['pattern 0', 'pattern 1', 'pattern 2']);
  });

  it('resembles the patterns as the decoding says, step by step', async () => {
    const [lines, decoded] = await viewsIn('replay');
    const data = await dataOf('replay');
    const [labels, r] = ['pattern', 'correlation'].map((name) => data.numbers('sequence', name).values);
    const curves = lines.layer.map(({ data }) => (data?.values ?? []).map(({ y }) => Number(y)));
    expect(curves.map(({ length }) => length)).toEqual([100, 100, 100]);
    for (const step of [0, 17, 99]) {
      const best = Math.max(...curves.map((curve) => curve[step]));
      expect(Math.abs(best - r[step])).toBeLessThan(1e-12);
      expect(curves.findIndex((curve) => curve[step] === best)).toBe(labels[step]);
    }
    expect(decoded.layer.map(({ data }) => data?.values.length)).toEqual(
      [0, 1, 2].map((pattern) => labels.filter((label) => label === pattern).length),
    );
    expect(subtitleOf(await specOf('replay'))).toMatch(/^period 11\.35 steps, 0 errors of order/);
  });

  it('shows what was recorded of it, at the steps where it was', async () => {
    const steps = (await dataOf('free_run', sparse)).records('sigma', 'sigma').steps;
    const first = 300;
    expect(steps.length).toBeGreaterThan(2);
    for (const step of steps) expect([step >= first, step < first + 30, step % 7]).toEqual([true, true, 0]);
    const [view] = await viewsIn('free_run', sparse);
    expect(textsOf(view)).toEqual([
      `${steps.length} states of steps ${steps[0] - first} to ${steps[steps.length - 1] - first} (white −1, black 1)`,
    ]);
    const [lines] = await viewsIn('replay', sparse);
    expect(lines.layer[0].data?.values.map(({ x }) => x)).toEqual(steps.map((step) => step - first));
  });
});

describe('learning and what came of it', () => {
  it('is a curve of each term of the free energy over the steps of training, with the mean around', async () => {
    const views = await viewsIn('learning');
    expect(views.map((view) => channel(view, 'y').title)).toEqual(['Σ(ΔJ)²', 'A', 'C', 'F', 'F_mf']);
    expect(channel(views[4], 'x').title).toBe('step');
    const data = await dataOf('learning');
    const F = data.numbers('timeseries', 'free_energy').values.subarray(0, 2000);
    const [raw, mean] = views[3].layer.map(({ data }) => data?.values ?? []);
    // of 2000 steps, none of the free run
    expect([raw[raw.length - 1].x, mean[mean.length - 1].x]).toEqual([1999, 1999]);
    const at = mean.find(({ x }) => Number(x) > 1000) as { x: number; y: number };
    const around = F.subarray(at.x - 100, at.x + 100);
    expect(Math.abs(at.y - around.reduce((sum, value) => sum + value, 0) / 200)).toBeLessThan(1e-9);
  });

  it('has means that are shorter at the ends and leave out what is no number', () => {
    const mean = rollingMean(Float64Array.from([1, 3, Number.NaN, 5, 7, 9]), 4);
    // from two before to one behind
    expect([...mean]).toEqual([2, 2, 3, 5, 7, 7]);
  });

  it('has the trials of each phase above or below the diagonal, with their median gain', async () => {
    const words = '--preset balanced --epochs 60 --trials 7 --out regime --quiet';
    await msm(cwd, 'attractor', 'learn', ...words.split(' '));
    const regime = await openRun(join(cwd, 'regime'));
    const [view] = await viewsIn('reconstruction', regime);
    const points = view.layer.filter(({ mark }) => mark.type === 'point');
    expect(points.map(({ data }) => data?.values.length)).toEqual([7, 7]);
    expect((points[0].encoding.color as Channel).scale?.domain).toEqual(['retrieval', 'generalisation']);
    const { retrieval_gain: gain } = regime.subject.summary;
    expect(subtitleOf(await specOf('reconstruction', regime))).toContain(
      `median gain: retrieval ${Number((gain as number).toPrecision(4))}, `.replace('-', '−'),
    );
    expect([channel(view, 'x').title, channel(view, 'y').title]).toEqual([
      'r² of the noisy pattern',
      'r² of the mean state',
    ]);
  }, 60_000);

  it('has the angle of each pair of attractors over that of their patterns, and shares that sum to 1', async () => {
    const [scatter, patterns, attractors] = await viewsIn('orthogonality');
    const data = await dataOf('orthogonality');
    const angles = data.numbers('pairs', 'angle').values;
    const points = scatter.layer.find(({ mark }) => mark.type === 'point')?.data?.values ?? [];
    expect(points.map(({ x, y }) => [x, y])).toEqual([0, 1, 2].map((at) => [angles[at], angles[3 + at]]));
    // the published angles of simulation 3: 54.18, 59.51, 76.48 degrees
    expect(points.map(({ x }) => Number(x).toFixed(2))).toEqual(['54.18', '59.51', '76.48']);
    expect([patterns.title, attractors.title]).toEqual(['patterns', 'attractors']);
    for (const { layer } of [patterns, attractors]) {
      const bars = layer.find(({ mark }) => mark.type === 'bar')?.data?.values ?? [];
      expect(bars).toHaveLength(18);
      expect(Math.abs(bars.reduce((sum, { height }) => sum + Number(height), 0) - 1)).toBeLessThan(1e-12);
    }
  });
});

describe('correlations of patterns and attractors', () => {
  it('are counted in bins of a tenth, of the patterns and of what was found from them', async () => {
    const views = await viewsIn('correlations');
    const data = await dataOf('correlations');
    const r = data.numbers('pairs', 'correlation').values;
    expect(views.map(({ title }) => title)).toEqual(['patterns', 'attractors']);
    for (const [at, view] of views.entries()) {
      expect([channel(view, 'x').title, channel(view, 'y').title]).toEqual(['correlation r', 'share of pairs']);
      const bars = view.layer.find(({ mark }) => mark.type === 'bar')?.data?.values ?? [];
      expect(bars).toHaveLength(20);
      for (const { from, to, height } of bars) {
        const inside = r.slice(3 * at, 3 * at + 3).filter((one) => one >= Number(from) && one < Number(to));
        expect(Math.abs(Number(height) - inside.length / 3)).toBeLessThan(1e-12);
      }
    }
    const mean = (r[0] + r[1] + r[2]) / 3;
    expect(subtitleOf(await specOf('correlations'))).toContain(`patterns ${Number(mean.toPrecision(4))}`);
  });
});

describe('transitions of the free run', () => {
  it('are arrows between the patterns, with the share of steps that take them', async () => {
    const [view] = await viewsIn('transitions');
    const data = await dataOf('transitions');
    const [from, to, count] = ['from', 'to', 'count'].map((name) => data.numbers('transitions', name).values);
    const steps = [0, 1, 2].map((at) => count.reduce((sum, times, row) => sum + (from[row] === at ? times : 0), 0));
    const shares = Array.from(count, (times, row) => times / steps[from[row]]).filter((share) => share > 0);
    // three patterns in turn: three arrows and three loops
    expect(
      Array.from(count.keys())
        .filter((row) => count[row] > 0 && from[row] !== to[row])
        .map((row) => to[row]),
    ).toEqual([1, 2, 0]);
    const heads = view.layer.find(({ encoding }) => encoding.angle !== undefined)?.data?.values ?? [];
    expect(heads.map(({ weight }) => weight).sort()).toEqual([...shares].sort());
    expect([...textsOf(view)].sort()).toEqual(['pattern 0', 'pattern 1', 'pattern 2']);
    expect(subtitleOf(await specOf('transitions'))).toMatch(/^3 of 6 transitions to another pattern occur/);
  });
});

describe('the landscape of learning regimes', () => {
  it('has four maps over e and β on the published scales, with contours', async () => {
    const words = '--e 2,8,14 --beta 0.02,0.1,0.5 --epochs 60 --trials 5 --out grid --quiet';
    await msm(cwd, 'attractor', 'grid', ...words.split(' '));
    const sweep = await openSweep(join(cwd, 'grid'));
    const views = await viewsIn('landscape', sweep);
    expect(views.map(({ title }) => title)).toEqual([
      'retrieval gain',
      'generalisation gain',
      'orthogonality (degrees)',
      'number of attractors',
    ]);
    const scales = views.map((view) => (view.layer[1].encoding.color as Channel).scale?.domain);
    expect(scales).toEqual([
      [-0.35, 0.35],
      [-0.1, 0.1],
      [0, 60],
      [0, 10],
    ]);
    expect([channel(views[0], 'x').title, channel(views[0], 'y').title]).toEqual(['evidence level e', 'β']);
    // 15 and 11 levels as published, of which those are drawn that the map reaches
    const widths = views[0].layer.filter(({ mark }) => mark.type === 'rule').map(({ mark }) => mark.strokeWidth);
    expect(widths.length).toBeGreaterThan(0);
    expect(widths.length).toBeLessThanOrEqual(15);
    expect(figureOf('landscape').needs(run.subject)).toBeUndefined();
  }, 60_000);
});
