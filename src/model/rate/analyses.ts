/** The analyses of this family. */
import { participationWithError } from '../../analysis/participation.js';
import { MsmError } from '../../errors.js';
import { type Analysis, analysis } from '../analysis.js';
import { integer, number, tableOf } from '../recording/filled-columns.js';
import { RATE_AUTOCORRELATION } from './analysis-autocorrelation.js';
import { BIFURCATION } from './analysis-bifurcation.js';
import { COVARIANT } from './analysis-covariant.js';
import { FINITE_TIME } from './analysis-finite-time.js';
import type { RateParameters } from './parameters.js';

interface Trial {
  readonly trial: number;
  readonly records: number;
  readonly units: number;
  readonly value: number;
  readonly error: number | undefined;
}

const NEEDS = '--record rates, at best of every few steps, as rates@10';

const PARTICIPATION = analysis<RateParameters, readonly []>([], {
  name: 'dimension',
  summary:
    'participation dimension of the rates of each trial: (sum of eigenvalues)²/(sum of their squares) of their covariance',
  needs: NEEDS,
  async of(run) {
    const table = await run.table('rates');
    if (table === undefined) {
      throw new MsmError('E_CONFIG', `${run.name}: it recorded no rates`, {
        place: run.name,
        next: `Run it with ${NEEDS}.`,
      });
    }
    const [trial, unit, rate] = ['trial', 'unit', 'rate'].map((name) => table[name] as ArrayLike<number>);
    // rows are in the order of steps, trials, units
    const units = new Set(Array.from(unit)).size;
    const rows = new Map<number, number[]>();
    for (let row = 0; row < rate.length; row++) {
      const own = rows.get(trial[row]) ?? [];
      own.push(rate[row]);
      rows.set(trial[row], own);
    }
    const all = [...rows].map(([number, values]): Trial => {
      const rates = Float64Array.from(values);
      return { trial: number, records: rates.length / units, units, ...participationWithError(rates, units) };
    });
    const few = all.filter(({ records }) => records <= units).length;
    return {
      tables: [
        tableOf<Trial>('dimension', 'participation dimension of the rates', all, [
          integer('trial', 'trial', (one) => one.trial),
          integer('records', 'records that it is computed of', ({ records }) => records),
          integer('units', 'units', (one) => one.units),
          number('dimension', 'participation dimension', ({ value }) => value),
          number('error', 'its standard error, by leaving out one of ten stretches at a time', ({ error }) => error),
        ]),
      ],
      verdict: [
        ...all
          .slice(0, 3)
          .map(({ trial: which, value, error, units: N }) =>
            Number.isFinite(value)
              ? `trial ${which}: the rates of ${N} units take ${value.toPrecision(3)}${error === undefined ? '' : ` ± ${error.toPrecision(2)}`} dimensions`
              : `trial ${which}: its rates do not change`,
          ),
        ...(few > 0
          ? [
              `in ${few} of ${all.length} trials there are no more records than units, which makes the dimension too small`,
            ]
          : []),
      ],
    };
  },
});

export const RATE_ANALYSES: readonly Analysis<RateParameters>[] = [
  PARTICIPATION,
  RATE_AUTOCORRELATION,
  FINITE_TIME,
  BIFURCATION,
  COVARIANT,
];
