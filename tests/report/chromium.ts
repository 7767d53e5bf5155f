/** A headless Chromium that is told what to do through two pipes: no port, no network, no further package. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Where it is; undefined if there is none. */
export const CHROMIUM = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((place) => NAMES.map((name) => join(place, name)))
  .find(existsSync);

/** Time after which something that is waited for will not come any more. */
const PATIENCE_MS = 20_000;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly [name: string]: unknown };
  readonly result?: { readonly [name: string]: unknown };
  readonly error?: { readonly message: string };
}

/** A page that is open, and what it did. */
export interface Page {
  send(method: string, params?: object): Promise<{ readonly [name: string]: unknown }>;
  /** The value of an expression, which may be a promise. */
  value<T>(expression: string): Promise<T>;
  /** Resolves once an expression is true: looked at in each frame that the page draws. */
  until(expression: string): Promise<void>;
  /** Errors and warnings of its console, and exceptions. */
  readonly complaints: readonly string[];
  /** Addresses that it asked for. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Splits what comes through the pipe: messages end with a zero byte. */
function listen(pipe: Readable, take: (message: Message) => void): void {
  let rest = '';
  pipe.setEncoding('utf8').on('data', (text: string) => {
    const parts = `${rest}${text}`.split('\0');
    rest = parts.pop() ?? '';
    for (const part of parts) take(JSON.parse(part) as Message);
  });
}

async function end(browser: ChildProcess, profile: string): Promise<void> {
  if (browser.exitCode === null) {
    const ended = new Promise((resolve) => browser.on('exit', resolve));
    // with all its processes: they write to the profile until they end
    process.kill(-(browser.pid as number), 'SIGKILL');
    await ended;
  }
  rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** Opens an address in a browser of its own. */
export async function openPage(address: string, width = 1280, height = 900): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), 'msm-page-'));
  const words = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--remote-debugging-pipe'];
  const browser = spawn(CHROMIUM as string, [...words, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const [complaints, requests]: string[][] = [[], []];
  const waiting = new Map<number, (message: Message) => void>();
  const events = new Map<string, () => void>();
  let [count, session] = [0, undefined as string | undefined];
  listen(browser.stdio[4] as Readable, (message) => {
    const { id, method = '', params = {} } = message;
    if (id !== undefined) waiting.get(id)?.(message);
    events.get(method)?.();
    if (method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params.exceptionDetails));
    if (method === 'Runtime.consoleAPICalled' && ['error', 'warning'].includes(String(params.type))) {
      complaints.push(JSON.stringify(params.args));
    }
    if (method === 'Log.entryAdded') complaints.push(JSON.stringify(params.entry));
    if (method === 'Network.requestWillBeSent') requests.push((params.request as { readonly url: string }).url);
  });
  const send: Page['send'] = (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = ++count;
      waiting.set(id, ({ result = {}, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result),
      );
      const to = session === undefined ? {} : { sessionId: session };
      (browser.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...to })}\0`);
    });
  const value = async <T>(expression: string): Promise<T> => {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await send('Runtime.evaluate', options);
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { readonly value: T }).value;
  };
  const { targetInfos } = (await send('Target.getTargets')) as {
    readonly targetInfos: readonly { readonly type: string; readonly targetId: string }[];
  };
  const { targetId } =
    targetInfos.find(({ type }) => type === 'page') ?? (await send('Target.createTarget', { url: 'about:blank' }));
  session = (await send('Target.attachToTarget', { targetId, flatten: true })).sessionId as string;
  for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await send(`${domain}.enable`);
  await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  const loaded = new Promise<void>((resolve) => events.set('Page.loadEventFired', resolve));
  await send('Page.navigate', { url: address });
  await loaded;
  const until = (expression: string): Promise<void> =>
    value(`new Promise((resolve, reject) => {
      const begin = performance.now();
      const look = () => {
        if (${expression}) resolve();
        else if (performance.now() - begin > ${PATIENCE_MS}) reject(new Error('never true: ' + ${JSON.stringify(expression)}));
        else requestAnimationFrame(look);
      };
      look();
    })`);
  return { send, value, until, complaints, requests, close: () => end(browser, profile) };
}
