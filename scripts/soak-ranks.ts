/**
 * `npm run soak:ranks -- [WORDS]`: one run on two machines that share nothing but a link, which are made of namespaces of Linux (unshare, mount and ip; no rights are
 * needed where a user may make them). Cuts the link, ends processes, starts them wrongly, and compares what rank 0 wrote with the run of one process. Ten
 * minutes, fewer if WORDS name one disturbance; exit 1 at the first violation.
 */
import assert from 'node:assert/strict';
import { execFileSync, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { namesIn, waitUntil } from '../tests/cli/msm.js';
import { dataHashes } from '../tests/run/harness.js';

const INSIDE = 'MSM_SOAK_MACHINES';
const PROGRAM = fileURLToPath(new URL('../bin/run.js', import.meta.url));

if (process.env[INSIDE] === undefined) {
  const words = ['--user', '--map-root-user', '--net', '--mount', process.execPath, ...process.execArgv];
  const env = { ...process.env, [INSIDE]: '1' };
  const { status, error } = spawnSync('unshare', [...words, ...process.argv.slice(1)], { stdio: 'inherit', env });
  if (error !== undefined) throw error;
  process.exit(status ?? 1);
}

const CHOSEN = process.argv.slice(2).join(' ');

const MACHINES = ['one', 'two'] as const;
type Machine = (typeof MACHINES)[number];
const address = (machine: Machine): string => `10.77.0.${1 + MACHINES.indexOf(machine)}`;

const run = (program: string, ...words: readonly string[]): string =>
  execFileSync(program, words, { encoding: 'utf8' });

function connectMachines(): void {
  run('mount', '-t', 'tmpfs', 'none', '/run');
  for (const machine of MACHINES) run('ip', 'netns', 'add', machine);
  run('ip', 'link', 'add', 'wire', 'netns', 'one', 'type', 'veth', 'peer', 'name', 'wire', 'netns', 'two');
  for (const machine of MACHINES) {
    run('ip', '-n', machine, 'addr', 'add', `${address(machine)}/24`, 'dev', 'wire');
    for (const device of ['lo', 'wire']) run('ip', '-n', machine, 'link', 'set', device, 'up');
  }
}

const setLink = (state: 'up' | 'down'): string => run('ip', '-n', 'two', 'link', 'set', 'wire', state);

const all = mkdtempSync(join(tmpdir(), 'msm-machines-'));
const diskOf = (machine: Machine): string => join(all, machine);

/** A machine sees its own disk as /mnt, has a name of its own, and sees nothing of the other. */
const BOOT = 'hostname "$0"; mount --bind "$1" /mnt; mount -t tmpfs none "$2"; cd /mnt; shift 2; exec "$@"';

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

function start(machine: Machine, ...words: readonly string[]) {
  const boot = ['unshare', '--mount', '--uts', 'sh', '-c', BOOT, `machine-${machine}`, diskOf(machine), all];
  const options: SpawnOptions = { stdio: ['ignore', 'pipe', 'pipe'] };
  const child = spawn('ip', ['netns', 'exec', machine, ...boot, process.execPath, PROGRAM, ...words], options);
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name]?.on('data', (text) => (texts[name] += text));
  const from = performance.now();
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (status) => resolve({ status, ...texts, seconds: (performance.now() - from) / 1000 })),
  );
  return { child, texts, ended };
}

const LONG = ['--train-size', '480', '--validation-size', '48', '--test-size', '48', '--batch-size', '24'];
const WORDS = ['memorize', '--sequence-length', '2', '--num-classes', '2', '--epochs', '60', ...LONG];

let port = 23_456;
const place = (rank: number, host = address('one')): readonly string[] => [
  ...['--world-size', '2', '--rank', String(rank), '--dist-url', `tcp://${host}:${port}`],
];

interface Pair {
  readonly first: ReturnType<typeof start>;
  readonly second: ReturnType<typeof start>;
}

/** What happens to a pair once rank 0 has begun. */
type Disturbance = (pair: Pair) => void | Promise<void>;

const hasBegun = (): boolean => existsSync(join(diskOf('one'), 'run', 'run.json'));

