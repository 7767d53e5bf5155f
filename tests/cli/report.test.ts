import { describe, expect, it } from 'vitest';
import { type SimulationReport, simulationLines } from '../../src/cli/report.js';

type Run = SimulationReport['runs'][number];

/** The report of one run of the hebbian family with these numbers. */
const reportOf = (
  summary: Run['summary'],
  reasons: Run['reasons'] = {},
  notes: Run['notes'] = [],
): SimulationReport => {
  const run = {
    index: 0,
    axes: {},
    folder: 'here',
    family: 'hebbian',
    status: 'done',
    identity: 'ab',
    steps: 10,
    stepsPerSecond: 1,
    summary,
    reasons,
    notes,
  };
  return { folder: 'here', runs: [run], done: 1, skipped: 0, elsewhere: 0, left: 0, failures: [] };
};

const lineOf = async (label: string, ...given: Parameters<typeof reportOf>): Promise<string> => {
  const lines = await simulationLines(reportOf(...given));
  return (lines.find((line) => line.startsWith(label)) ?? '').slice(label.length).trim();
};

const NUMBERS = { distance_normalized: 0.5, theory_mean: 0.3, theory_std: 0.1, theory_applies: 1, asymptote: 0.2 };

describe('the line of the theory', () => {
  it('says how many standard deviations the run is from it: positive above, negative below', async () => {
    expect(await lineOf('theory', NUMBERS)).toBe('0.3 ± 0.1  (2 sd away)');
    expect(await lineOf('theory', { ...NUMBERS, distance_normalized: 0.15 })).toBe('0.3 ± 0.1  (-1.5 sd away)');
  });

  it('gives no number of standard deviations where the theory does not apply, and the reason instead', async () => {
    const line = await lineOf('theory', { ...NUMBERS, theory_applies: 0 }, { theory_applies: 'the order was given' });
    expect(line).toBe('0.3 ± 0.1, which does not apply: the order was given');
    expect(await lineOf('asymptote', { ...NUMBERS, theory_applies: 0 })).toBe('-');
    expect(await lineOf('asymptote', NUMBERS)).toBe('0.2');
  });

  it('gives none where the theory has no spread', async () => {
    expect(await lineOf('theory', { ...NUMBERS, theory_std: 0 })).toBe('0.3 ± 0');
  });

  it('is a dash with the reason where there is no theory', async () => {
    const none = { ...NUMBERS, theory_mean: null, theory_std: null, theory_applies: null };
    expect(await lineOf('theory', none, { theory_mean: 'there is none for it' })).toBe('-  (there is none for it)');
  });
});

describe('the runs of a sweep', () => {
  it('have the label before a number that has no symbol', async () => {
    const [run] = reportOf({ attractors: 3 }).runs;
    const runs = [0, 1].map((index) => ({ ...run, index, family: 'attractor' }));
    const lines = await simulationLines({ ...reportOf({}), runs, done: 2 });
    expect(lines).toContain('run 0  attractors 3  here');
  });
});

describe('the notes of a run', () => {
  it('stand at its end, and of a sweep once each with how many runs they are of', async () => {
    const one = reportOf(NUMBERS, {}, ['steps are those of a map']);
    expect((await simulationLines(one)).at(-1)).toMatch(/^note +steps are those of a map$/);
    const [run] = one.runs;
    const sweep = { ...one, done: 3, runs: [run, { ...run, notes: [] }, run] };
    expect(await simulationLines(sweep)).toContain('note (2 of 3 runs): steps are those of a map');
  });
});

describe('the line of verdicts', () => {
  const line = async (summary: Run['summary']) => {
    const report = reportOf(summary);
    const lines = await simulationLines({ ...report, runs: report.runs.map((run) => ({ ...run, family: 'rate' })) });
    return (lines.find((text) => text.startsWith('trials judged')) ?? '').slice('trials judged'.length).trim();
  };
  const both = {
    lambda_published: 1,
    chaotic_trials: 3,
    cycle_trials: 1,
    lambda_1_chaotic: 5.25,
    lambda_1_chaotic_error: 0.5,
    lambda_1_cycle: 0.01,
  };

  it('gives each verdict its own mean where there are several', async () => {
    expect(await line(both)).toBe('3 chaos (5.25 ± 0.5), 1 limit cycle (0.01)');
    expect(await line({ ...both, cycle_trials: 0 })).toBe('3 chaos');
  });
});

describe('the runs of a sweep', () => {
  const sweepOf = (summary: Run['summary']): Promise<readonly string[]> => {
    const { runs, ...report } = reportOf(summary);
    const own = [0, 1].map((index) => ({ ...runs[0], index, family: 'spiking' }));
    return simulationLines({ ...report, runs: own, done: 2 });
  };
  const ENDS = { test_accuracy_low: 0.8, test_accuracy_high: 1 };

  it('are listed with what there is of them, and with nothing that their task does not have', async () => {
    const [, , , first] = await sweepOf({ test_accuracy: 0.9, ...ENDS });
    expect(first).toBe('run 0  test accuracy = 0.9  95 % interval from = 0.8  to = 1  here');
    const [, , , image] = await sweepOf({ test_nearest: 0.6, test_nearest_low: null, test_nearest_high: null });
    expect(image).toMatch(/^run 0 {2}nearest = 0\.6 +here$/);
  });

  it('say that a number is missing which their task has', async () => {
    const [, , , first] = await sweepOf({ test_accuracy: null, ...ENDS });
    expect(first).toContain('test accuracy = -');
  });
});
