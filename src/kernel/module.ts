/** A module of kernels: its name among the products of the compiler, `build/NAME.BUILD.wasm`, and the type of what it exports. */
export interface KernelModule<K> {
  readonly name: string;
  /** Never there: it carries the type, so that a kernel called by a wrong name or with wrong arguments does not compile. */
  readonly kernels?: K;
}
