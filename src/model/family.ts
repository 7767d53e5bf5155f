/** What every model family offers. All else (flags, run folder, checkpoints, sweeps) is written once against this. */

import type { DatasetRequest, Datasets } from '../dataset/dataset.js';
import type { FigureDescription } from '../figure/figure.js';
import type { CommonKernels } from '../kernel/core-kernels.js';
import type { Build, Kernels } from '../kernel/kernels.js';
import type { KernelModule } from '../kernel/module.js';
import type { Block } from '../kernel/struct.js';
import type { Pause } from '../train/pause.js';
import type { Member, Team } from '../train/team.js';
import type { Analysis } from './analysis.js';
import type { Bench } from './bench.js';
import type { Collections, SeriesOfInterest } from './collections.js';
import type { RecordRequest, RecordTable, ResultTable, RowSink } from './record.js';
import type { FamilySchema, Parameters, Violation } from './schema.js';
import type { SummaryItem } from './summary-item.js';

export type { Pause } from '../train/pause.js';

/** Arrays given instead of being drawn, row-major, by the key of the schema's input. */
export type Inputs = { readonly [key: string]: Float64Array | Int32Array };

export interface CreateOptions<K = CommonKernels, P extends Parameters = Parameters> {
  readonly kernels: Kernels<K>;
  /** Resolved and validated parameters. */
  readonly parameters: P;
  readonly inputs: Inputs;
  /** Data sets by the key of the schema; absent: none. */
  readonly data?: Datasets;
  readonly seed: number;
  readonly record: RecordRequest;
  /** Threads that share the work; absent: the run has one. Only given to a family that has `team`. */
  readonly team?: Team;
}

/** What the memory that a run takes follows from. */
export type RoomOptions<K = CommonKernels, P extends Parameters = Parameters> = Pick<
  CreateOptions<K, P>,
  'kernels' | 'parameters' | 'inputs' | 'record'
>;

/** What a thread beside that of a run begins with. */
export type MemberOptions<K = CommonKernels, P extends Parameters = Parameters> = Pick<
  CreateOptions<K, P>,
  'kernels' | 'parameters' | 'inputs' | 'seed'
>;

/** How several threads do one run; the results have the same bytes for any number of them. */
export interface TeamWork<K, P extends Parameters> {
  /** Threads that can have a part in each step of a run with these parameters. */
  most(parameters: P): number;
  /** What another thread does. */
  member(options: MemberOptions<K, P>): Member;
}

export type { SummaryItem } from './summary-item.js';

/** A line of the short report at the end of a run, made from the summary's items. */
export interface Headline {
  readonly label: string;
  /** Item of the summary. */
  readonly item: string;
  /** Written in front of the number, e.g. `S/k^2`. */
  readonly symbol?: string;
  /** Written behind the number. */
  readonly unit?: string;
  /** Counts that are written instead of the item, those above zero: item, word, and items of a mean over what is counted, with its error. */
  readonly tally?: readonly {
    readonly item: string;
    readonly word: string;
    readonly mean?: string;
    readonly error?: string;
  }[];
  /** Words; the one at the item's number is written instead of the number. */
  readonly words?: readonly string[];
  /** Item of its standard error, written behind it; left out where it has no value. */
  readonly error?: string;
  /** Of the first headline: item that counts what the number comes after, and the word for one, instead of steps; left out where it is 0. */
  readonly after?: { readonly item: string; readonly word: string };
  /** Whether the line is left out where the item has no value. */
  readonly isOptional?: boolean;
  /** Another item, in whose presence the line is left out: it says the same in other words there. */
  readonly unless?: string;
  /** Item that is 0 where the number says nothing about the run; it is not written then. */
  readonly applies?: string;
  /** A theoretical mean: its standard deviation, the measured item that it is compared with, and 1 or 0 whether it applies. */
  readonly theoryOf?: { readonly std: string; readonly measured: string; readonly applies: string };
}

