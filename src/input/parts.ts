/** Arrays that are given in parts by name, as the tensors of a network are in .npz and .safetensors files: all of them, none besides, each in its shape. */
import { MsmError } from '../errors.js';
import type { InputPart, InputParts } from '../model/family.js';
import { fromArray, shapeText } from '../table/array.js';
import type { TakenArray } from '../table/numeric.js';
import type { ReadTable } from '../table/table.js';
import { didYouMean, firstOf } from '../text.js';
import { namesIn } from './named-parts.js';

const refusal = (table: ReadTable, problem: string, next?: string): MsmError =>
  new MsmError('E_CONFIG', `${table.name} ${problem}`, {
    place: table.name,
    ...(next !== undefined && next !== '' && { next }),
  });

/** What stands before the names of all parts, as `net.` does where a network was a part of another object. Throws E_CONFIG if there are several such. */
function prefixOf(table: ReadTable, parts: readonly InputPart[]): string {
  const found = new Map<string, number>();
  for (const name of namesIn(table)) {
    for (const part of parts) {
      if (name !== part.name && !name.endsWith(`.${part.name}`)) continue;
      const prefix = name.slice(0, name.length - part.name.length);
      found.set(prefix, (found.get(prefix) ?? 0) + 1);
    }
  }
  const most = Math.max(0, ...found.values());
  const best = [...found].filter(([, count]) => count === most).map(([prefix]) => prefix);
  if (best.length < 2) return best[0] ?? '';
  const words = best.map((prefix) => (prefix === '' ? 'without a prefix' : `as ${prefix}${parts[0].name}`));
  throw refusal(table, `has the tensors of ${best.length} networks: ${words.join(', ')}`, 'Save those of one alone.');
}

/** One array of a file, of which messages name the array too. */
function arrayOf(table: ReadTable, name: string, shape: readonly number[]): ReturnType<typeof fromArray> {
  const unread = table.unread?.find((one) => one.name === name);
  if (unread !== undefined) throw unread.error;
  const columns = table.columns.filter((one) => one.name === name).map((one) => ({ ...one, name: '' }));
  return fromArray({ ...table, name: `${table.name}, tensor '${name}'`, columns }, shape, ['numbers']);
}

const isEqual = (a: Float64Array, b: Float64Array): boolean => a.length === b.length && a.every((x, i) => x === b[i]);

/** Refuses arrays that are no part, and parts that are lacking, saying both: one may be the other mistyped. */
function assertNames(
  table: ReadTable,
  lacking: readonly InputPart[],
  surplus: readonly string[],
  prefix: string,
  special?: InputParts['special'],
): void {
  const lacks = lacking.map(({ name, shape }) => `${prefix}${name} ${shapeText(shape)}`);
  const names = lacking.map(({ name }) => `${prefix}${name}`);
  const isNear = special !== undefined && lacking.every(({ name }) => special.names.includes(name));
  const near = surplus.length > 0 ? didYouMean(surplus[0], names) : isNear ? special.next : '';
  const has = `has ${firstOf(surplus)}, which ${surplus.length === 1 ? 'is not a tensor' : 'are not tensors'} of this network`;
  if (lacking.length > 0) {
    throw refusal(table, `lacks ${firstOf(lacks)}${surplus.length === 0 ? '' : ` and ${has}`}`, near);
  }
  if (surplus.length > 0) throw refusal(table, has, 'Save the tensors of the network alone.');
}

/** Leaves out arrays that say again what a part says, as the output of a network does that is tied to its embedding. */
function withoutRepeats(
  table: ReadTable,
  surplus: readonly string[],
  prefix: string,
  repeats: InputParts['repeats'] = {},
): readonly string[] {
  return surplus.filter((name) => {
    const [, of] = Object.entries(repeats).find(([own]) => name === own || name.endsWith(`.${own}`)) ?? [];
    const column = table.columns.find((one) => one.name === name);
    if (of === undefined || column?.shape === undefined) return true;
    if (isEqual(arrayOf(table, name, column.shape).values, arrayOf(table, `${prefix}${of}`, column.shape).values))
      return false;
    throw refusal(table, `has ${name} that differs from ${prefix}${of}, and this network has one tensor for both`);
  });
}

