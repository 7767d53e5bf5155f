/** What tensors a network has, and where their numbers stand among all weights. */
import type { Tensor } from '../../train/trainable.js';
import type { ResultTable } from '../record.js';
import { i32, table, text } from './filled-columns.js';

/** @param what - what they are tensors of */
export function tensorTable(tensors: readonly Tensor[], what: string): ResultTable {
  const column = (of: (tensor: Tensor, i: number) => number): Int32Array => Int32Array.from(tensors, of);
  const number = column((_, i) => i);
  const first = column(({ offset }) => offset);
  const count = column((tensor) => tensor.count);
  const names = tensors.map(({ name }) => name);
  const shapes = tensors.map(({ shape }) => shape.join(' x '));
  return table('tensors', `tensors of the ${what}, in the order of the weights in the state`, [
    i32('tensor', 'its number', number),
    text('name', 'its name', names),
    text('shape', 'its sizes', shapes),
    i32('first', 'place of its first number among all weights', first),
    i32('numbers', 'how many it has', count),
  ]);
}
