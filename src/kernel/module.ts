/** Modules of kernels, as far as the layers above need to know them. */

/** `strict` defines the truth; `fast` may fuse multiply and add (relaxed SIMD) and is opt-in. */
export type Build = 'strict' | 'fast';

/** Bits of the vectors that an engine makes of those of the kernels, which have 128 (docs/architecture.md, wide vectors). */
export type VectorBits = 128 | 256;

/** A module of kernels: its name among the products of the compiler, `build/NAME.BUILD.wasm`, and the type of what it exports. */
export interface KernelModule<K> {
  readonly name: string;
  /** Its bytes in a build, if it is not one of the package's modules. Throws E_CONFIG if there are none for that build. */
  readonly bytes?: (build: Build) => Uint8Array;
  /** Never present: it carries the type, so that a kernel called by a wrong name or with wrong arguments does not compile. */
  readonly kernels?: K;
}
