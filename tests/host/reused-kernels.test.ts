import { describe, expect, it } from 'vitest';
import { compileBuild, instantiate } from '../../src/host/builds.js';
import { MOST_BYTES, reusedKernels } from '../../src/host/reused-kernels.js';
import { HEBBIAN_MODULE } from '../../src/model/hebbian/kernels.js';

const PAGE = 65536;

describe('kernels for run after run', () => {
  const build = compileBuild(HEBBIAN_MODULE, 'strict');
  const memoryOf = (kernels: ReturnType<typeof instantiate>): Uint8Array => new Uint8Array(kernels.memory.buffer);

  it('have the memory of new ones each time, whatever was left in it', () => {
    const kernelsFor = reusedKernels();
    const [used, fresh] = [kernelsFor(build), instantiate(build)];
    used.allocate(1000);
    memoryOf(used).fill(0xa5);
    const again = kernelsFor(build);
    expect(again).toBe(used);
    expect(Buffer.compare(memoryOf(again), memoryOf(fresh))).toBe(0);
    expect(again.allocate(8)).toBe(fresh.allocate(8));
  });

  it('are made anew for another build and after a run with a large memory', () => {
    const kernelsFor = reusedKernels();
    const used = kernelsFor(build);
    used.allocate(MOST_BYTES / 2);
    expect(kernelsFor(build)).toBe(used);
    const other = kernelsFor(compileBuild(HEBBIAN_MODULE, 'strict'));
    expect(other).not.toBe(used);
    other.allocate(MOST_BYTES + PAGE);
    const after = kernelsFor(build);
    expect(after).not.toBe(other);
    expect(after.memory.buffer.byteLength).toBeLessThan(MOST_BYTES);
  });
});
