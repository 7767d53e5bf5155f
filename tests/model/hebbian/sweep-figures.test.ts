import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { populationMoments } from '../../../src/analysis/statistics.js';
import { listFigures, plot } from '../../../src/draw/plot.js';
import { loadData } from '../../../src/draw/run-data.js';
import type { Source } from '../../../src/draw/run-subject.js';
import { openSweep } from '../../../src/draw/sweep-subject.js';
import type { FigureData } from '../../../src/figure/figure.js';
import { DEFAULT_SIZE } from '../../../src/figure/size.js';
import { type Channel, type Datum, type Layer, type View, viewsOf } from '../../../src/figure/spec.js';
import { NODE_DISK } from '../../../src/host/disk.js';
import { HEBBIAN_FIGURES } from '../../../src/model/hebbian/figures.js';
import { PUBLISHED_FIGURES } from '../../../src/model/hebbian/published-figures.js';
import { publishedStd } from '../../../src/model/hebbian/theory.js';
import { msm } from '../../cli/msm.js';

const cwd = mkdtempSync(join(tmpdir(), 'msm-test-'));
const sources: { [name: string]: Source } = {};
const SWEEPS = {
  times: '--N 20 --K 2,4,6 --tau-J 5,10,20 --T 60 --beta 1000 --replicas 3',
  sizes: '--N 12,16 --K 3,4 --tau-J 10 --rho 0,0.5 --T 40 --beta 1000',
  one: '--N 20 --K 3 --tau-J 10,20,40 --T 40 --beta 1000 --replicas 2',
  many: '--N 8 --K 2 --tau-J 10..50 --T 5',
} as const;

