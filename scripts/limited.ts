/** Runs a program with a time limit; at the limit it and all that it started are killed. */
import { spawn } from 'node:child_process';

export interface Ended {
  readonly status: number | null;
  readonly output: string;
  /** Why it did not end by itself. */
  readonly trouble?: string;
}

/** Runs Node with arguments. What it writes is passed on and returned. Never throws. */
export function runLimited(
  args: readonly string[],
  minutes: number,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ended> {
  return new Promise((resolve) => {
    // a group of its own, so that its workers can be ended with it
    const child = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let trouble: string | undefined;
    const kill = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // it has ended by itself in the meantime
      }
    };
    const stop = setTimeout(() => {
      trouble = `it took longer than ${minutes} minutes and was ended`;
      kill();
    }, minutes * 60_000);
    const interrupted = (): void => {
      kill();
      process.exit(130);
    };
    process.once('SIGINT', interrupted);
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      from.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        to.write(chunk);
      });
    }
    const end = (status: number | null, error?: string): void => {
      clearTimeout(stop);
      process.removeListener('SIGINT', interrupted);
      const why = trouble ?? error;
      resolve({ status, output, ...(why !== undefined && { trouble: why }) });
    };
    child.on('error', (error) => end(null, `it did not start: ${error.message}`));
    child.on('close', (status, signal) => end(status, signal === null ? undefined : `it was ended by ${signal}`));
  });
}