export interface Model {
  /** Steps of the whole run; fewer than planned once a run has decided to stop early. */
  readonly steps: number;
  /** All of the state: saved and loaded as bytes. */
  readonly block: Block;
  readonly tables: readonly RecordTable[];
  /** Steps done. */
  step(): number;
  /**
   * Does `count` steps and hands over what is to be recorded. Where steps take long it does fewer: one, or a part of one after which the
   * state can be saved (a tick). A promise is resolved once they are done, as where other threads have a share of the work. Throws, or
   * rejects with, MsmError E_DIVERGED with step, variable and index; the state is then the one before the step named. Who has steps that take
   * seconds may ask for a `pause` within them, while the state is still that before the step: what it throws comes out, and the step is not done.
   */
  advance(count: number, sink: RowSink, pause?: Pause): void | Promise<void>;
  /** Numbers of the state as it is now. */
  summary(): readonly SummaryItem[];
  /** What a person should know who reads the results: sentences, none if all is as it should be. */
  notes?(): readonly string[];
  /** Tables made of the whole run, once it is at its end. */
  results?(): readonly ResultTable[];
  /** Weights for programs that know networks by the names of their tensors, once the run is at its end. Absent: it has none. */
  weights?(): readonly TensorGroup[];
  /** The state as a table for other programs: description and row groups, made when asked for. */
  finalState(): { readonly table: RecordTable; readonly rows: Iterable<readonly (Float64Array | Int32Array)[]> };
}

/** A model whose steps are done when `advance` returns. */
export interface SynchronousModel extends Model {
  advance(count: number, sink: RowSink): void;
}

/** Named arrays that belong together, row-major, of the precision with which they were computed. */
export interface TensorGroup {
  readonly name: string;
  readonly meaning: string;
  readonly tensors: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly values: Float32Array | Float64Array;
  }[];
}

/** What a run will need, before it is made. */
export interface Estimate {
  readonly steps: number;
  /** Bytes of the state block. */
  readonly stateBytes: number;
  /** Floating point operations of one step, roughly; of the first if steps differ. */
  readonly flopsPerStep: number;
  /** Of all steps together; absent: as many in each. */
  readonly flops?: number;
  /** Numbers recorded over the whole run. */
  readonly tables: readonly TableEstimate[];
}

/** Rows and columns of a table over the whole run. */
export interface TableEstimate {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Rows that come at once; absent: few. */
  readonly atOnce?: number;
}

/** Commands that are presets of a family, by the name that both have. */
export interface PresetCommands {
  readonly [name: string]: {
    readonly summary: string;
    readonly description: string;
    /** What follows the name of the command. */
    readonly examples: readonly string[];
  };
}

/** What a finished run gives to a run that begins from its last state. */
export interface Continuation {
  /** Parameters that the new run has as well. */
  readonly parameters: readonly string[];
  /** Values of further ones, as text. */
  readonly values?: { readonly [key: string]: string };
  /** Inputs that are in a table of the run, by its name; `state` is the final state. */
  readonly inputs: { readonly [key: string]: string };
  /** Inputs of which the new run has what this one was given, if it was. */
  readonly given: readonly string[];
}

/** Which random numbers a plan asks for. */
export interface Draws {
  /** 0 unless another was asked for. */
  readonly seed: number;
  readonly replicas: number;
}

/** An array of a name, as one of several that make up an input. */
export interface InputPart {
  readonly name: string;
  /** A size below 0 follows from the file. */
  readonly shape: readonly number[];
}

/** The named arrays as which an input may be given instead of as one array. */
export interface InputParts {
  /** In the order in which they make up the input, one after the other. */
  readonly parts: readonly InputPart[];
  /** Arrays that may stand beside them if they equal a part: by their names, the name of that part. */
  readonly repeats?: { readonly [name: string]: string };
  /** Arrays that may stand beside them and are not taken, as a part of a network is taken from the whole. */
  readonly leaves?: readonly string[];
  /** Arrays of networks that are nearly this one, without which the others would mean something else, and what a person can do. */
  readonly refuses?: { readonly names: readonly string[]; readonly why: string; readonly next: string };
  /** Parts that networks which are nearly this one have not, and what a person can do who gave one of these. */
  readonly special?: { readonly names: readonly string[]; readonly next: string };
  /**
   * The parts are square matrices of one size, of which some may be lacking: the name of one that stands for those. Where it is lacking
   * too, that is the identity.
   */
  readonly others?: string;
}

