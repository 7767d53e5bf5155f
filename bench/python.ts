/** Python with PyTorch, for comparisons with it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

/** Runs a program to its end, on one thread. Throws with what it said if that was no success. */
export function output(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/** An environment of our own in .venv-peers, which is made if it is not there. */
export function pythonWithTorch(): string {
  const folder = fileURLToPath(new URL('../.venv-peers', import.meta.url));
  const python = join(folder, 'bin', 'python');
  if (!existsSync(python)) {
    output('python3', ['-m', 'venv', folder]);
    output(python, ['-m', 'pip', 'install', '--quiet', 'torch', 'numpy', 'safetensors']);
  }
  return python;
}
