/** Where the compiled kernels of the package are found: by a path in Node, by an address in a browser. */
import { MsmError } from '../errors.js';
import { type Build, noRelaxedSimd, supportsRelaxedSimd } from '../kernel/kernels.js';
import type { Family } from '../model/family.js';
import { familyOf } from './families.js';

/** Named by a variable, so that a bundler for browsers does not look for it. */
const NODE_FILES = 'node:fs/promises';

async function bytesAt(address: URL): Promise<BufferSource> {
  if (address.protocol === 'file:') {
    const { readFile } = (await import(NODE_FILES)) as typeof import('node:fs/promises');
    return (await readFile(address)) as BufferSource;
  }
  const response = await fetch(address);
  if (response.ok) return response.arrayBuffer();
  throw new MsmError('E_IO', `${address.href} cannot be read (status ${response.status})`, {
    place: address.href,
    next: 'Serve the folder build/ of the package beside its folder dist/, or pass the compiled module.',
  });
}

/**
 * The compiled kernels of a family, one that ships with the package or one of a program's own. One module serves any number of its simulations.
 *
 * @param family - its name, or the family itself
 * @param build - `strict` gives the same bits everywhere; `fast` may fuse multiply and add
 * @throws MsmError E_CONFIG for an unknown family, or if this engine has no relaxed SIMD and the fast build is asked for, E_IO if the file is not there
 */
export async function loadModule(family: string | Family, build: Build = 'strict'): Promise<WebAssembly.Module> {
  if (build === 'fast' && !supportsRelaxedSimd()) {
    throw noRelaxedSimd('build', 'Leave it out: the strict build runs everywhere.');
  }
  const { name, bytes } = (await familyOf(family)).module;
  const own = bytes?.(build) as BufferSource | undefined;
  return WebAssembly.compile(own ?? (await bytesAt(new URL(`../../build/${name}.${build}.wasm`, import.meta.url))));
}
