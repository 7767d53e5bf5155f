/**
 * `npm run scale -- [TASKS] [WRITERS]`: what a sweep of a million tasks costs beside its runs, measured part by part. A fake launcher
 * writes the journals that WRITERS processes would have written; no model runs. Prints one line a part; docs/scale.md explains them.
 */

import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainSpace } from '../src/config/space.js';
import { compileBuild } from '../src/host/builds.js';
import { NODE_DISK } from '../src/host/disk.js';
import { SYSTEM_CLOCK } from '../src/host/environment.js';
import { HEBBIAN_MODULE } from '../src/model/hebbian/kernels.js';
import { HEBBIAN } from '../src/model/hebbian/model.js';
import { type PlannedRuns, planRuns } from '../src/run/plan-runs.js';
import { Claims, livingClaims } from '../src/sweep/tasks/claims.js';
import { JournalReader, JournalWriter } from '../src/sweep/tasks/journal.js';
import { sweepFile } from '../src/sweep/tasks/record.js';
import { createSweep } from '../src/sweep/tasks/requests.js';
import { sweepStatus } from '../src/sweep/tasks/status.js';
import { openSweep, type Sweep } from '../src/sweep/tasks/sweep.js';
import type { Launcher } from '../src/sweep/work/launcher.js';

const [tasks, writers] = [Number(process.argv[2] ?? 1e6), Number(process.argv[3] ?? 100)];
/** Claims and folders are measured on this many and cost the same each, until the listing itself counts. */
const SAMPLE = Math.min(tasks, 20_000);
/** Each twentieth thousandth task of a fake session fails, so that failures are listed too. */
const FAILS_EVERY = 20_000;

const folder = mkdtempSync(join(tmpdir(), 'msm-scale-'));
const place = join(folder, 'sweep');

/** CPU and wall time of a part, per item if there are several. */
async function timed<T>(name: string, items: number, part: () => T | Promise<T>): Promise<T> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  const result = await part();
  const wall = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  const each = items > 1 ? `, ${((1000 * wall) / items).toFixed(1)} us each` : '';
  const megabytes = (process.memoryUsage().rss / 1e6).toFixed(0);
  const cpu = ((user + system) / 1e6).toFixed(2);
  console.log(`${name}: ${(wall / 1000).toFixed(2)} s (${cpu} s CPU)${each}; ${megabytes} MB resident`);
  return result;
}

function request(): Promise<PlannedRuns> {
  const side = Math.ceil(Math.sqrt(tasks));
  const settings = [
    { key: 'N', text: '8' },
    { key: 'K', text: '2' },
    { key: 'T', text: '10' },
    { key: 'tau_J', text: `1..${side}` },
    { key: 'u', text: `lin:0..1/${Math.ceil(tasks / side)}` },
  ];
  return planRuns({
    family: HEBBIAN,
    spaces: [plainSpace(settings)],
    inputFiles: {},
    seed: 0,
    replicas: 1,
    record: {},
    output: { format: 'parquet', parquet: 'compact' },
    build: compileBuild(HEBBIAN_MODULE, 'strict'),
  });
}

/** Does nothing, but says of every task that it is done, as `writers` processes would. */
const fake = (sweep: Sweep): Launcher => ({
  name: 'fake',
  launch: async () => {
    const hash = '0'.repeat(64);
    for (let w = 0; w < writers; w++) {
      const journal = new JournalWriter(place, NODE_DISK, SYSTEM_CLOCK);
      for (let task = w; task < sweep.count; task += writers) {
        const at = 1e12 + task;
        if (task % FAILS_EVERY === FAILS_EVERY - 1) {
          journal.append({ event: 'failed', task, n: 1, id: '0'.repeat(12), code: 'E_DIVERGED', message: 'x', at });
        } else {
          journal.append({ event: 'done', task, n: 1, id: '0'.repeat(12), manifest: hash, at });
        }
      }
      journal.close();
    }
    return { folder: place, runs: [], done: sweep.count, skipped: 0, elsewhere: 0, failures: [], left: 0 };
  },
});

try {
  const planned = await timed('plan and check every combination', tasks, request);
  const { runCount } = planned.plan;
  console.log(`tasks: ${runCount}, writers: ${writers}`);
  mkdirSync(place);
  await timed('write sweep.json', 1, () => createSweep(NODE_DISK, place, planned));
  console.log(`sweep.json: ${statSync(sweepFile(place)).size} bytes`);
  await timed('identities of a sample', SAMPLE, () => {
    for (let i = 0; i < SAMPLE; i++) planned.plan.run(i);
  });
  const sweep = await timed('open the sweep again', 1, () => openSweep(place));
  const empty = { disk: NODE_DISK, clock: SYSTEM_CLOCK, interruption: { isRequested: () => false } };
  await timed('write the journals', runCount, () =>
    fake(sweep).launch(place, 'all', {}, { ...empty, progress: { update: () => {} } }),
  );
  const reader = new JournalReader(place, sweep.count);
  await timed('read the journals', runCount, () => reader.refresh());
  console.log(`journals: ${(reader.bytes / 1e6).toFixed(0)} MB in ${writers} files`);
  const status = await timed('status after that', 1, () => sweepStatus(sweep, reader, SYSTEM_CLOCK));
  console.log(`done ${status.done}, failed ${status.failed}, pending ${status.pending}`);
  const claims = new Claims(place);
  await timed('claim and release one by one', SAMPLE, () => {
    for (let task = 0; task < SAMPLE; task++) {
      const claim = claims.take(task);
      if ('release' in claim) claim.release();
    }
  });
  const held = Array.from({ length: 1000 }, (_, task) => claims.take(task));
  await timed('list 1000 living claims', 1, () => livingClaims(place));
  for (const claim of held) if ('release' in claim) claim.release();
  claims.close();
  const runs = join(place, 'runs');
  mkdirSync(runs);
  await timed('make run folders', runCount, () => {
    for (let i = 0; i < runCount; i++) mkdirSync(join(runs, `${i}-000000000000`));
  });
  await timed('list the run folders', runCount, () => readdirSync(runs).length);
  await timed('many small journals, written', 10_000, () => {
    for (let w = 0; w < 10_000; w++) {
      const journal = new JournalWriter(place, NODE_DISK, SYSTEM_CLOCK);
      journal.append({ event: 'lost', task: 0, n: 1, reason: '' });
      journal.close();
    }
  });
  await timed('many small journals, read', 10_000, () => new JournalReader(place, sweep.count).refresh());
  console.log(`peak memory: ${(process.resourceUsage().maxRSS / 1000).toFixed(0)} MB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
