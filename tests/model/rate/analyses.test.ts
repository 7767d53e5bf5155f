import { describe, expect, it } from 'vitest';
import { freshKernels } from '../../../src/host/builds.js';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import type { AnalysedRun, Analysis } from '../../../src/model/analysis.js';
import { RATE_ANALYSES } from '../../../src/model/rate/analyses.js';
import type { RateParameters } from '../../../src/model/rate/parameters.js';

const kernels = freshKernels('strict');
const tools = { kernels, elementary: elementaryOf(kernels(CORE_MODULE)) };

interface Given {
  readonly parameters?: Partial<RateParameters>;
  readonly tables?: { readonly [name: string]: { readonly [column: string]: ArrayLike<number> } };
  readonly state?: readonly number[];
  readonly gain?: number;
  /** Keys of the arrays that it was given. */
  readonly inputs?: readonly string[];
}

const runOf = ({ parameters = {}, tables = {}, state, gain = 2, inputs = [] }: Given): AnalysedRun<RateParameters> =>
  ({
    name: 'run',
    seed: 3,
    parameters: {
      N: 2,
      trials: 1,
      g: 1,
      tau: 20,
      dt: 1,
      form: 'r',
      scheme: 'rk4',
      activation: 'tanh',
      input: 0,
      input_amplitude: 0,
      noise: 0,
      method: 'qr',
      qr_every: 10,
      ...parameters,
    },
    summary: [{ name: 'g_eff', value: gain, meaning: '' }],
    table: async (name: string) => tables[name],
    state: async () => (state === undefined ? undefined : Float64Array.from(state)),
    input: async (key: string) => (inputs.includes(key) ? new Float64Array(key === 'W' ? 4 : 2) : undefined),
  }) as unknown as AnalysedRun<RateParameters>;

const analysisOf = (name: string) => RATE_ANALYSES.find((one) => one.name === name) as Analysis<RateParameters>;

async function outcomeOf(name: string, given: Given, options: { readonly [key: string]: unknown } = {}) {
  const one = analysisOf(name);
  const all = Object.fromEntries(one.options.map((option) => [option.key, option.default]));
  const { tables, verdict } = await one.of(runOf(given), { ...all, ...options } as never, tools);
  const columns = (table: string, column: string): readonly number[] => {
    const found = tables.find((candidate) => candidate.name === table);
    const at = found?.columns.findIndex((candidate) => candidate.name === column) ?? -1;
    return Array.from((found?.rows[at] ?? []) as ArrayLike<number>);
  };
  return { columns, verdict };
}

