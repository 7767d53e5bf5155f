/** What a kind of golden file is, and what its cases are given. */
import type { PatternSet } from '../dataset/preprocess.js';
import type { FreshKernels } from '../kernel/kernels.js';
import type { Comparison } from './compare.js';
import type { Golden } from './golden.js';

export interface Context {
  /** Kernels of a module with a memory of their own. */
  readonly kernels: FreshKernels;
  /** The handwritten digits, each pixel squared. */
  readonly digits: () => PatternSet;
  /** Another golden file, of the same folder or the program's own: the first for which `isWanted` holds. */
  readonly beside: (isWanted: (golden: Golden) => boolean) => Golden;
}

/** A case runs the program on its inputs, or says why it does not. */
export type Case =
  | { readonly name: string; readonly check: (context: Context) => readonly Comparison[] }
  | { readonly name: string; readonly skipped: string };

/** The golden files of a model. */
export interface FileFamily {
  /** Whether a file belongs to the model, by its fields. */
  readonly has: (golden: Golden) => boolean;
  /** Its cases. Throws for a file whose kind is not known. */
  readonly cases: (golden: Golden) => readonly Case[];
}
