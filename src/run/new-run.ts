/** A run that is ready to start. */
import type { CompiledBuild } from '../host/builds.js';
import type { GivenDataset } from '../input/data-references.js';
import type { GivenInput } from '../input/inputs.js';
import type { Family } from '../model/family.js';
import type { RecordRequest } from '../model/record.js';
import type { Parameters } from '../model/schema.js';
import type { Output } from './run-record.js';

/** All that defines a new run. */
export interface NewRun {
  readonly family: Family;
  readonly parameters: Parameters;
  readonly seed: number;
  readonly replica: number;
  readonly identity: string;
  readonly build: CompiledBuild;
  readonly inputs: readonly GivenInput[];
  readonly data: readonly GivenDataset[];
  readonly record: RecordRequest;
  readonly output: Output;
}
