/** Golden files of spiking networks: their field `case` names the kind. None is supported yet. */
import type { FileFamily } from '../kind.js';
import { LATER, laterCase } from '../later.js';

const PREFIX = 'spiking ';

export const FILES: FileFamily = {
  has: (golden) => golden.has('case') && Object.hasOwn(LATER, `${PREFIX}${golden.value('case')}`),
  cases: (golden) => [laterCase(golden.text('case'), `${PREFIX}${golden.text('case')}`, golden)],
};
