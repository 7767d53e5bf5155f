import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correlation } from '../../../src/analysis/correlation.js';
import { type PlotRequest, plot } from '../../../src/draw/plot.js';
import { compiled } from '../../../src/draw/render.js';
import { loadData } from '../../../src/draw/run-data.js';
import { openRun, type Source } from '../../../src/draw/run-subject.js';
import type { FigureData, FigureDescription, Subject } from '../../../src/figure/figure.js';
import { dataAddress, pngOf, SMALL } from '../../../src/figure/picture.js';
import { DEFAULT_SIZE } from '../../../src/figure/size.js';
import { type Channel, type Layer, type Spec, type View, viewsOf } from '../../../src/figure/spec.js';
import { numberWords } from '../../../src/figure/text.js';
import { NODE_DISK } from '../../../src/host/disk.js';
import { ATTRACTOR_FIGURES } from '../../../src/model/attractor/figures.js';
import { msm } from '../../cli/msm.js';

const cwd = mkdtempSync(join(tmpdir(), 'msm-test-'));
/** Twelve trials of eight steps for retrieval, of forty for generalisation; s e = 3. */
let run: Source;

beforeAll(async () => {
  const trained = '--patterns bars --test bars:plain,cross --epochs 20 --e 30 --experiment regime';
  const trials = '--trials 12 --trial-steps 8 --burn-in 2 --generalise-steps 40 --snr 2 --search-steps 5';
  const words = `${trained} ${trials} --record sigma,evidence --out run --quiet`;
  await msm(cwd, 'attractor', 'learn', ...words.split(' '));
  run = await openRun(join(cwd, 'run'));
}, 60_000);

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const figureOf = (name: string) =>
  ATTRACTOR_FIGURES.find((figure) => figure.name === name) as (typeof ATTRACTOR_FIGURES)[number];

/** The run as if it were another. */
const like = (more: Partial<Subject>): Source => ({ ...run, subject: { ...run.subject, ...more } });
const withParameters = (more: object): Source => like({ parameters: { ...run.subject.parameters, ...more } });
const withoutTable = (name: string): Source =>
  like({ tables: run.subject.tables.filter((table) => table.name !== name) });

const dataOf = async (name: string, of = run): Promise<FigureData> =>
  loadData(of, figureOf(name).needs(of.subject) ?? [], DEFAULT_SIZE);

function drawnFrom(name: string, data: FigureData) {
  const { spec } = figureOf(name).draw(data);
  expect(() => compiled(spec)).not.toThrow();
  const views = spec.vconcat.flatMap(viewsOf);
  return { views, words: (spec as Spec & { title: { subtitle: readonly string[] } }).title.subtitle.join(' ') };
}
const drawn = async (name: string, of = run) => drawnFrom(name, await dataOf(name, of));

const tilesOf = ({ layer }: View) =>
  layer.filter(({ mark }) => mark.type === 'image').flatMap(({ data }) => data?.values ?? []);
const textsOf = ({ layer }: View) =>
  layer.filter(({ mark }) => mark.type === 'text').flatMap(({ data }) => data?.values.map(({ text }) => text) ?? []);

const labelOf = (layer: Layer): string | undefined => {
  const text = (layer.transform?.[0] as { readonly calculate?: string } | undefined)?.calculate;
  return text === undefined ? undefined : JSON.parse(text);
};
const labelled = ({ layer }: View, label: string) =>
  layer.filter((one) => labelOf(one) === label).map(({ data }) => data?.values ?? []);

/** Columns of the trials of a phase. */
function trialsIn(data: FigureData, phase: number) {
  const [phases, ...columns] = ['phase', 'pattern', 'r2_in', 'r2_out'].map(
    (name) => data.numbers('trials', name).values,
  );
  const rows = [...phases.keys()].filter((row) => phases[row] === phase);
  const [pattern, r2In, r2Out] = columns.map((values) => rows.map((row) => values[row]));
  return { pattern, r2In, r2Out };
}

