import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadData } from '../../../src/draw/run-data.js';
import { openRun, type Source } from '../../../src/draw/run-subject.js';
import { DEFAULT_SIZE } from '../../../src/figure/size.js';
import { type Channel, type Spec, type View, viewsOf } from '../../../src/figure/spec.js';
import { hebbianDifference } from '../../../src/model/hebbian/coupling-figures.js';
import { HEBBIAN_FIGURES } from '../../../src/model/hebbian/figures.js';
import { msm } from '../../cli/msm.js';

const cwd = mkdtempSync(join(tmpdir(), 'msm-test-'));
let run: Source;

beforeAll(async () => {
  const words =
    '--N 20 --K 3 --T 120 --record distance,distance_normalized,theory_mean,theory_std,residual,energy,activity,overlap,sigma,pattern';
  await msm(cwd, 'simulate', ...words.split(' '), '--out', 'run', '--quiet');
  run = await openRun(join(cwd, 'run'));
});

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const figureOf = (name: string) =>
  HEBBIAN_FIGURES.find((figure) => figure.name === name) as (typeof HEBBIAN_FIGURES)[number];

async function specOf(name: string): Promise<Spec> {
  const figure = figureOf(name);
  return figure.draw(await loadData(run, figure.needs(run.subject) ?? [], DEFAULT_SIZE)).spec;
}

const viewsIn = async (name: string): Promise<readonly View[]> => (await specOf(name)).vconcat.flatMap(viewsOf);
const marks = ({ layer }: View): readonly string[] => layer.map(({ mark }) => mark.type);
const channel = (view: View, name: string, layer = 0): Channel => view.layer[layer].encoding[name] as Channel;

describe('figures of the hebbian family', () => {
  it('have every static key of the published program that a run can have', () => {
    const keys = [
      'deltaFnorm2_k',
      'deltaFnorm2_kt',
      'deltaFnorm2_kt_no_theoretical',
      'deltaFnorm2_kt_residuals',
      'deltaFnorm2_kt_residuals_hist',
      'synaptic_hebb_F_norm_difference',
      'neural_activities',
      'external_fields',
      'overlaps',
      'energy',
      'autocorrelation',
      'stationarity',
      'synaptic_weights',
      'synaptic_hebb_difference',
      'final_distributions',
    ];
    for (const key of keys) expect([key, figureOf(key)?.needs(run.subject) !== undefined]).toEqual([key, true]);
  });

  it('draw the distance with the mean, the band and the asymptote of its theory, on a logarithmic axis', async () => {
    const [view] = await viewsIn('deltaFnorm2_kt');
    expect(marks(view)).toEqual(['area', 'rule', 'line', 'line']);
    expect(channel(view, 'color').scale?.domain).toEqual(['run', 'theory', '± 1 sd', 'asymptote']);
    expect([channel(view, 'y').title, channel(view, 'y').scale?.type]).toEqual(['S/k²', 'log']);
    const needs = figureOf('deltaFnorm2_kt').needs(run.subject) ?? [];
    const data = await loadData(run, needs, DEFAULT_SIZE);
    const [mean, std] = ['theory_mean', 'theory_std'].map((name) => data.numbers('timeseries', name).values);
    const rows = view.layer[0].data?.values ?? [];
    expect(rows).toHaveLength(120);
    expect(rows[60]).toEqual({ x: 60, low: mean[60] - std[60], high: mean[60] + std[60] });
    expect(view.layer[1].data?.values).toEqual([{ at: run.subject.summary.asymptote }]);
  });

  it('draw the band around zero with the residual', async () => {
    const [view] = await viewsIn('deltaFnorm2_kt_residuals');
    const last = view.layer[0].data?.values.at(-1);
    expect(last?.high).toBeGreaterThan(0);
    expect(last?.low).toBe(-(last?.high as number));
    expect(marks(view)).toEqual(['area', 'rule', 'line']);
  });

  it('draw the residuals beside the normal law, with their statistics', async () => {
    const views = await viewsIn('deltaFnorm2_kt_residuals_hist');
    expect(views.map(marks)).toEqual([
      ['bar', 'line'],
      ['line', 'point'],
    ]);
    const { subtitle } = (await specOf('deltaFnorm2_kt_residuals_hist')).title as {
      readonly subtitle: readonly string[];
    };
    expect(subtitle.join(' ')).toMatch(/^120 values: mean \S+, sd \S+ \(theory \S+\) skewness .*Shapiro-Wilk p/);
  });

  it('draw the couplings minus k H: the mean square off the diagonal is the distance', async () => {
    const figure = figureOf('synaptic_hebb_difference');
    const data = await loadData(run, figure.needs(run.subject) ?? [], DEFAULT_SIZE);
    const { values } = hebbianDifference(data);
    const distance = values.reduce((sum, value) => sum + value * value, 0) / (20 * 19);
    const stored = run.subject.summary.distance as number;
    expect(Math.abs(distance / stored - 1)).toBeLessThan(1e-9);
  });

  it('draw states and field neuron by time, overlaps as lines of a short run', async () => {
    for (const name of ['neural_activities', 'external_fields']) {
      const [view] = await viewsIn(name);
      expect([channel(view, 'y').title, channel(view, 'x').title, marks(view)[0]]).toEqual([
        'neuron',
        'time t',
        'image',
      ]);
    }
    const [view] = await viewsIn('overlaps');
    expect(channel(view, 'color').scale?.domain).toEqual(['m₀', 'm₁', 'm₂']);
  });

  it('are not there for what was not recorded', async () => {
    await msm(cwd, 'simulate', '--N', '12', '--T', '9', '--record', 'energy', '--out', 'other', '--quiet');
    const { subject } = await openRun(join(cwd, 'other'));
    const names = HEBBIAN_FIGURES.filter((figure) => figure.needs(subject) !== undefined).map(({ name }) => name);
    expect(names).toEqual(['energy', 'synaptic_weights', 'synaptic_hebb_difference', 'final_distributions']);
  });

  it('keep small numbers as they are in what is written', async () => {
    await msm(cwd, 'plot', 'run', '--figure', 'deltaFnorm2_kt_residuals', '--quiet');
    const svg = readFileSync(join(cwd, 'run', 'figures', 'deltaFnorm2_kt_residuals.svg'), 'utf8');
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
    const ticks = texts.filter((text) => /^−?[\d.]+$/.test(text));
    expect(new Set(ticks).size).toBeGreaterThan(5);
    expect(svg).not.toMatch(/<[^>]*="[^"]*\d\.\d{4,}/);
  });
});
