/**
 * How a model family describes its parameters.
 *
 * One schema drives everything that names a parameter: validation, command line flags, help, the documentation's tables,
 * file metadata and the expansion of sweeps. Nothing else may list parameters again.
 */

/** A value a parameter can take once it is resolved. Plain data: it is hashed, stored as JSON and compared by text. */
export type ParameterValue = number | string | boolean | null | readonly number[] | { readonly [key: string]: number };

export type Parameters = { readonly [key: string]: ParameterValue };

interface Described {
  /** Name in files and in the API, e.g. `tau_J`; the flag is the same with dashes, `--tau-J`. */
  readonly key: string;
  /** Other flags that set it. */
  readonly aliases?: readonly string[];
  /** Symbol of the paper, e.g. `τ_J`. */
  readonly symbol: string;
  /** One sentence: what it is. */
  readonly help: string;
  /** Unit in words, absent if the number has none. */
  readonly unit?: string;
  /** Heading it is listed under in help and documentation. */
  readonly group: string;
  /** A value that works as typed on the command line, shown in the help. */
  readonly example?: string;
  /** Words that are values of their own, e.g. `infinity`; matched in any case. */
  readonly words?: readonly string[];
  /** A larger value makes a run longer and changes nothing that comes before: a finished run can be continued. */
  readonly onlyLengthens?: boolean;
  /**
   * It stands in place of the parameter `of` in one part of the model, e.g. in a layer: `name` of the parts of that `kind`. Help and documentation say of
   * all parts in one line, under the parameter that they share.
   */
  readonly part?: { readonly of: string; readonly kind: string; readonly name: string };
  /** What `null` (nothing given) stands for, e.g. `tanh(beta)`. Present only if `null` is allowed. */
  readonly whenAbsent?: string;
}

/** A real number, or an integer, within bounds. */
export interface NumberParameter extends Described {
  readonly kind: 'number' | 'integer';
  readonly default: number | string | null;
  readonly min?: number;
  readonly max?: number;
  /** Bounds that are not themselves allowed. */
  readonly above?: number;
  readonly below?: number;
  /** A further condition on the number alone; returns what is allowed if it does not hold. */
  readonly check?: (value: number) => string | undefined;
}

/** One word of a closed list. */
export interface ChoiceParameter extends Described {
  readonly kind: 'choice';
  readonly default: string | null;
  readonly options: { readonly [word: string]: string };
}

export interface BooleanParameter extends Described {
  readonly kind: 'boolean';
  readonly default: boolean | null;
}

/** Numbers in brackets, `[0.5,0.3,0.2]`: one value, not a sweep. */
export interface VectorParameter extends Described {
  readonly kind: 'vector';
  readonly default: readonly number[] | null;
  readonly min?: number;
  /** The numbers are integers. */
  readonly isWhole?: boolean;
  /** The numbers are probabilities: they sum to 1, and `weights:1,1,2` and a file stand for them too. */
  readonly isDistribution?: boolean;
}

/** An integer, or `random:MIN..MAX`: a uniform integer from MIN to MAX - 1 drawn anew at each use, stored as `{min, max}`. */
export interface DurationParameter extends Described {
  readonly kind: 'duration';
  readonly default: number | { readonly min: number; readonly max: number };
  readonly min: number;
}

/** A text as it is given, with its spaces: something that is asked of a finished run. Parameters have none, since commas part their values in a sweep. */
export interface TextOption extends Pick<Described, 'key' | 'symbol' | 'help' | 'group'> {
  readonly kind: 'text';
  readonly default: null;
  readonly whenAbsent: string;
}

export type Parameter = NumberParameter | ChoiceParameter | BooleanParameter | VectorParameter | DurationParameter;

/** Values of a parameter by its kind, without words of its own and without nothing given. */
type KindValue<P extends Parameter> = P extends ChoiceParameter
  ? keyof P['options'] & string
  : P extends BooleanParameter
    ? boolean
    : P extends VectorParameter
      ? readonly number[]
      : P extends DurationParameter
        ? number | { readonly min: number; readonly max: number }
        : number;

/** Values that a declared parameter can take: by its kind, its words, and null if it may be absent. */
export type ValueOf<P extends Parameter> =
  | KindValue<P>
  | (P extends { readonly words: readonly (infer Word)[] } ? Word : never)
  | (P extends { readonly whenAbsent: string } ? null : never);

/**
 * Resolved values of a list of parameters that is declared `as const`. A family's functions take this type; that values have
 * it is checked once, where they are resolved against the schema (`completeParameters`).
 */
export type ParametersOf<L extends readonly Parameter[]> = {
  readonly [P in L[number] as P['key']]: ValueOf<P>;
};

