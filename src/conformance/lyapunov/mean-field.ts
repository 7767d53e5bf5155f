/** Mean-field theory: variance, largest exponent, autocorrelation, and the map in discrete time. */
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { elementaryOf } from '../../kernel/elementary.js';
import { autocorrelationAt, meanField, meanFieldMap } from '../../model/rate/mean-field.js';
import { absolute, type Comparison, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context } from '../kind.js';
import { abs, rel } from './systems.js';

function row(one: Golden, tolerance: Golden, context: Context): readonly Comparison[] {
  const elementary = elementaryOf(context.kernels(CORE_MODULE));
  const g = one.number('g');
  const expected = one.part('expected');
  const flow = meanField(g, elementary);
  const found = [
    relative('variance', [flow.variance], expected.numbers('variance'), rel(tolerance, 'variance')),
    absolute('max_exponent', [flow.maxExponent], expected.numbers('max_exponent'), abs(tolerance, 'max_exponent')),
  ];
  if (!expected.has('autocorrelation')) return found;
  const curve = [...expected.numbers('autocorrelation_times')].map((t) => autocorrelationAt(flow, t));
  const map = meanFieldMap(g, elementary);
  const exponent = expected.numbers('map_exponent_per_step');
  return [
    ...found,
    absolute('autocorrelation', curve, expected.numbers('autocorrelation'), abs(tolerance, 'autocorrelation')),
    relative('map_variance', [map.variance], expected.numbers('map_variance'), rel(tolerance, 'map_variance')),
    absolute('map_exponent', [map.exponentPerStep], exponent, abs(tolerance, 'map_exponent')),
  ];
}

export function meanFieldRows(golden: Golden): readonly Case[] {
  return [...golden.list('rows'), ...golden.list('below_threshold')].map((one) => ({
    name: `g = ${one.number('g')}`,
    check: (context) => row(one, golden.part('tolerance'), context),
  }));
}
