/**
 * What can be computed of finished runs: tables and a verdict in words. A family declares its analyses; command, help and pages
 * follow from that.
 */
import type { Datasets } from '../dataset/dataset.js';
import type { Elementary } from '../kernel/elementary.js';
import type { FreshKernels } from '../kernel/kernels.js';
import type { FinishedRun, RunTable } from './collections.js';
import type { ResultTable } from './record.js';
import type { Parameter, Parameters, TextOption, ValueOf } from './schema.js';

/** A finished run with all that its folder holds. */
export interface AnalysedRun<P = Parameters> extends FinishedRun<P> {
  /** As it is called in messages. */
  readonly name: string;
  readonly seed: number;
  /** A table of the run; undefined if it has none of that name. */
  table(name: string): Promise<RunTable | undefined>;
  /** An array of its last state, as it stands in state.arrow; undefined if it has none of that name. */
  state(name: string): Promise<Float64Array | undefined>;
  /** An array that the run was given; undefined if it was not. */
  input(key: string): Promise<Float64Array | undefined>;
  /** The data sets that it refers to. Throws E_CONFIG if a file is not where it was, E_CORRUPT if it is another. */
  data(): Datasets;
}

export interface AnalysisTools {
  /** An instance for each use. */
  readonly kernels: FreshKernels;
  readonly elementary: Elementary;
}

export interface AnalysisOutcome {
  /** Each becomes a file of its name. */
  readonly tables: readonly ResultTable[];
  /** Sentences. */
  readonly verdict: readonly string[];
}

export type AnalysisOption = Parameter | TextOption;

/** Values of a list of options that is declared `as const`. */
type OptionsOf<L extends readonly AnalysisOption[]> = {
  readonly [O in L[number] as O['key']]: O extends Parameter ? ValueOf<O> : string | null;
};

/** `P`: parameters of the family's runs; `O`: resolved options of the analysis. */
export interface Analysis<P = Parameters, O = Parameters> {
  readonly name: string;
  /** What it tells, in one line. */
  readonly summary: string;
  /** What can be set, by `--set KEY=VALUE`. */
  readonly options: readonly AnalysisOption[];
  /** What it needs of a run, for those who look at the list. */
  readonly needs?: string;
  /** Whether it takes so long that it is computed only where it is named. */
  readonly isLong?: boolean;
  /** Throws E_CONFIG for a run that lacks what it needs. */
  of(run: AnalysedRun<P>, options: O, tools: AnalysisTools): Promise<AnalysisOutcome>;
  /** What is said of several runs together, of their outcomes; absent: the verdict of each. */
  together?(runs: readonly { readonly run: AnalysedRun<P>; readonly outcome: AnalysisOutcome }[]): readonly string[];
}

/** An analysis whose options have the types of their declarations. */
export const analysis = <P, const L extends readonly AnalysisOption[]>(
  options: L,
  rest: Omit<Analysis<P, OptionsOf<L>>, 'options'>,
): Analysis<P> => ({ ...rest, options }) as unknown as Analysis<P>;