describe('bifurcation', () => {
  /** Unit 4 turns with a period of 400 ms, unit 7 rests. */
  const records = Array.from({ length: 400 }, (_, n) => 10 * n);
  const tables = {
    traces: {
      time: records.flatMap((time) => [time, time]),
      unit: records.flatMap(() => [4, 7]),
      rate: records.flatMap((time) => [0.5 * Math.sin((2 * Math.PI * time) / 400), 0.25]),
    },
  };

  it('has the extrema of units that move, the place of those that rest, and periods', async () => {
    const { columns, verdict } = await outcomeOf('bifurcation', { tables });
    const kinds = columns('bifurcation', 'kind') as unknown as readonly string[];
    expect(new Set(kinds)).toEqual(new Set(['maximum', 'minimum', 'rest']));
    const [values, times] = ['value', 'time'].map((column) => columns('bifurcation', column));
    for (const [row, kind] of kinds.entries()) {
      const expected = kind === 'rest' ? 0.25 : kind === 'maximum' ? 0.5 : -0.5;
      expect(Math.abs(values[row] - expected)).toBeLessThan(1e-4);
      if (kind === 'maximum') expect(Math.abs((times[row] % 400) - 100)).toBeLessThan(0.01);
    }
    expect(Math.min(...times)).toBeGreaterThanOrEqual(1995);
    expect(columns('periods', 'maxima')).toEqual([1, null]);
    expect(columns('periods', 'period')[0]).toBeCloseTo(400, 3);
    expect(verdict).toEqual([
      expect.stringMatching(/^unit 4 returns after 400 ± .* ms, with one maximum$/),
      'unit 7 rests at 0.250',
    ]);
  });

  it('says that nothing repeats only of units with maxima enough', async () => {
    const rising = (time: number): number => time / 4000;
    const irregular = (time: number): number => Math.sin((time / 400) ** 2);
    for (const [rate, said] of [
      [rising, 'unit 1 has no maximum: too few to see whether anything repeats'],
      [irregular, expect.stringMatching(/^unit 1: nothing repeats within its \d\d maxima$/)],
    ] as const) {
      const traces = { time: records, unit: records.map(() => 1), rate: records.map(rate) };
      expect((await outcomeOf('bifurcation', { tables: { traces } })).verdict).toEqual([said]);
    }
  });

  it('begins where it is told, and keeps the last extrema', async () => {
    const { columns } = await outcomeOf('bifurcation', { tables }, { from: 0, most: 3 });
    const times = columns('bifurcation', 'time');
    expect(times).toHaveLength(4);
    expect(times[2]).toBeCloseTo(3900, 1);
  });

  it('needs traces', async () => {
    await expect(outcomeOf('bifurcation', {})).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: 'run: it has no traces',
      next: 'Run it with --record traces@1.',
    });
  });
});

describe('finite_time', () => {
  /** Two trials with growth 2, 4, 6, 8 per second in windows of 100 ms; the second the other way round. */
  const growth = [
    [2, 4, 6, 8],
    [8, 6, 4, 2],
  ];
  const rows = growth.flatMap((one, trial) =>
    one.map((_, n) => ({
      trial,
      time: 100 * (n + 1),
      exponent: one.slice(0, n + 1).reduce((a, b) => a + b) / (n + 1),
    })),
  );
  const tables = {
    running: {
      time: rows.map(({ time }) => time),
      trial: rows.map(({ trial }) => trial),
      index: rows.map(() => 0),
      exponent: rows.map(({ exponent }) => exponent),
    },
  };

  it('has the growth over each window, and its distribution', async () => {
    const { columns, verdict } = await outcomeOf('finite_time', { tables });
    for (const [n, value] of columns('finite_time', 'exponent').entries())
      expect(value).toBeCloseTo(growth.flat()[n], 10);
    const moments = ['trials', 'windows', 'length', 'mean', 'variance', 'positive'].map(
      (column) => columns('finite_time_moments', column)[0],
    );
    expect(moments.map((value) => Math.round(1e9 * value) / 1e9)).toEqual([2, 8, 100, 5, 5, 1]);
    expect(verdict[0]).toContain('exponent 1 over 8 windows of 100 ms: mean 5.00');
    expect(verdict[0]).toContain('perturbations grow in 100 % of them');
  });

  it('leaves out a part of a window, with which a record ends that stopped early', async () => {
    const [time, exponent] = [
      [100, 200, 300, 310],
      [2, 3, 4, 9],
    ];
    const running = { time, exponent, trial: [0, 0, 0, 0], index: [0, 0, 0, 0] };
    const { columns } = await outcomeOf('finite_time', { tables: { running } });
    expect(columns('finite_time', 'end')).toEqual([100, 200, 300]);
    expect(columns('finite_time_moments', 'length')).toEqual([100]);
  });

  it('joins windows', async () => {
    const { columns } = await outcomeOf('finite_time', { tables }, { window: 2 });
    expect(columns('finite_time', 'exponent').map((value) => Math.round(1e9 * value) / 1e9)).toEqual([3, 7, 7, 3]);
    expect(columns('finite_time', 'end')).toEqual([200, 400, 200, 400]);
    expect(columns('finite_time_moments', 'length')).toEqual([200]);
  });
});