beforeAll(async () => {
  for (const [name, words] of Object.entries(SWEEPS)) {
    await msm(cwd, 'simulate', ...words.split(' '), '--out', name, '--quiet');
    sources[name] = await openSweep(join(cwd, name));
  }
}, 60_000);

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const figureOf = (name: string, { subject }: Source) => {
  const found = HEBBIAN_FIGURES.find(
    (one) => (one.name === name || one.aliases?.includes(name)) && one.needs(subject) !== undefined,
  );
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

async function dataFor(name: string, source: Source): Promise<FigureData> {
  return loadData(source, figureOf(name, source).needs(source.subject) ?? [], DEFAULT_SIZE);
}

interface Drawn {
  readonly view: View;
  readonly data: FigureData;
  readonly subtitle: string;
}

async function drawn(name: string, sweep: keyof typeof SWEEPS): Promise<Drawn> {
  const source = sources[sweep];
  const data = await dataFor(name, source);
  const { spec } = figureOf(name, source).draw(data);
  const { subtitle } = spec.title as { readonly subtitle: readonly string[] };
  return { view: spec.vconcat.flatMap(viewsOf)[0], data, subtitle: subtitle.join(' ') };
}

const channel = (layer: Layer, name: string): Channel => layer.encoding[name] as Channel;
const rowsOf = ({ data }: Layer): readonly Datum[] => data?.values ?? [];
const labelOf = ({ transform = [] }: Layer): unknown =>
  transform[0] === undefined ? undefined : JSON.parse(String(transform[0].calculate));
const layersWith = (view: View, type: string, label?: string): readonly Layer[] =>
  view.layer.filter((layer) => layer.mark.type === type && (label === undefined || labelOf(layer) === label));
const isDashed = (layer: Layer): boolean => channel(layer, 'strokeDash') !== undefined;
const numbers = (rows: readonly Datum[], field: string): readonly number[] => rows.map((row) => row[field] as number);

describe('figures of sweeps of the hebbian family', () => {
  it('have every key of the published collector in one of these sweeps', () => {
    const subjects = Object.values(sources).map(({ subject }) => subject);
    const there = HEBBIAN_FIGURES.filter((one) => subjects.some((subject) => one.needs(subject) !== undefined));
    const words = there.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    expect(Object.keys(PUBLISHED_FIGURES).filter((key) => !words.includes(key))).toEqual([]);
  });

  it('are there where their parameter varies, and drawn without a word if they are the usual ones', async () => {
    const names = async (sweep: string) =>
      (await listFigures(join(cwd, sweep))).filter(({ isDrawn }) => isDrawn).map(({ name }) => name);
    expect((await names('times')).slice(0, 4)).toEqual(['K_std_tau_J', 'tau_J_std', 'deltaFnorm2_kt', 'residuals']);
    expect((await names('sizes')).slice(0, 3)).toEqual(['N_std', 'K_std_N', 'rho_std']);
    expect((await names('one')).slice(0, 1)).toEqual(['tau_J_std']);
    expect(HEBBIAN_FIGURES.find(({ name }) => name === 'N_std')?.needs(sources.times.subject)).toBeUndefined();
  });

  it('show runs, means with standard errors and the formula, a colour a value of the second parameter', async () => {
    const { view, data, subtitle } = await drawn('tau_J_std', 'times');
    const [all] = layersWith(view, 'point', 'K = 4');
    const means = layersWith(view, 'point', 'K = 4')[1];
    expect(channel(means, 'color').scale?.domain).toEqual(['K = 2', 'K = 4', 'K = 6']);
    expect([channel(means, 'x').title, channel(means, 'y').title]).toEqual(["τ' (time)", 'sd of the residual']);
    expect([rowsOf(all).length, numbers(rowsOf(means), 'x')]).toEqual([9, [5, 10, 20]]);
    const [std, K, tauJ] = ['residuals_std', 'K', 'tau_J'].map((name) => data.numbers('results', name).values);
    const own = [...std].filter((_, row) => K[row] === 4 && tauJ[row] === 10);
    const mean = own.reduce((sum, value) => sum + value, 0) / 3;
    const sem = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2 / 3);
    expect(rowsOf(means)[1].y).toBeCloseTo(mean, 14);
    const bar = layersWith(view, 'rule', 'K = 4').flatMap(rowsOf)[1];
    expect((bar.high as number) - mean).toBeCloseTo(sem, 14);
    const theory = layersWith(view, 'line').filter(isDashed);
    expect(theory).toHaveLength(3);
    const ends = [rowsOf(theory[1])[0], rowsOf(theory[1]).at(-1)];
    expect(ends).toEqual([
      { x: 5, y: publishedStd(20, 4, 5, 0) },
      { x: 20, y: publishedStd(20, 4, 20, 0) },
    ]);
    expect(channel(theory[1], 'color').value).toBe(
      (channel(means, 'color').scale?.range as readonly string[] | undefined)?.[1],
    );
    expect(subtitle).toContain('means of 3 runs ± standard error; dashed: published formula for long times');
  });

  it('show the formula of the variance on a figure of the variance', async () => {
    for (const [name, sweep] of [
      ['tau_J_var', 'times'],
      ['K_var', 'times'],
      ['N_var', 'sizes'],
    ] as const) {
      const { view } = await drawn(name, sweep);
      const [theory] = layersWith(view, 'line').filter(isDashed);
      const [{ x, y }] = rowsOf(theory);
      const at = { N: sweep === 'times' ? 20 : 12, K: 2, tau_J: sweep === 'times' ? 5 : 10 };
      const [N, K, tauJ] =
        name === 'N_var' ? [x as number, 3, 10] : name === 'K_var' ? [20, x as number, 5] : [at.N, 2, x as number];
      expect(Math.abs((y as number) / publishedStd(N, K, tauJ, 0) ** 2 - 1)).toBeLessThan(1e-12);
      expect(channel(theory, 'y').title).toBe('variance of the residual');
    }
  });

  it('take the least value of what else varies as a course of its own, and say so', async () => {
    const { view, subtitle } = await drawn('N_std', 'sizes');
    expect(layersWith(view, 'line').filter(isDashed)).toHaveLength(4);
    expect(subtitle).toContain('rho varies too: one course for each value');
    const formulas = layersWith(view, 'line')
      .filter(isDashed)
      .map((layer) => rowsOf(layer)[0].y);
    expect(formulas).toEqual([3, 3, 4, 4].map((K, i) => publishedStd(12, K, 10, i % 2 === 0 ? 0 : 0.5)));
  });

  it('are slices on logarithmic axes with the formula at a hundred places', async () => {
    const { view } = await drawn('slice_std_tau_J_K', 'times');
    const lines = layersWith(view, 'line').filter((layer) => !isDashed(layer));
    expect(lines.map(labelOf)).toEqual(['K = 2', 'K = 4', 'K = 6']);
    expect([channel(lines[0], 'x').scale?.type, channel(lines[0], 'y').scale?.type]).toEqual(['log', 'log']);
    const [theory] = layersWith(view, 'line').filter(isDashed);
    expect(rowsOf(theory)).toHaveLength(100);
    expect(rowsOf(theory)[99]).toEqual({ x: 20, y: publishedStd(20, 2, 20, 0) });
    for (const name of ['slice_std_N', 'slice_std_K_N', 'slice_var_N', 'slice_var_K']) {
      expect(layersWith((await drawn(name, 'sizes')).view, 'line').length).toBeGreaterThan(1);
    }
    expect(layersWith((await drawn('slice_std_K_tau_J', 'times')).view, 'line', "τ' = 20")).toHaveLength(1);
  });

  it('fit the load, and say how well', async () => {
    const { view, subtitle } = await drawn('alpha_std_fit', 'times');
    expect(layersWith(view, 'line').map(labelOf)).toEqual(['polynomial', 'a αᵇ']);
    expect(channel(view.layer[0], 'x').title).toBe('load α = K/N');
    expect(rowsOf(layersWith(view, 'point')[0])[0].x).toBe(0.1);
    expect(subtitle).toMatch(
      /y = a α\^b: a = \S+, b = -\S+, r² = 0\.\d+ r² of the polynomials by their degree, 1: 0\.\d+, 2: 0\.\d+/,
    );
    expect((await drawn('alpha_var_fit', 'times')).subtitle).toContain('y = a α^b');
  });

  it('are means over two parameters in the colours of a surface: the formula, or a fit with its r²', async () => {
    const { view, subtitle } = await drawn('3d_std', 'times');
    const [points] = layersWith(view, 'point').filter((layer) => rowsOf(layer).length === 9);
    expect(view.layer[0].mark.type).toBe('image');
    expect([channel(points, 'x').title, channel(points, 'y').title]).toEqual(["τ' (time)", 'K']);
    const values = numbers(rowsOf(points), 'value');
    expect(channel(points, 'color').scale?.domain).toEqual([Math.min(...values), Math.max(...values)]);
    expect(subtitle).toContain('surface: published formula for long times');
    const fitted = await drawn('3d_std_fit', 'times');
    expect(fitted.subtitle).toMatch(/surface: y = a K\^g τ'\^d \+ b: a = \S+, g = -\S+, d = -\S+, b = \S+, r² = 0\.9/);
    expect((await drawn('3d_var_fit_alpha', 'sizes')).subtitle).toMatch(/surface: ln y = ln a \+ b ln K.*g = /);
    expect(channel((await drawn('3d_var', 'sizes')).view.layer[0], 'x').title).toBe('N');
  });

  it('scale with the one parameter that varies', async () => {
    const { view, subtitle } = await drawn('scaling', 'one');
    const [points] = layersWith(view, 'point', 'runs');
    expect(numbers(rowsOf(points), 'x')).toEqual([10, 10, 20, 20, 40, 40]);
    expect(rowsOf(layersWith(view, 'line', 'published formula')[0])[0].y).toBe(publishedStd(20, 3, 10, 0));
    expect(subtitle).toMatch(/y = a x\^b: a = \S+, b = -\S+, r² = \S+ ln y = ln a \+ b ln x/);
    const variance = await drawn('fluctuation_scaling_variance', 'one');
    expect(rowsOf(layersWith(variance.view, 'line', 'published formula')[0])[0].y).toBe(
      publishedStd(20, 3, 10, 0) ** 2,
    );
    expect(() => figureOf('scaling', sources.times)).toThrow('there is no scaling');
  });

  it('lay the runs over each other, with theory, band and asymptote of the first of each colour', async () => {
    const { view, data } = await drawn('deltaFnorm2_kt', 'one');
    const labels = ["τ' = 10", "τ' = 20", "τ' = 40"];
    expect(
      layersWith(view, 'line')
        .filter((layer) => !isDashed(layer))
        .map(labelOf),
    ).toEqual(labels.flatMap((one) => [one, one]));
    expect([layersWith(view, 'line').filter(isDashed).length, layersWith(view, 'area').length]).toEqual([6, 3]);
    expect(
      layersWith(view, 'rule')
        .flatMap(rowsOf)
        .map(({ at }) => at),
    ).toEqual([0, 2, 4].map((row) => data.numbers('results', 'asymptote').values[row]));
    expect([channel(view.layer[0], 'y').title, channel(view.layer[0], 'y').scale?.type]).toEqual(['S/k²', 'log']);
    const [{ columns: run }] = data.ofRuns('timeseries');
    const [first] = layersWith(view, 'line', labels[0]);
    expect(numbers(rowsOf(first), 'y')).toEqual([...run.distance_normalized]);
    for (const [name, title] of [
      ['plot_energy_mr', 'E'],
      ['deltaFnorm2_kt_no_theoretical', 'S/k²'],
      ['residuals', 'S/k² − ⟨S⟩/k²'],
    ] as const) {
      expect(channel((await drawn(name, 'one')).view.layer.at(-1) as Layer, 'y').title).toBe(title);
    }
  });

  it('are histograms of area one with the normal law of each run', async () => {
    const { view, data } = await drawn('fnorm_residuals_hist', 'one');
    const [outline] = layersWith(view, 'line', "τ' = 10");
    const rows = rowsOf(outline);
    let area = 0;
    for (let i = 1; i < rows.length; i++) {
      area += ((rows[i].x as number) - (rows[i - 1].x as number)) * (rows[i].y as number);
    }
    expect(area).toBeCloseTo(1, 12);
    expect([rows[0].y, rows.at(-1)?.y]).toEqual([0, 0]);
    const [mean, std] = data.ofRuns('timeseries')[0].columns.moments;
    const residual = (await dataFor('residuals', sources.one)).ofRuns('timeseries')[0].columns.residual;
    expect(mean).toBeCloseTo(populationMoments(residual).mean, 14);
    expect(std).toBeGreaterThan(0);
    expect(
      layersWith(view, 'rule')
        .flatMap(rowsOf)
        .map(({ at }) => at),
    ).toContain(mean);
  });

  it('are not drawn of more than forty runs, with a reason', async () => {
    const reason = 'it shows the series of each run, of at most 40, and there are 41';
    const listed = await listFigures(join(cwd, 'many'));
    expect(listed.find(({ name }) => name === 'residuals')).toMatchObject({ isDrawn: false, reason });
    const request = { folder: join(cwd, 'many'), formats: ['svg'], size: DEFAULT_SIZE } as const;
    await expect(plot(NODE_DISK, { ...request, figures: ['energy'] })).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining(reason),
    });
    const { skipped, figures } = await plot(NODE_DISK, request);
    expect(skipped.map(({ name }) => name)).toEqual(['deltaFnorm2_kt', 'residuals']);
    expect(figures.map(({ name }) => name)).toContain('tau_J_std');
  });
});
