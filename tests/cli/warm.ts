/** The program kept running between command lines: what each says and its status are those of a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

const HOST = fileURLToPath(new URL('./warm-program.mjs', import.meta.url));
/** What was said and the status that ends it. No command prints a zero: control characters are shown as escapes. */
const ENDED = /^(.*?)\0(\d+)\0/s;

export interface Said {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface WarmProgram {
  /** Whether a line is being done: another one needs a process of its own. */
  readonly isBusy: () => boolean;
  /** Does a command line in a folder. */
  readonly run: (cwd: string, args: readonly string[]) => Promise<Said>;
}

/** Texts of both outputs, which come in pieces. */
interface Texts {
  stdout: string;
  stderr: string;
}

/** Starts a process for lines; it ends with this one. */
function open(program: string, env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, [HOST, program], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8');
  return child;
}

/** Whether this process waits for the other one: between lines it may end. */
function wait(child: ChildProcess, isNeeded: boolean): void {
  for (const handle of [child, child.channel, child.stdout as Socket, child.stderr as Socket]) {
    if (isNeeded) handle?.ref();
    else handle?.unref();
  }
}

/** Does one line: to the marks, or to the end of a process that was ended by it. */
function runLine(child: ChildProcess, cwd: string, args: readonly string[]): Promise<Said> {
  const texts: Texts = { stdout: '', stderr: '' };
  return new Promise((resolve, reject) => {
    const hear = (name: keyof Texts) => (text: string) => {
      texts[name] += text;
      const [out, err] = [ENDED.exec(texts.stdout), ENDED.exec(texts.stderr)];
      if (out === null || err === null) return;
      leave();
      resolve({ status: Number(out[2]), signal: null, stdout: out[1], stderr: err[1] });
    };
    const [out, err] = [hear('stdout'), hear('stderr')];
    const closed = (status: number | null, signal: string | null): void => {
      leave();
      resolve({ status, signal, ...texts });
    };
    const leave = (): void => {
      child.stdout?.off('data', out);
      child.stderr?.off('data', err);
      child.off('close', closed);
      child.off('error', reject);
    };
    child.stdout?.on('data', out);
    child.stderr?.on('data', err);
    child.on('close', closed);
    child.on('error', reject);
    child.send({ cwd, args });
  });
}

/** The program, started at the first line. */
export function warmProgram(program: string, env: NodeJS.ProcessEnv): WarmProgram {
  let child: ChildProcess | undefined;
  let isBusy = false;
  return {
    isBusy: () => isBusy,
    run: async (cwd, args) => {
      isBusy = true;
      try {
        if (child === undefined || child.exitCode !== null || child.signalCode !== null) child = open(program, env);
        wait(child, true);
        return await runLine(child, cwd, args);
      } finally {
        if (child !== undefined) wait(child, false);
        isBusy = false;
      }
    },
  };
}