describe('rate_autocorrelation', () => {
  /** Eight units in turning phases, a period of 200 ms, two trials that are the same. */
  const times = Array.from({ length: 100 }, (_, n) => 10 * n);
  const rows = times.flatMap((time) =>
    [0, 1].flatMap((trial) => Array.from({ length: 8 }, (_, unit) => ({ time, trial, unit }))),
  );
  const tables = {
    rates: {
      time: rows.map(({ time }) => time),
      trial: rows.map(({ trial }) => trial),
      unit: rows.map(({ unit }) => unit),
      rate: rows.map(({ time, unit }) => Math.cos((2 * Math.PI * time) / 200 + (2 * Math.PI * unit) / 8)),
    },
  };

  it('is that of the states, beside the theory of the effective gain', async () => {
    const { columns, verdict } = await outcomeOf('rate_autocorrelation', { tables, gain: 2 });
    const lags = columns('rate_autocorrelation', 'lag');
    expect(lags.slice(0, 3)).toEqual([0, 10, 20]);
    for (const [n, value] of columns('rate_autocorrelation', 'autocorrelation').entries()) {
      expect(Math.abs(value - 0.5 * Math.cos((2 * Math.PI * lags[n]) / 200))).toBeLessThan(1e-12);
    }
    expect(columns('rate_autocorrelation', 'error')[3]).toBe(0);
    // Delta0 = 1.924805 at g = 2; r has it over g^2
    expect(columns('rate_autocorrelation', 'mean_field')[0]).toBeCloseTo(1.924805 / 4, 6);
    expect(verdict[0]).toMatch(/^mean square of the states 0\.500.*mean field: 0\.481, /);
  });

  it('of the x-form is compared with the correlation of x', async () => {
    const { columns } = await outcomeOf('rate_autocorrelation', { tables, gain: 2, parameters: { form: 'x' } });
    expect(columns('rate_autocorrelation', 'mean_field')[0]).toBeCloseTo(1.924805, 6);
  });

  it.each([
    [{ noise: 1 }, 'without input and noise'],
    [{ activation: 'relu' }, 'of the activation tanh'],
    [{ dt: 20 }, 'steps up to a fifth of tau'],
  ] as const)('has no theory with %j, and says why', async (parameters, reason) => {
    const { columns, verdict } = await outcomeOf('rate_autocorrelation', { tables, parameters });
    expect(columns('rate_autocorrelation', 'mean_field')[0]).toBeNull();
    expect(verdict[0]).toContain(reason);
  });

  it.each(['current', 'drive'])('has no theory of a run that was given a %s', async (input) => {
    const { columns, verdict } = await outcomeOf('rate_autocorrelation', { tables, inputs: [input] });
    expect(columns('rate_autocorrelation', 'mean_field')[0]).toBeNull();
    expect(verdict[0]).toContain('without input and noise');
  });

  it('refuses records at different distances', async () => {
    const uneven = {
      rates: { ...tables.rates, time: tables.rates.time.map((time) => (time > 800 ? time + 5 : time)) },
    };
    await expect(outcomeOf('rate_autocorrelation', { tables: uneven })).rejects.toThrow('not at equal distances');
  });
});