const prefixNote = (prefix: string): readonly string[] => (prefix === '' ? [] : [`names without '${prefix}'`]);

const leftNote = (left: readonly string[]): readonly string[] =>
  left.length === 0 ? [] : [`without ${firstOf(left)}`];

/** All parts, one after the other. */
function takeAll(table: ReadTable, { parts, repeats, leaves = [], refuses, special }: InputParts): TakenArray {
  const prefix = prefixOf(table, parts);
  const wanted = new Set(parts.map(({ name }) => `${prefix}${name}`));
  const found = new Set(namesIn(table));
  const refused = (refuses?.names ?? []).map((name) => `${prefix}${name}`).filter((name) => found.has(name));
  if (refuses !== undefined && refused.length > 0)
    throw refusal(table, `has ${firstOf(refused)}, ${refuses.why}`, refuses.next);
  const lacking = parts.filter(({ name }) => !found.has(`${prefix}${name}`));
  const left = leaves.map((name) => `${prefix}${name}`).filter((name) => found.has(name));
  const surplus = [...found].filter((name) => !wanted.has(name) && !left.includes(name));
  if (lacking.length > 0) assertNames(table, lacking, surplus, prefix, special);
  assertNames(table, [], withoutRepeats(table, surplus, prefix, repeats), prefix);
  const arrays = parts.map(({ name, shape }) => arrayOf(table, `${prefix}${name}`, shape).values);
  const values = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    values.set(array, at);
    at += array.length;
  }
  return {
    values,
    shape: [at],
    isBound: false,
    form: `${parts.length} tensors`,
    said: [...prefixNote(prefix), ...leftNote(left)],
  };
}

const identity = (order: number): Float64Array =>
  Float64Array.from({ length: order * order }, (_, i) => (i % (order + 1) === 0 ? 1 : 0));

/** Square matrices one below the other, one for each part; those that the file lacks are `others`, or the identity. */
function takeMatrices(table: ReadTable, { parts }: InputParts, others: string): TakenArray {
  const prefix = prefixOf(table, parts);
  const names = [...parts.map(({ name }) => `${prefix}${name}`), others];
  const found = namesIn(table);
  const odd = found.find((name) => !names.includes(name));
  if (odd !== undefined) {
    const near = didYouMean(odd, names);
    throw refusal(table, `has ${odd}, which is no weight of this network: it has ${firstOf(names.slice(0, -1))}`, near);
  }
  const given = new Map(found.map((name) => [name, arrayOf(table, name, [-1, -1])]));
  const [[first, { shape }]] = given;
  const order = shape[0];
  for (const [name, { shape: own }] of given) {
    if (own[0] === own[1] && own[0] === order) continue;
    const why =
      own[0] !== own[1] ? 'it must be square' : `'${first}' has ${shapeText(shape)}, and all must have one size`;
    throw refusal(table, `holds '${name}' with shape ${shapeText(own)}: ${why}`);
  }
  const values = new Float64Array(parts.length * order * order); // [parts, order, order]
  for (const [i, { name }] of parts.entries()) {
    const own = given.get(`${prefix}${name}`) ?? given.get(others);
    values.set(own?.values ?? identity(order), i * order * order);
  }
  const rest = parts.filter(({ name }) => !given.has(`${prefix}${name}`)).map(({ name }) => name);
  const otherwise = given.has(others) ? `'${others}'` : 'the identity';
  const said = rest.length === 0 ? [] : [`${otherwise} for ${firstOf(rest)}`];
  return {
    values,
    shape: [parts.length * order, order],
    isBound: false,
    form: `a block for each weight of the network`,
    said: [...said, ...prefixNote(prefix)],
  };
}

/**
 * The array that the named arrays of a file make up.
 *
 * @throws MsmError E_CONFIG naming what is lacking, what is there besides and what was meant, or the tensor whose shape or number is wrong
 */
export const takeParts = (table: ReadTable, parts: InputParts): TakenArray =>
  parts.others === undefined ? takeAll(table, parts) : takeMatrices(table, parts, parts.others);