/** An array that can be given instead of being drawn. */
export interface InputDescription {
  /** Name in the API and of the flag that takes a file. */
  readonly key: string;
  /** Other flags that take its file. */
  readonly aliases?: readonly string[];
  readonly symbol: string;
  readonly help: string;
  /** Shape in parameter symbols, e.g. `['K', 'N']`. `*` is any length. */
  readonly shape: readonly string[];
  readonly type: 'f64' | 'i32';
  /** Columns of tables of finished runs that hold it, beside one of its own name. */
  readonly written?: readonly string[];
  /** One entry for each step of the run; further entries are not used. */
  readonly isPerStep?: boolean;
  /** A symmetric matrix with zero diagonal, of which runs write the entries above the diagonal. */
  readonly isSymmetric?: boolean;
  /**
   * Rows are patterns, shape ['*', PARAMETER]: they may also be named, as `digits:1,2,3`, or be images, and the parameter follows
   * from their length where it is not given.
   */
  readonly isPatterns?: boolean;
}

/** Files that a run reads where they are and refers to by their hashes; they are never copied. */
export interface DatasetDescription {
  /** Name in the API and of the flag that takes a path. */
  readonly key: string;
  /** Other flags that take its path. */
  readonly aliases?: readonly string[];
  readonly help: string;
}

/** A column of recorded numbers: its name, symbol and what it is. */
export interface ValueDescription {
  readonly name: string;
  readonly symbol?: string;
  readonly meaning: string;
}

/** How the table of an array differs from the usual one: its own name, the columns `unit`, or `i` and `j`, and one column of values. */
export interface ObservableTable {
  readonly name?: string;
  /** Columns of the place of an entry, one an axis. */
  readonly index?: readonly { readonly name: string; readonly meaning: string }[];
  readonly values?: readonly ValueDescription[];
  /** Of a square matrix, only what is above the diagonal. */
  readonly isUpper?: boolean;
  /** Whether `--units` chooses among the entries of the last axis. */
  readonly hasUnits?: boolean;
}

/** Where recorded numbers are: in an array of the state block, or at a place in the record that a kernel writes for each step. */
export type Origin =
  | { readonly block: string }
  /** `per`: the size that the number is divided by. */
  | { readonly record: number; readonly per?: string };

/** A quantity that can be recorded: tables, rows and their count follow from this alone. */
export interface ObservableDescription {
  readonly name: string;
  readonly symbol: string;
  readonly unit?: string;
  readonly meaning: string;
  /** Shape of one record in parameter symbols; `[]` for a number. */
  readonly shape: readonly string[];
  /** Cost of one record beyond the step itself, in words (`O(N)`). */
  readonly cost: string;
  /** Recorded when `--record` is not given. */
  readonly byDefault: boolean;
  /** Whether the row of step n holds what is true before that step or after it, or what happens during it. */
  readonly at: 'before' | 'after' | 'during';
  /** f64 if absent. */
  readonly type?: 'i32';
  /** Whether there may be steps at which it has no value. */
  readonly nullable?: boolean;
  /** Absent: a function of the family gives it. */
  readonly from?: Origin;
  /** Of a vector: entry i is a column of the time series, beside the numbers. */
  readonly columns?: (entry: number) => ValueDescription;
  /** Of other arrays: each has a table. */
  readonly table?: ObservableTable;
  /**
   * It is recorded when something happens, and the family makes its tables. Its schedule then says how long nothing follows an event, and how many there
   * are at most; these hold where a request does not say so.
   */
  readonly event?: { readonly every: number; readonly most: number };
}

/** `P` is the type of its resolved parameters; generic rooms know them as plain data. */
export interface FamilySchema<P extends Parameters = Parameters> {
  readonly name: string;
  /** One line for help. */
  readonly summary: string;
  /**
   * Counts changes of results that neither parameters nor kernels show, as of the order in which the host adds. Raised with each of them; from
   * 2 on it is part of every identity. Absent: 1.
   */
  readonly revision?: number;
  readonly parameters: readonly Parameter[];
  readonly inputs: readonly InputDescription[];
  /** Absent: none. */
  readonly datasets?: readonly DatasetDescription[];
  readonly observables: readonly ObservableDescription[];
  /** Conditions on several parameters together; returns one sentence for each violation, naming the place first. */
  compatible(parameters: P): readonly Violation[];
}

export interface Violation {
  /** Key of the parameter to blame. */
  readonly key: string;
  readonly message: string;
  /** The value only has no effect: refused where a run is asked for, and no reason not to go on with one that has it. */
  readonly isIdle?: boolean;
}

/** The revision of a family as folders and identities have it: undefined for the first, which they do not mention. */
export const revisionOf = ({ revision = 1 }: Pick<FamilySchema, 'revision'>): number | undefined =>
  revision > 1 ? revision : undefined;

/** All that files are given for: arrays, then data sets. */
export const givenOf = ({
  inputs,
  datasets = [],
}: FamilySchema): readonly (InputDescription | DatasetDescription)[] => [...inputs, ...datasets];