describe('covariant', () => {
  /** A linear network: tau x' = -x + W x with W = [[2, 3], [0, 0.5]]: eigenvalues 1 and -0.5 per tau, eigenvectors (1, 0) and (-2, 1). */
  const given: Given = {
    parameters: { activation: 'linear' },
    tables: { weights: { i: [0, 0, 1], j: [0, 1, 1], W: [2, 3, 0.5] } },
    state: [0, 0],
  };

  it('has the eigenvectors of a linear network: its rates of growth and the angle between them', async () => {
    const { columns, verdict } = await outcomeOf('covariant', given, { vectors: 2, duration: 200, settle: 800 });
    const [first, second] = columns('covariant', 'exponent');
    // RK4 at h = 0.05: h^4/120 at most
    expect(Math.abs(first - 50)).toBeLessThan(1e-4);
    expect(Math.abs(second + 25)).toBeLessThan(1e-4);
    const angle = (180 / Math.PI) * Math.acos(2 / Math.sqrt(5));
    for (const value of columns('covariant_angles', 'angle')) expect(Math.abs(value - angle)).toBeLessThan(1e-5);
    expect(columns('covariant_pairs', 'least')[0]).toBeCloseTo(angle, 5);
    expect(columns('covariant', 'direction')).toEqual(['growing', 'shrinking']);
    expect(columns('covariant', 'trial')).toEqual([0, 0]);
    // (1, 0) is one unit; (-2, 1)/sqrt(5) is 25/17 of them
    expect(columns('covariant', 'carriers')[0]).toBeCloseTo(1, 10);
    expect(columns('covariant', 'carriers')[1]).toBeCloseTo(25 / 17, 8);
    expect(columns('covariant_angles', 'time').slice(0, 2)).toEqual([810, 820]);
    expect(verdict[1]).toContain('smallest angle between 1 growing and 1 shrinking directions: 26.6°');
    expect(verdict[1]).toContain('below 1° in 0 of 20 intervals');
  });

  it('has the interval of the run, or one that is chosen for its own spans and for weights that were given', async () => {
    const interval = async (qr_every: RateParameters['qr_every'], duration: number, inputs: readonly string[] = []) => {
      const parameters = { ...given.parameters, p: 1, weights: 'variance', qr_every } as const;
      const options = { vectors: 2, duration, settle: duration / 2 };
      const { columns } = await outcomeOf('covariant', { ...given, inputs, parameters }, options);
      expect(Math.abs(columns('covariant', 'exponent')[1] + 25)).toBeLessThan(1e-4);
      const [first, second, ...others] = columns('covariant_angles', 'time');
      expect(others).toHaveLength(duration / (second - first) - 2);
      return second - first;
    };
    expect(await interval(15, 1200)).toBe(15);
    // a fiftieth; what the effective gain 1 allows; the most that there is, of weights that are given as zeros
    expect(await interval('auto', 1200)).toBe(24);
    expect(await interval('auto', 12_000)).toBe(60);
    expect(await interval('auto', 12_000, ['W'])).toBe(200);
  });

  it('says where no direction grows', async () => {
    const { verdict, columns } = await outcomeOf(
      'covariant',
      { ...given, parameters: { activation: 'linear', g: 0.1 } },
      { vectors: 2, duration: 100, settle: 400 },
    );
    expect(verdict[1]).toBe('no angle between growing and shrinking directions: none grows');
    expect(columns('covariant_angles', 'angle')).toEqual([]);
  });

  it('claims no error, nor what grows, of a single interval', async () => {
    const { verdict, columns } = await outcomeOf('covariant', given, { vectors: 2, duration: 10, settle: 800 });
    expect(columns('covariant', 'error')).toEqual([null, null]);
    expect(columns('covariant', 'direction')).toEqual(['neither', 'neither']);
    expect(verdict[0]).toMatch(
      /^trial 0: exponents 50(\.0+)?, -25(\.0+)? per second, from 2 covariant vectors over 0\.0100 s$/,
    );
    expect(verdict[1]).toBe(
      'no angle between growing and shrinking directions: one interval has no errors to tell them by, a longer duration is needed',
    );
  });

  it.each([
    [{ parameters: { noise: 1 } }, {}, 'its input changes'],
    [{ inputs: ['drive'] }, {}, 'its input changes'],
    [{}, { vectors: 3 }, '--set vectors=3: a network of 2 units has at most 2'],
    [{}, { vectors: 2, trial: 1 }, '--set trial=1: the run has 1 trials, 0 to 0'],
    [{ tables: {} }, { vectors: 2 }, 'it has no weights'],
  ] as const)('refuses %j with %j', async (more, options, message) => {
    await expect(outcomeOf('covariant', { ...given, ...more }, options)).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining(message),
    });
  });
});