async function pairOf(words: readonly (readonly string[])[], disturb?: Disturbance): Promise<readonly Ended[]> {
  port++;
  const [first, second] = MACHINES.map((machine, rank) => start(machine, ...words[rank], ...place(rank)));
  if (disturb !== undefined) {
    await waitUntil(diskOf('one'), first.child, hasBegun);
    await setTimeout(1500);
    await disturb({ first, second });
  }
  return Promise.all([first.ended, second.ended]);
}

function assertEnds(ended: readonly Ended[], statuses: readonly (number | null)[], says: readonly (RegExp | null)[]) {
  for (const [i, { status, stderr }] of ended.entries()) {
    assert.equal(status, statuses[i], `rank ${i}: ${stderr}`);
    if (says[i] !== null) assert.match(stderr, says[i]);
  }
  assert.deepEqual(namesIn(diskOf('two')), [], 'rank 1 wrote something');
}

const seconds = (ended: readonly Ended[]): string => ended.map((one) => `${one.seconds.toFixed(1)} s`).join(', ');

function clear(): void {
  rmSync(join(diskOf('one'), 'run'), { recursive: true, force: true });
}

const RUN = [...WORDS, '--out', 'run'];
const [RESUME, AGAIN] = [
  ['resume', 'run'],
  [...RUN, '--resume'],
];

async function wholeRun(): Promise<object> {
  const { status, stderr, seconds } = await start('one', ...WORDS, '--out', 'whole').ended;
  assert.equal(status, 0, stderr);
  console.log(`one process: ${seconds.toFixed(1)} s`);
  return dataHashes(join(diskOf('one'), 'whole'));
}

const GONE = (rank: number): RegExp => new RegExp(`^E_INTERRUPTED: rank ${rank} is not there any more: `, 'm');
/** Half a minute until the system gives a machine up, and a start. */
const MOST_SECONDS = 60;

interface Case {
  readonly disturb: Disturbance;
  readonly statuses: readonly (number | null)[];
  readonly says: readonly (RegExp | null)[];
}

const DISTURBED: { readonly [name: string]: Case } = {
  'the link is cut': { disturb: () => void setLink('down'), statuses: [75, 75], says: [GONE(1), GONE(0)] },
  'the link is away for five seconds': {
    disturb: async () => {
      setLink('down');
      await setTimeout(5000);
      setLink('up');
    },
    statuses: [0, 0],
    says: [null, null],
  },
  'rank 1 is killed': {
    disturb: ({ second }) => void second.child.kill('SIGKILL'),
    statuses: [75, null],
    says: [GONE(1), null],
  },
  'rank 0 is killed': {
    disturb: ({ first }) => void first.child.kill('SIGKILL'),
    statuses: [null, 75],
    says: [null, GONE(0)],
  },
  'Ctrl-C at rank 0': {
    disturb: ({ first }) => void first.child.kill('SIGINT'),
    statuses: [75, 0],
    says: [/^E_INTERRUPTED/m, null],
  },
  'Ctrl-C at rank 1': {
    disturb: ({ second }) => void second.child.kill('SIGINT'),
    statuses: [75, 0],
    says: [/^rank 1 was asked to stop, and all ranks with it$/m, null],
  },
};

/** After each disturbance the run goes on, by one machine or by both, to the bytes of one process. */
async function disturbed(whole: object): Promise<void> {
  const chosen = Object.entries(DISTURBED).filter(([name]) => name.includes(CHOSEN));
  assert(chosen.length > 0, `no disturbance is called ${CHOSEN}`);
  for (const [i, [name, { disturb, statuses, says }]] of chosen.entries()) {
    clear();
    const ended = await pairOf([RUN, RUN], disturb);
    setLink('up');
    assertEnds(ended, statuses, says);
    for (const { seconds } of ended) assert(seconds < MOST_SECONDS, `${name}: ${seconds} s`);
    console.log(`${name}: ${seconds(ended)}`);
    if (statuses[0] !== 0) {
      // the folder is on the first machine alone
      const again = i % 2 === 0 ? await pairOf([RESUME, AGAIN]) : [await start('one', ...RESUME).ended];
      assertEnds(again, [0, 0], [null, null]);
    }
    assert.deepEqual(dataHashes(join(diskOf('one'), 'run')), whole, name);
  }
}

