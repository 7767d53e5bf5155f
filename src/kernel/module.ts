/** Modules of kernels, as far as everything above needs to know them. */

/** `strict` defines the truth; `fast` may fuse multiply and add (relaxed SIMD) and is opt-in. */
export type Build = 'strict' | 'fast';

/** A module of kernels: its name among the products of the compiler, `build/NAME.BUILD.wasm`, and the type of what it exports. */
export interface KernelModule<K> {
  readonly name: string;
  /** Its bytes in a build, where it is none of the package's. Throws E_CONFIG if there are none of that build. */
  readonly bytes?: (build: Build) => Uint8Array;
  /** Never there: it carries the type, so that a kernel called by a wrong name or with wrong arguments does not compile. */
  readonly kernels?: K;
}
