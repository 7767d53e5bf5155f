/** What a run takes in memory, before it is made. */
import { instantiate } from '../host/builds.js';
import { datasetsOf } from '../input/data-references.js';
import { inputArrays } from '../input/inputs.js';
import type { Estimate, TableEstimate } from '../model/family.js';
import type { NewRun } from './new-run.js';
import { GROUP_BYTES } from './recorder.js';

/** Node with the program, a small run and what it leaves for the collector of garbage, measured as the peak of the process. */
const PROGRAM_BYTES = 100 * 2 ** 20;
/** A row group is there as its columns, as they are copied when they grow, and encoded. */
const COPIES_OF_ROWS = 3;
const NUMBER_BYTES = 8;

/** Bytes of a table's rows that wait for the disk: a group, and what comes at once beyond it. */
function tableBytes({ rows, columns, atOnce = 1 }: TableEstimate): number {
  const row = NUMBER_BYTES * columns;
  return COPIES_OF_ROWS * Math.min(rows * row, GROUP_BYTES) + Math.max(0, Math.min(rows, atOnce) * row - GROUP_BYTES);
}

/** Bytes of data sets, which are held in memory as a whole. */
const dataBytes = ({ data }: NewRun): number =>
  Object.values(datasetsOf(data))
    .flatMap(({ files }) => Object.values(files))
    .reduce((sum, { bytes }) => sum + bytes.length, 0);

/**
 * Bytes at the peak of a process that does this run, Node included: what the model has in the kernels' memory, laid out by the functions that create it; rows that
 * wait for the disk; given arrays and data sets.
 *
 * @throws E_CONFIG if no run can have that much, RangeError if the system does not give it
 */
export function memoryOf(run: NewRun, { tables }: Pick<Estimate, 'tables'>): number {
  const { family, parameters, record } = run;
  const kernels = instantiate(run.build);
  const inputs = inputArrays(run.inputs);
  const hostBytes = family.makeRoom({ kernels, parameters, inputs, record });
  const given = Object.values(inputs).reduce((sum, { byteLength }) => sum + byteLength, 0);
  const recorded = tables.reduce((sum, table) => sum + tableBytes(table), 0);
  return PROGRAM_BYTES + kernels.needed() + hostBytes + given + recorded + dataBytes(run);
}