describe('one trial among several', () => {
  const plotted = (more: Partial<PlotRequest>) =>
    plot(NODE_DISK, {
      folder: join(cwd, 'run'),
      formats: ['svg'],
      size: DEFAULT_SIZE,
      output: join(cwd, 'chosen'),
      ...more,
    });

  it('is the one that was chosen, under a name of its own', async () => {
    const third = figureOf('retrieval_trial').oneTrial?.figure(3) as FigureDescription;
    const data = await loadData(run, third.needs(run.subject) ?? [], DEFAULT_SIZE);
    expect([third.name, third.title]).toEqual(['retrieval_trial_3', 'trial 3 of retrieval']);
    const { pattern, r2In, r2Out } = trialsIn(data, 1);
    // the steps of the fourth of twelve trials of eight
    const steps = data.records('sigma', 'sigma').steps;
    const own = await dataOf('retrieval_trial');
    expect(steps[0] - own.records('sigma', 'sigma').steps[0]).toBe(3 * 8);
    expect(steps).toHaveLength(8);
    const { spec } = third.draw(data);
    const words = (spec as Spec & { title: { subtitle: readonly string[] } }).title.subtitle.join(' ');
    expect(words).toContain(`pattern ${pattern[3]}, shown with noise`);
    expect(words).toContain(`evidence ${numberWords(r2In[3])}, mean state ${numberWords(r2Out[3])}`);
    const [gallery] = spec.vconcat.flatMap(viewsOf);
    expect(textsOf(gallery)).toContain('7');
  });

  it('makes those figures alone where none is named', async () => {
    const { figures } = await plotted({ trial: 11 });
    expect(figures.map(({ name }) => name)).toEqual(['retrieval_trial_11', 'generalisation_trial_11']);
  });

  it('is refused where there is none, with the trials that there are, and for figures of no trial', async () => {
    const of12 = 'trials 0 to 11';
    await expect(plotted({ trial: 12 })).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining(of12),
    });
    const figures = ['retrieval_trial', 'weights'];
    await expect(plotted({ trial: 1, figures })).rejects.toMatchObject({
      message: expect.stringMatching(/^--trial 1: weights does not show a single trial$/),
      next: 'These do: retrieval_trial, generalisation_trial.',
    });
  });
});

describe('images of the first trials', () => {
  it('are the pattern, the evidence and the mean state of each, with what the table of trials says of them', async () => {
    const data = await dataOf('generalisation_images');
    const { views, words } = drawnFrom('generalisation_images', data);
    expect(views).toHaveLength(1);
    expect(tilesOf(views[0])).toHaveLength(30);
    const { pattern, r2In, r2Out } = trialsIn(data, 2);
    expect(new Set(pattern)).toEqual(new Set([0, 1]));
    const written = (values: readonly number[]) => values.slice(0, 10).map((value) => value.toFixed(2));
    expect(textsOf(views[0]).slice(3)).toEqual([
      ...pattern.slice(0, 10).map(String),
      ...written(r2In),
      ...written(r2Out),
    ]);
    expect(textsOf(views[0]).slice(0, 3)).toEqual([
      expect.stringMatching(/^patterns s e z \(white −[\d.]+, black 6\)$/),
      expect.stringMatching(/^evidence with noise, SNR 2 \(white −[\d.]+, black [\d.]+\)$/),
      'means of the states (white −1, black 1)',
    ]);
    expect(words).toContain('numbers below patterns, r² with the pattern below the others');
    expect(words).not.toContain('recorded');
  });

  it('show the pattern as evidence: s e z', async () => {
    const data = await dataOf('generalisation_images');
    const [first] = tilesOf(drawnFrom('generalisation_images', data).views[0]);
    const { pattern } = trialsIn(data, 2);
    const evidence = data.input('test').values.map((value) => 3 * value);
    // of the patterns that are shown, the plain bar and the cross, these are the ends
    const domain = [Math.min(...evidence), Math.max(...evidence)] as const;
    const own = evidence.slice(25 * pattern[0], 25 * pattern[0] + 25);
    expect(first.url).toBe(dataAddress(pngOf(own, 5, 5, domain, 'grey', SMALL)));
  });

  it('show the mean of the states of each trial behind the burn-in', async () => {
    const data = await dataOf('retrieval_images');
    const { values } = data.records('sigma', 'sigma');
    const tiles = tilesOf(drawnFrom('retrieval_images', data).views[0]).slice(20);
    for (const trial of [0, 9]) {
      const steps = [2, 3, 4, 5, 6, 7].map((step) => 8 * trial + step);
      const mean = Float64Array.from({ length: 25 }, (_, i) =>
        steps.reduce((sum, step) => sum + values[25 * step + i] / steps.length, 0),
      );
      expect(tiles[trial].url).toBe(dataAddress(pngOf(mean, 5, 5, [-1, 1], 'grey', SMALL)));
    }
  });

  it('show the patterns that were learned in turn', async () => {
    const { views } = await drawn('retrieval_images');
    expect(textsOf(views[0]).slice(3, 13)).toEqual(['0', '1', '0', '1', '0', '1', '0', '1', '0', '1']);
  });
});

