/** Where and when a run happens: the only module that reads the clock, the host and git. Nothing of it enters a result. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { arch, cpus, hostname, platform, totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';

export interface Clock {
  /** Time of day as ISO 8601 in UTC. */
  readonly now: () => string;
  /** A clock in milliseconds that never goes back. */
  readonly milliseconds: () => number;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => new Date().toISOString(),
  milliseconds: () => performance.now(),
};

export interface Environment {
  readonly host: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly node: string;
  /** Commit of the folder that the program was started in, null outside a repository. */
  readonly git: { readonly commit: string; readonly isDirty: boolean } | null;
  readonly workingFolder: string;
  readonly command: readonly string[];
}

const PACKAGE = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

/** Version of this package. */
export const packageVersion = (): string => PACKAGE.version;

/** One call of git gives commit and state; it takes longer than a short run. */
function gitState(): Environment['git'] {
  try {
    const status = execFileSync('git', ['status', '--porcelain=v2', '--branch', '--untracked-files=no'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 2000,
    });
    const lines = status.split('\n');
    const commit = lines.find((line) => line.startsWith('# branch.oid '))?.slice('# branch.oid '.length);
    return commit === undefined ? null : { commit, isDirty: lines.some((line) => /^[12u] /.test(line)) };
  } catch {
    // no git or no repository: nothing to say, and nothing depends on it
    return null;
  }
}

/** Describes this process and machine. */
export function describeEnvironment(): Environment {
  const processors = cpus();
  return {
    host: hostname(),
    platform: `${platform()}-${arch()}`,
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    node: process.version,
    git: gitState(),
    workingFolder: process.cwd(),
    command: process.argv.slice(2),
  };
}

/** Hex SHA-256 of a text or bytes. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
