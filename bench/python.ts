/** Python for comparisons: an environment of our own, and programs on one thread. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

/** What keeps libraries to one thread: those of linear algebra, numba and JAX. */
const ONE_THREAD = {
  ...{ OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', NUMBA_NUM_THREADS: '1' },
  ...{ JAX_PLATFORMS: 'cpu', XLA_FLAGS: '--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1' },
};

/** Runs a program to its end, on one thread. Throws with what it said if that was no success. */
export function output(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...env, ...ONE_THREAD },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/** An environment of our own in .venv-peers, which is made if it is not there, with packages installed that it does not have. */
export function pythonWith(packages: readonly string[]): string {
  const folder = fileURLToPath(new URL('../.venv-peers', import.meta.url));
  const python = join(folder, 'bin', 'python');
  if (!existsSync(python)) output('python3', ['-m', 'venv', folder]);
  const missing = packages.filter((name) => !hasPackage(python, name));
  if (missing.length > 0) output(python, ['-m', 'pip', 'install', '--quiet', ...missing]);
  return python;
}

/** Whether a Python can import a package. */
export const hasPackage = (python: string, name: string): boolean =>
  spawnSync(python, ['-c', `import ${name}`], { stdio: 'ignore' }).status === 0;