/** What runs of a family that does not ship carry along, so that they can be understood and resumed without the original model. */
export interface ModelCopy {
  /** SHA-256 of the model as it was read, names and values: part of every run's identity. */
  readonly sha256: string;
  /** Files by their path in the folder of the model, with slashes. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array; readonly sha256: string }[];
}

/** A family that a program defined by an object: with this, whoever has a disk makes a copy of it. */
export interface Definition {
  /** Text of the model.yaml that it amounts to. */
  readonly text: string;
  readonly module: Uint8Array;
}

/**
 * `K` is what the module of its kernels exports, `P` the type of its resolved parameters. Generic rooms know neither: they hand over
 * parameters that the schema has resolved.
 */
export interface Family<K = CommonKernels, P extends Parameters = Parameters> {
  readonly schema: FamilySchema<P>;
  /** Its kernels: the hash of this module is in the identity of each of its runs. */
  readonly module: KernelModule<K>;
  /** Absent: it ships, and its name is enough. */
  readonly copy?: ModelCopy;
  /** The family with its kernels, which are compiled once it is known which build computes. Absent: they are there. */
  readonly built?: (build: Build) => Promise<Family<K, P>>;
  /** What a copy can be made of, where nothing can be hashed or written. */
  readonly definition?: Definition;
  create(options: CreateOptions<K, P>): Model;
  /** Absent: a run has one thread. */
  readonly team?: TeamWork<K, P>;
  readonly headlines: readonly Headline[];
  /** What is reported of each run of a sweep, side by side; absent: the first headline. */
  readonly listed?: readonly Headline[];
  estimate(parameters: P, record: RecordRequest): Estimate;
  /**
   * Allocates and announces what such a run has in the kernels' memory, by the functions that `create` calls for it, and fills none of it: what is not
   * written to takes no memory of the machine. Returns the bytes of large arrays that it has beside that.
   */
  makeRoom(options: RoomOptions<K, P>): number;
  /** A run whose steps are shorter and take as long for each operation, from which a dry run learns how long others take; absent: the run itself. */
  trial?(parameters: P): P;
  /** Conditions on parameters together with given arrays, before anything is written; absent if there are none. */
  checkInputs?(parameters: P, inputs: Inputs): readonly Violation[];
  /** The data sets that runs with these parameters take, by key of the schema; absent: none. */
  datasets?(parameters: P): { readonly [key: string]: DatasetRequest };
  /** Parameters that follow from data sets where nobody sets them, as sizes follow from given arrays. Throws E_CORRUPT for damaged data. */
  dataSizes?(parameters: P, data: Datasets): { readonly [key: string]: number };
  /** Conditions on parameters together with the data sets that they take, before anything is written. Throws E_CORRUPT for damaged data. */
  checkData?(parameters: P, data: Datasets): readonly Violation[];
  /** Conditions on parameters together with seed and number of replicas; absent if there are none. */
  checkDraws?(parameters: P, draws: Draws): readonly Violation[];
  /** What is numbered in a state, so that a part can be recorded: `neurons`, and how many there are. Absent: there is nothing to choose. */
  readonly units?: { readonly name: string; count(parameters: P): number };
  /** The columns of a time series that are judged as a whole; absent: every column of numbers that was recorded at all steps. */
  readonly statistics?: SeriesOfInterest;
  /** What a finished run with these parameters gives to the next; absent: nothing can begin from it. */
  continues?(parameters: P): Continuation;
  /** Why a run with these parameters, which recorded these observables, cannot be made longer; undefined if it can, by a parameter that the schema marks. */
  whyNotLonger?(parameters: P, recorded: readonly string[]): string | undefined;
  /** What can be made of finished runs beyond their results; loaded on demand. */
  readonly collections?: () => Promise<Collections<P>>;
  /** Its figures, of runs and of sweeps, in the order in which they are listed; every observable has a default one beside them. Loaded on demand. */
  readonly figures?: () => Promise<readonly FigureDescription[]>;
  /** What can be computed of a finished run, beside what can be of any; loaded when it is asked for. */
  readonly analyses?: () => Promise<readonly Analysis<P>[]>;
  /** What `msm bench` times; loaded when it is asked for. */
  readonly bench?: () => Promise<Bench>;
  /** The parts as which a file may have an input; undefined if it can only be one array. */
  inputParts?(key: string, parameters: P): InputParts | undefined;
  /** Numeric shape of an input, -1 for any length. */
  inputShape(key: string, parameters: P): readonly number[];
}
