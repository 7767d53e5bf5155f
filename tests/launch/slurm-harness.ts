/** A cluster of one machine for tests: its own slurmctld and slurmd with private folders and ports. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { condition, GENEROUS_MS } from './conditions.js';

const PROGRAMS = ['slurmctld', 'slurmd', 'sbatch', 'squeue', 'scontrol', 'scancel', 'srun'];

/** Folders of daemons that are not on every PATH. */
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;

const isInstalled = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`], { env: { PATH } }).status === 0;

/** Why the tests of Slurm cannot run here; undefined if they can. */
export function slurmMissing(): string | undefined {
  const missing = PROGRAMS.filter((program) => !isInstalled(program));
  if (missing.length > 0) return `Slurm is not installed: no ${missing.join(', ')}`;
  return process.getuid?.() === 0 ? undefined : 'slurmd can start jobs only if the tests run as root';
}

/** Why the tests of MPI cannot run here; undefined if they can. */
export const mpiMissing = (): string | undefined =>
  isInstalled('mpirun') ? undefined : 'OpenMPI is not installed: no mpirun';

export interface Cluster {
  /** What the programs of Slurm need in their environment to find this cluster. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs a program of Slurm and gives what it prints. Throws if it fails. */
  readonly ask: (program: string, ...words: readonly string[]) => string;
  /** Ends the controller: from now on no program gets an answer. Jobs go on. */
  readonly stopController: () => Promise<void>;
  readonly startController: () => Promise<void>;
  /** Cancels all jobs and waits until none is left. */
  readonly clear: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Processors that the only node claims to have, whatever the machine has. */
const CPUS = 4;

function configuration(place: string, [controllerPort, daemonPort]: readonly number[], maxArraySize: number): string {
  return `ClusterName=msmtest
SlurmctldHost=localhost
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SchedulerParameters=sched_min_interval=10000,batch_sched_delay=0,sched_interval=1,bf_interval=1
SlurmctldPort=${controllerPort}
SlurmdPort=${daemonPort}
StateSaveLocation=${place}/state
SlurmdSpoolDir=${place}/spool
SlurmctldPidFile=${place}/slurmctld.pid
SlurmdPidFile=${place}/slurmd.pid
SlurmctldLogFile=${place}/slurmctld.log
SlurmdLogFile=${place}/slurmd.log
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
MaxArraySize=${maxArraySize}
MessageTimeout=2
KillWait=5
NodeName=node0 NodeHostname=${hostname()} NodeAddr=127.0.0.1 CPUs=${CPUS} RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

/** Ports that nobody listens on now. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done))));
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Starts a cluster; resolves when its node takes jobs. Throws with the daemons' logs if it does not. */
export async function startCluster({ maxArraySize = 1001 } = {}): Promise<Cluster> {
  const place = mkdtempSync(join(tmpdir(), 'msm-slurm-'));
  const config = join(place, 'slurm.conf');
  for (const name of ['state', 'spool']) mkdirSync(join(place, name));
  writeFileSync(config, configuration(place, await freePorts(2), maxArraySize));
  writeFileSync(join(place, 'cgroup.conf'), 'CgroupPlugin=cgroup/v1\nCgroupAutomount=no\n');
  const env = { ...process.env, PATH, SLURM_CONF: config };
  const daemon = (program: string, ...words: readonly string[]): ChildProcess =>
    spawn(program, ['-D', '-f', config, ...words], { env, cwd: place, stdio: 'ignore' });
  const ask = (program: string, ...words: readonly string[]): string =>
    execFileSync(program, words, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: GENEROUS_MS });
  const answers = (program: string, ...words: readonly string[]): string | undefined => {
    try {
      return ask(program, ...words);
    } catch {
      // asked again until the daemons are there
      return undefined;
    }
  };
  const logs = (): string =>
    ['slurmctld.log', 'slurmd.log']
      .map((name) => `${name}:\n${spawnSync('tail', ['-n', '20', join(place, name)], { encoding: 'utf8' }).stdout}`)
      .join('\n');
  const isReady = (): boolean => /^(idle|mixed|allocated)/m.test(answers('sinfo', '--noheader', '--format=%T') ?? '');

  let controller = daemon('slurmctld');
  const node = daemon('slurmd', '-N', 'node0');
  await condition('the cluster takes jobs', isReady, logs);
  const clear = async (): Promise<void> => {
    answers('scancel', '--user', 'root');
    await condition('no job is left', () => answers('squeue', '--noheader')?.trim() === '', logs);
  };
  return {
    env,
    ask,
    clear,
    stopController: async () => {
      controller.kill('SIGTERM');
      await ended(controller);
    },
    startController: async () => {
      controller = daemon('slurmctld');
      await condition('the cluster takes jobs again', isReady, logs);
    },
    stop: async () => {
      if (controller.exitCode === null && controller.signalCode === null) await clear();
      for (const child of [node, controller]) child.kill('SIGTERM');
      await Promise.all([ended(node), ended(controller)]);
      rmSync(place, { recursive: true, force: true });
    },
  };
}

/** Text of a file, for messages of tests. */
export const textOf = (path: string): string => readFileSync(path, 'utf8');
