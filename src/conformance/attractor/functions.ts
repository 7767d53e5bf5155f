/** The continuous Bernoulli law, function by function. */

import { continuousBernoulli } from '../../model/attractor/continuous-bernoulli.js';
import { ATTRACTOR_MODULE } from '../../model/attractor/kernels.js';
import { absolute, allowed, type Comparison } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';

/** Bounds that the file has as a formula in words: of the literal mean, of the entropies, of the literal sampler. */
const MEAN_LITERAL = (x: number): number => 4e-15 + 1e-15 / Math.abs(x);
const ENTROPY = (x: number): number => 1e-12 + 1e-13 * Math.abs(x);
const SAMPLER_LITERAL = (b: number, u: number): number =>
  1e-13 + 1e-15 / Math.abs(b) + (b < 0 ? 1e-15 / (Math.abs(b) * (1 - u)) : 0);
const IN_WORDS = ['faithful_langevin_abs', 'faithful_sampler_abs', 'entropy_abs'];
/** The file takes the law as uniform up to here, which is wrong by |b|. */
const UNIFORM_UP_TO = 1e-8;

export function scalarFunctions(golden: Golden, context: Context): readonly Comparison[] {
  const law = continuousBernoulli(context.kernels(ATTRACTOR_MODULE));
  const tolerance = golden.part('tolerance');
  for (const key of IN_WORDS) tolerance.text(key);
  const rel = tolerance.number('right_rel');
  const relativeTo = (values: Float64Array, bound: number) => (i: number) =>
    Math.max(bound * Math.abs(values[i]), Number.MIN_VALUE);
  const x = golden.numbers('x');
  const right = (quantity: string, f: (t: number) => number, key: string): Comparison => {
    const values = golden.numbers(key);
    return allowed(quantity, x.map(f), values, relativeTo(values, rel));
  };
  const entropy = golden.part('entropy');
  const t = entropy.numbers('x');
  const inverse = golden.part('inverse');
  const [y, exact, rational] = ['y', 'exact', 'pade'].map((key) => inverse.numbers(key));
  const sampler = golden.part('sampler');
  const [b, u] = [sampler.numbers('b'), sampler.numbers('u')];
  return [
    right('L', law.mean, 'langevin_right'),
    allowed('L, literal', x.map(law.meanLiteral), golden.numbers('langevin_faithful'), (i) => MEAN_LITERAL(x[i])),
    right("L'", law.variance, 'langevin_derivative_right'),
    right('psi', law.logPartition, 'log_partition_right'),
    allowed('entropy', t.map(law.entropy), entropy.numbers('right'), (i) => ENTROPY(t[i])),
    allowed('entropy, literal', t.map(law.entropyLiteral), entropy.numbers('faithful'), (i) => ENTROPY(t[i])),
    allowed('inverse, exact', y.map(law.inverse), exact, relativeTo(exact, rel)),
    allowed(
      'inverse, rational',
      y.map(law.inverseRational),
      rational,
      relativeTo(rational, tolerance.number('pade_rel')),
    ),
    ...densities(golden, law.density, rel),
    absolute(
      'sampler',
      b.map((value, i) => law.sample(value, u[i])),
      sampler.numbers('x_right'),
      tolerance.number('right_sampler_abs'),
    ),
    allowed(
      'sampler, literal',
      b.map((value, i) => law.sampleLiteral(value, u[i])),
      sampler.numbers('x_faithful'),
      (i) => SAMPLER_LITERAL(b[i], u[i]),
    ),
  ];
}

function densities(golden: Golden, density: (b: number, x: number) => number, rel: number): readonly Comparison[] {
  return golden.list('density').map((row) => {
    const b = row.number('b');
    const expected = row.numbers('p');
    const slack = Math.abs(b) <= UNIFORM_UP_TO ? Math.abs(b) : 0;
    const found = row.numbers('x').map((x) => density(b, x));
    return allowed(`density at b = ${b}`, found, expected, (i) => rel * expected[i] + slack);
  });
}
