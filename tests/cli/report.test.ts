import { describe, expect, it } from 'vitest';
import { type SimulationReport, simulationLines } from '../../src/cli/report.js';

type Run = SimulationReport['runs'][number];

/** The report of one run of the hebbian family with these numbers. */
const reportOf = (summary: Run['summary'], reasons: Run['reasons'] = {}): SimulationReport => {
  const run = {
    folder: 'here',
    family: 'hebbian',
    status: 'done',
    identity: 'ab',
    steps: 10,
    stepsPerSecond: 1,
    summary,
    reasons,
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