describe('the first trial', () => {
  it('has its evidence, its states and their mean as images', async () => {
    const { views, words } = await drawn('retrieval_trial');
    expect(tilesOf(views[0])).toHaveLength(2 + 8 + 1);
    expect(textsOf(views[0]).slice(2)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', 'mean']);
    expect(words).toContain('pattern 0, shown with noise, SNR 2; steps below the states');
    const { r2In, r2Out } = trialsIn(await dataOf('retrieval_trial'), 1);
    const [said, is] = [
      /evidence ([\d.]+), mean state ([\d.]+)/.exec(words)?.slice(1).map(Number),
      [r2In[0], r2Out[0]],
    ];
    for (const at of [0, 1]) expect(Math.abs((said?.[at] ?? Number.NaN) - is[at])).toBeLessThan(1e-4);
  });

  it('has at most two rows of images, from its first state to the last, at equal distances', async () => {
    const { views } = await drawn('generalisation_trial');
    const labels = textsOf(views[0]).slice(2);
    expect([labels.length, labels[0], labels.at(-2), labels.at(-1)]).toEqual([20, '0', '39', 'mean']);
    const gaps = labels.slice(1, -1).map((label, at) => Number(label) - Number(labels[at]));
    expect(new Set(gaps)).toEqual(new Set([2, 3]));
  });

  it('resembles its pattern as the table of trials says: the evidence, and the mean of all states behind the burn-in', async () => {
    for (const [name, phase] of [
      ['retrieval', 1],
      ['generalisation', 2],
    ] as const) {
      const data = await dataOf(`${name}_trial`);
      const { pattern, r2In, r2Out } = trialsIn(data, phase);
      const view = drawnFrom(`${name}_trial`, data).views[1];
      const [[rule]] = labelled(view, `evidence, ${pattern[0]}`);
      const [mean] = labelled(view, `mean so far, ${pattern[0]}`);
      expect(Math.abs(Number(rule.at) ** 2 - r2In[0])).toBeLessThan(1e-12);
      expect(Math.abs(Number(mean.at(-1)?.y) ** 2 - r2Out[0])).toBeLessThan(1e-12);
      expect(Number(rule.at)).toBeGreaterThan(0);
      // nothing is a mean before the burn-in of two steps is over
      expect(mean.slice(0, 3).map(({ y }) => y === null)).toEqual([true, true, false]);
    }
  });

  it('resembles patterns as its states do, step by step', async () => {
    const data = await dataOf('retrieval_trial');
    const view = drawnFrom('retrieval_trial', data).views[1];
    const [states, patterns] = [data.records('sigma', 'sigma').values, data.input('patterns').values];
    const against = (row: number): readonly number[] =>
      Array.from({ length: 8 }, (_, step) =>
        correlation(states.slice(25 * step, 25 * step + 25), patterns.slice(25 * row, 25 * row + 25)),
      );
    const curve = (label: string) => labelled(view, label).map((rows) => rows.map(({ y }) => Number(y)));
    const [own, other] = [curve('pattern 0')[0], curve('other patterns')[0]];
    for (const [step, r] of against(0).entries()) expect(own[step]).toBeCloseTo(r, 12);
    for (const [step, r] of against(1).entries()) expect(other[step]).toBeCloseTo(r, 12);
    const { encoding } = view.layer.at(-1) as Layer;
    expect([(encoding.x as Channel).title, (encoding.y as Channel).title]).toEqual([
      'step of the trial',
      'correlation r',
    ]);
  });

  it('is beside all learned patterns where it shows another', async () => {
    const view = (await drawn('generalisation_trial')).views[1];
    expect([labelled(view, 'learned patterns').length, labelled(view, 'other patterns').length]).toEqual([2, 0]);
  });
});

describe('what was not recorded', () => {
  it('is said of the noise, and no evidence is shown', async () => {
    const [images, trial] = await Promise.all(
      ['retrieval_images', 'retrieval_trial'].map((name) => drawn(name, withoutTable('evidence'))),
    );
    expect([tilesOf(images.views[0]).length, tilesOf(trial.views[0]).length]).toEqual([20, 10]);
    expect(labelled(trial.views[1], 'evidence, 0')).toEqual([]);
    for (const { words } of [images, trial]) {
      expect(words).toContain('the noise of the evidence was not recorded: --record evidence');
    }
  });

  it('is no evidence without noise, which is the pattern itself', async () => {
    const of = { ...withoutTable('evidence'), ...withParameters({ snr: 'infinity' }) };
    const { views, words } = await drawn('retrieval_trial', of);
    expect(tilesOf(views[0])).toHaveLength(1 + 8 + 1);
    expect(labelled(views[1], 'evidence, 0')[0][0].at).toBeCloseTo(1, 12);
    expect(words).toContain('shown without noise');
    expect(words).not.toContain('recorded');
  });

  it.each([
    ['no state', { shape: [0, 0], values: new Float64Array(0), steps: [] }],
    [
      'some nodes only',
      { shape: [25, 3], values: new Float64Array(75), steps: Array.from({ length: 25 }, (_, n) => 200 + n) },
    ],
  ])('is said of states: %s', async (_, records) => {
    const data = await dataOf('retrieval_trial', withoutTable('evidence'));
    const nothing = { ...data, records: () => ({ ...data.records('sigma', 'sigma'), ...records }) };
    const { views, words } = drawnFrom('retrieval_trial', nothing);
    expect(tilesOf(views[0])).toHaveLength(1);
    expect(textsOf(views[1])).toEqual(['no values']);
    expect(words).toContain('none of these states was recorded as a whole');
  });

  it('is a place that stays empty among others', async () => {
    const data = await dataOf('retrieval_images');
    const { steps, values, shape, ...rest } = data.records('sigma', 'sigma');
    // the first trial alone: eight records
    const records = { ...rest, steps: steps.slice(0, 8), values: values.slice(0, 200), shape: [8, 25] };
    const own = { ...data, records: (table: string) => (table === 'sigma' ? records : data.records(table, table)) };
    const { views } = drawnFrom('retrieval_images', own);
    expect(tilesOf(views[0])).toHaveLength(30);
    expect(textsOf(views[0])).toHaveLength(3 + 10 + 10 + 1);
  });

  it('has no figure: of a run without states, without trials, of a sweep', () => {
    const needs = (of: Source) => figureOf('retrieval_trial').needs(of.subject);
    expect(needs(run)).toBeDefined();
    for (const other of [
      withoutTable('sigma'),
      withParameters({ experiment: 'sequence' }),
      like({ kind: 'sweep' }),
      like({ inputs: ['test'] }),
    ]) {
      expect(needs(other)).toBeUndefined();
    }
  });
});

it('trials before forgetting are called so', async () => {
  const { words } = await drawn('retrieval_images', withParameters({ experiment: 'forget' }));
  expect(words).toContain('before forgetting');
  expect((await drawn('retrieval_images')).words).not.toContain('forgetting');
});