const REFUSED: { readonly [name: string]: readonly [string, readonly string[], RegExp] } = {
  'another option': ['E_CONFIG', [...RUN, '--l2', '0.5'], /rank 1 has another run: l2 = 0\.5, not 0\.00001/],
  'other kernels': ['E_CONFIG', [...RUN, '--fast'], /rank 1 has another run: build = "fast", not "strict"; kernels = /],
};

async function refused(): Promise<void> {
  for (const [name, [code, words, message]] of Object.entries(REFUSED)) {
    clear();
    const ended = await pairOf([RUN, words]);
    assertEnds(ended, [2, 2], [message, message]);
    for (const { stderr } of ended) assert.match(stderr, new RegExp(`^${code}: `, 'm'));
    assert(!hasBegun(), 'a run was begun');
    console.log(`${name}: ${seconds(ended)}`);
  }
}

/** Sends what no rank would say, and reads for ever. */
const STRANGER = `const { connect } = require('node:net');
const again = () => { const s = connect(process.argv[1], process.argv[2], () => s.write(require('node:crypto').randomBytes(5000)));
s.on('error', () => {}); s.on('close', () => setTimeout(again, 20)); }; again();`;

async function withStranger(whole: object): Promise<void> {
  clear();
  port++;
  const stranger = spawn('ip', [
    'netns',
    'exec',
    'two',
    process.execPath,
    '-e',
    STRANGER,
    String(port),
    address('one'),
  ]);
  const first = start('one', ...RUN, ...place(0));
  await setTimeout(4000);
  const second = start('two', ...RUN, ...place(1));
  const ended = await Promise.all([first.ended, second.ended]);
  stranger.kill();
  assertEnds(ended, [0, 0], [null, null]);
  assert.deepEqual(dataHashes(join(diskOf('one'), 'run')), whole);
  console.log(`a stranger, and a rank that comes later: ${seconds(ended)}`);
}

/** Whoever listens at the port of rank 0, and says nothing. */
const DUMB = `require('node:net').createServer(() => {}).listen(process.argv[1], process.argv[2])`;

async function portTaken(): Promise<void> {
  clear();
  port++;
  const other = spawn('ip', ['netns', 'exec', 'one', process.execPath, '-e', DUMB, String(port), address('one')]);
  await setTimeout(500);
  const ended = await Promise.all(MACHINES.map((machine, rank) => start(machine, ...RUN, ...place(rank)).ended));
  other.kill();
  assertEnds(ended, [2, 2], [/rank 0 cannot listen at .*EADDRINUSE/, /does not reach rank 0 .*says nothing/]);
  console.log(`the port is taken: ${seconds(ended)}`);
}

async function wrongMachine(): Promise<void> {
  clear();
  const ended = await start('one', ...RUN, ...place(0, address('two'))).ended;
  assertEnds([ended], [2], [/rank 0 cannot listen at 10\.77\.0\.2.*EADDRNOTAVAIL/]);
  setLink('down');
  const lost = start('two', ...RUN, ...place(1));
  await setTimeout(3000);
  lost.child.kill('SIGINT');
  const left = await lost.ended;
  setLink('up');
  assertEnds([left], [75], [/this rank was asked to stop/]);
  assert(left.seconds < 5, `Ctrl-C was heard after ${left.seconds} s`);
  console.log(`an address of another machine, and one that does not answer: ${seconds([ended, left])}`);
}

async function undisturbed(whole: object): Promise<void> {
  clear();
  const together = await pairOf([RUN, RUN]);
  assertEnds(together, [0, 0], [null, null]);
  assert.deepEqual(dataHashes(join(diskOf('one'), 'run')), whole);
  console.log(`two machines: ${seconds(together)}`);
  await refused();
  await portTaken();
  await wrongMachine();
  await withStranger(whole);
}

connectMachines();
for (const machine of MACHINES) mkdirSync(diskOf(machine));
const whole = await wholeRun();
if (CHOSEN === '') await undisturbed(whole);
await disturbed(whole);
rmSync(all, { recursive: true, force: true });
console.log('as it should be');
