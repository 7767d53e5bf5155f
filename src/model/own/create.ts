/** Fills the state block of an own model: numbers, arrays drawn or given, then what its step does once. */
import { MsmError } from '../../errors.js';
import type { Kernels } from '../../kernel/kernels.js';
import { type Block, openBlock } from '../../kernel/struct.js';
import { words } from '../../method/random.js';
import type { CreateOptions } from '../family.js';
import type { Parameter, Parameters } from '../schema.js';
import { isNumber, type OwnState, sizeKeys } from './description.js';
import { drawn } from './draws.js';
import { RANGE } from './expressions.js';
import type { OwnKernels } from './kernels.js';
import { ownLayout } from './layout.js';
import type { ReadyModel } from './own-run.js';
import { allParameters } from './schema.js';
import { lengthOf, noiseBounds, padded, paddedName, rowsOf, shapeOf } from './state.js';
import { stepCount } from './steps.js';
import { withoutTrap } from './trap.js';

/** A parameter as the block holds it: a choice by the place of its word, yes and no as 1 and 0. */
function numberOf(parameter: Parameter, p: Parameters): number {
  const value = p[parameter.key];
  if (parameter.kind === 'choice') return Object.keys(parameter.options).indexOf(String(value));
  return Number(value);
}

/** Writes rows without padding into the padded rows of the block. */
function setRows(block: Block, { name, type }: OwnState, shape: readonly number[], values: ArrayLike<number>): void {
  const { count, length, stride } = rowsOf(shape);
  const stored = block[type](name);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < length; i++) stored[row * stride + i] = values[row * length + i];
  }
}

/** Refuses a given array that does not fit. The readers of files have already checked theirs; a program may give anything. */
function assertGiven({ name, type }: OwnState, shape: readonly number[], given: ArrayLike<number>): void {
  const count = shape.reduce((product, size) => product * size, 1);
  const refuse = (message: string): never => {
    throw new MsmError('E_CONFIG', message, { place: `--${name.replaceAll('_', '-')}` });
  };
  if (given.length !== count) refuse(`${name} has ${given.length} entries, it must have ${shape.join(' x ')}`);
  if (type !== 'u8') return;
  const [least, most] = RANGE.u8;
  const wrong = Array.from(given).findIndex((value) => !(Number.isInteger(value) && value >= least && value <= most));
  if (wrong >= 0)
    refuse(`entry ${wrong} of ${name} is ${given[wrong]}, it must be an integer from ${least} to ${most}`);
}

/** Numbers of the header. */
function setNumbers(
  block: Block,
  { model, all, hidden }: ReadyModel,
  { parameters: p, seed }: CreateOptions<OwnKernels>,
): void {
  const [low, high] = words(seed);
  block.set('_seedLo', low);
  block.set('_seedHi', high);
  block.set('_timeStep', model.time === undefined ? 1 : all.value(model.time, p));
  for (const parameter of allParameters(model)) {
    // a longer run has the state of a shorter one, and no step can read this by any way
    block.set(parameter.key, hidden.includes(parameter.key) ? 0 : numberOf(parameter, p));
  }
  for (const size of sizeKeys(model)) block.set(paddedName(size), padded(lengthOf(size, p)));
  for (const { name, each } of model.noise) {
    if (each.kind !== 'integer') continue;
    const [least, count] = noiseBounds(name);
    block.set(least, all.value(each.low, p));
    block.set(count, all.value(each.high, p) - all.value(each.low, p) + 1);
  }
}

/** Allocates the block of a run, all of it 0. */
export function ownBlock(
  kernels: Kernels<OwnKernels>,
  { model, all }: Pick<ReadyModel, 'model' | 'all'>,
  p: Parameters,
): Block {
  const { struct, layout } = ownLayout(model, allParameters(model), p, stepCount(model, all, p));
  return openBlock(kernels.memory, struct, layout, kernels.allocate(layout.bytes), true);
}

/** Allocates and fills the block of a run. @throws E_CONFIG for a given array that does not fit */
export function createBlock(
  kernels: Kernels<OwnKernels>,
  ready: ReadyModel,
  options: CreateOptions<OwnKernels>,
): Block {
  const { model, all } = ready;
  const { parameters: p, inputs, seed } = options;
  const block = ownBlock(kernels, ready, p);
  setNumbers(block, ready, options);
  for (const entry of model.state) {
    const shape = shapeOf(entry, p);
    const count = shape.reduce((product, size) => product * size, 1);
    const given = inputs[entry.name];
    if (given !== undefined) assertGiven(entry, shape, given);
    const draws = { kernels, seed, model: model.name, name: entry.name, value: (text: string) => all.value(text, p) };
    const values = given ?? drawn(draws, entry.start, count);
    if (isNumber(entry)) block.set(entry.name, values[0]);
    else setRows(block, entry, shape, values);
  }
  withoutTrap({ model, block }, () => kernels.kernel('own_start')(block.address));
  return block;
}
