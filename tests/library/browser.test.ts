/** The built library in a real browser: the page that `docs/library.md` shows, and the bytes that Node gets. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, extname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { simulate } from '../../src/index.js';
import { blocksOf, ROOT, readPage } from '../docs/blocks.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const found = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((place) => NAMES.map((name) => join(place, name)))
  .find(existsSync);

const TYPES: { readonly [ending: string]: string } = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.html': 'text/html',
};

const REQUESTS = [
  { family: 'hebbian', parameters: { N: 40, K: 4, T: 60, u: 1 }, record: ['distance', 'sigma@20'] },
  { family: 'rate', parameters: { N: 20, g: 4, trials: 2, T: 200, duration: 100 } },
] as const;

/** The page of the documentation, with a program that sends the bytes of all columns here. */
function pageText(): string {
  const html = blocksOf(readPage('docs/library.md')).find(({ language }) => language === 'html')?.text ?? '';
  const map = /<script type="importmap">[\s\S]*?<\/script>/.exec(html)?.[0] ?? '';
  return `<!doctype html>${map}<script type="module">
    const send = (path, body) => fetch(path, { method: 'POST', body });
    try {
      const { simulate } = await import('multiscale-memory');
      for (const request of ${JSON.stringify(REQUESTS)}) {
        const { tables } = await simulate(request);
        for (const [name, { columns }] of Object.entries(tables)) {
          for (const [column, values] of Object.entries(columns)) {
            const body = ArrayBuffer.isView(values) ? values : JSON.stringify(values);
            await send('/column/' + request.family + '/' + name + '/' + column, body);
          }
        }
      }
      await send('/done', '');
    } catch (error) {
      await send('/done', String(error && error.stack || error));
    }
  </script>`;
}

const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** What Node gets, by the path that a browser sends it to. */
async function expected(): Promise<{ readonly [path: string]: string }> {
  const digests: { [path: string]: string } = {};
  for (const request of REQUESTS) {
    const { tables } = await simulate(request);
    for (const [name, { columns }] of Object.entries(tables)) {
      for (const [column, values] of Object.entries(columns)) {
        const bytes = ArrayBuffer.isView(values)
          ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
          : JSON.stringify(values);
        digests[`/column/${request.family}/${name}/${column}`] = digest(bytes);
      }
    }
  }
  return digests;
}

interface Site {
  readonly port: number;
  /** Digests of what the page sent, by path. */
  readonly received: { readonly [path: string]: string };
  /** What the page said at its end: nothing, or what went wrong. */
  readonly done: Promise<string>;
  readonly close: () => void;
}

/** Serves the project's files and the page, and takes what the page sends. */
async function openSite(): Promise<Site> {
  const received: { [path: string]: string } = {};
  let finish: (problem: string) => void = () => {};
  const done = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (request.method === 'POST') {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts);
        response.end();
        if (path === '/done') finish(body.toString());
        else received[path] = digest(body);
      });
      return;
    }
    if (path === '/') return response.setHeader('content-type', 'text/html').end(pageText());
    const file = join(ROOT, path.replace('/node_modules/multiscale-memory/', '/'));
    if (!existsSync(file)) return response.writeHead(404).end();
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream').end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { port, received, done, close };
}

describe('the library in a browser', () => {
  const profile = mkdtempSync(join(tmpdir(), 'msm-browser-'));
  let browser: ChildProcess | undefined;

  afterAll(async () => {
    if (browser !== undefined && browser.exitCode === null) {
      const ended = new Promise((resolve) => browser?.on('exit', resolve));
      // with all its processes: they write to the profile until they end
      process.kill(-(browser.pid as number), 'SIGKILL');
      await ended;
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  it.skipIf(found === undefined)(
    'gives the bytes that Node gets, from the page of the documentation (needs Chromium)',
    async () => {
      const site = await openSite();
      const words = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`];
      browser = spawn(found as string, [...words, `http://127.0.0.1:${site.port}/`], {
        stdio: 'ignore',
        detached: true,
      });
      const lost = new Promise<string>((resolve) => {
        browser?.on('exit', (status) => resolve(`the browser ended with status ${status}`));
      });
      try {
        expect(await Promise.race([site.done, lost])).toBe('');
        expect(site.received).toEqual(await expected());
        expect(Object.keys(site.received).length).toBeGreaterThan(20);
      } finally {
        site.close();
      }
    },
    60_000,
  );
});
