/** Connectivity from given draws, fields with their Jacobians, trajectories. */
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { elementaryOf } from '../../kernel/elementary.js';
import {
  drawEdges,
  drawWeights,
  fromDense,
  givenUniforms,
  toDense,
  weightDeviation,
} from '../../model/rate/connectivity.js';
import { rateField } from '../../model/rate/plain.js';
import { absolute, type Comparison, equal } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context } from '../kind.js';
import { abs, formOf, inputOf, networkOf } from './systems.js';

/** Rules of the weights by their names in golden files. */
const RULE_OF: { readonly [name: string]: 'published' | 'variance' } = {
  faithful: 'published',
  variance: 'variance',
};

function connectivity(golden: Golden, tolerance: Golden): readonly Comparison[] {
  const [N, p] = [golden.count('N'), golden.number('p')];
  const rule = golden.text('rule');
  if (!Object.hasOwn(RULE_OF, rule)) throw new Error(`unknown rule '${rule}'`);
  const edges = drawEdges(N, p, givenUniforms(golden.numbers('uniforms')));
  const deviation = weightDeviation(RULE_OF[rule], N, p);
  const drawn = drawWeights(edges, golden.numbers('normals'), deviation, golden.flag('centre'));
  const pairs: number[][] = [];
  for (let i = 0; i < N; i++) {
    for (let e = edges.rowStart[i]; e < edges.rowStart[i + 1]; e++) pairs.push([i, edges.columns[e]]);
  }
  const expected = golden.part('expected');
  return [
    equal('edges', pairs, expected.value('edges')),
    absolute('W', toDense(drawn), expected.numbers('W'), abs(tolerance, 'connectivity')),
  ];
}

function fields(golden: Golden, tolerance: Golden, context: Context): readonly Comparison[] {
  const N = golden.rows('W').length;
  const elementary = elementaryOf(context.kernels(CORE_MODULE));
  const field = rateField(fromDense(golden.numbers('W'), N), formOf(golden), elementary, inputOf(golden));
  const identity = new Float64Array(N * N);
  for (let i = 0; i < N; i++) identity[i * N + i] = 1;
  const [f, own, J] = [new Float64Array(N), new Float64Array(N), new Float64Array(N * N)];
  field.evaluate(golden.numbers('u'), own);
  field.evaluateTangent(golden.numbers('u'), identity, N, f, J);
  const expected = golden.part('expected');
  const bound = abs(tolerance, 'fields');
  return [
    absolute('field', own, expected.numbers('field'), bound),
    absolute('field with tangent', f, expected.numbers('field'), bound),
    absolute('jacobian', J, expected.numbers('jacobian'), bound),
  ];
}

function trajectory(golden: Golden, tolerance: Golden, context: Context): readonly Comparison[] {
  const system = networkOf(golden, golden.number('dt'), elementaryOf(context.kernels(CORE_MODULE)));
  const u = golden.numbers('u0');
  const samples: number[] = [];
  for (let n = 0; n < golden.count('n'); n++) {
    samples.push(...u);
    system.step(u);
  }
  return [absolute('states', samples, golden.numbers('expected'), abs(tolerance, 'trajectories'))];
}

const CHECKS = { connectivity, fields, trajectories: trajectory };

export function connectivityTrajectories(golden: Golden): readonly Case[] {
  const tolerance = golden.part('tolerance');
  return Object.entries(CHECKS).flatMap(([key, check]) =>
    golden.list(key).map((one, index) => ({
      name: `${key} ${one.text('name', String(index))}`,
      check: (context: Context) => check(one, tolerance, context),
    })),
  );
}
