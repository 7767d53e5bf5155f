/** Which of how many processes of a run this is, and where they meet: from options under their published names, or from what started it. */
import { configError } from '../config/problem.js';
import { quoted } from '../text.js';
import type { Rank } from '../train/team.js';
import { type Environment, STARTERS, starterIn } from './starters.js';

/** The place of a process among those of a run; all meet at rank 0. */
export interface RankPlace extends Rank {
  readonly host: string;
  readonly port: number;
}

export interface RankOptions {
  /** Processes of the run; below 1: as many as were started, if the address is env://. */
  readonly 'world-size'?: number;
  /** Below 0: what started this process says it. */
  readonly rank?: number;
  readonly 'dist-url'?: string;
}

const USUAL_URL = 'tcp://127.0.0.1:23456';
const FROM_ENVIRONMENT = 'env://';

/** What says rank and number of processes; what is meant for programs of this kind counts first. */
const SAYING = [['RANK', 'WORLD_SIZE'] as const, ...STARTERS];

const wholeOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

function addressOf(url: string, environment: Environment): Pick<RankPlace, 'host' | 'port'> {
  if (url === FROM_ENVIRONMENT) {
    const [host, port] = [environment.MASTER_ADDR ?? '127.0.0.1', environment.MASTER_PORT ?? '23456'];
    return { host, port: portOf(port, `MASTER_PORT=${port}`) };
  }
  const found = /^tcp:\/\/(\[[0-9a-fA-F:]+\]|[^\s:/[\]]+):(\d+)\/?$/.exec(url);
  if (found === null) {
    throw configError(
      `--dist-url ${quoted(url)}: must be tcp://HOST:PORT, where rank 0 listens, or env://`,
      '--dist-url',
      `Without it: ${USUAL_URL}.`,
    );
  }
  return { host: found[1].replace(/^\[|\]$/g, ''), port: portOf(found[2], `--dist-url ${quoted(url)}`) };
}

function portOf(text: string, said: string): number {
  const port = wholeOf(text) ?? 0;
  if (port >= 1 && port <= 65_535) return port;
  throw configError(`${said}: a port is a whole number from 1 to 65535`, '--dist-url');
}

/**
 * The place of this process; undefined if the run has one process only.
 *
 * @throws E_CONFIG for options that make no sense together
 */
export function placeOf(options: RankOptions, environment: Environment): RankPlace | undefined {
  const { 'world-size': said = -1, rank: own = -1, 'dist-url': url = USUAL_URL } = options;
  const [startedRank, startedSize] = (starterIn(environment, SAYING) ?? []).map((name) => wholeOf(environment[name]));
  const size = said >= 1 ? said : url === FROM_ENVIRONMENT ? startedSize : undefined;
  if (size === undefined) return refuseAlone(options);
  if (size === 1) return undefined;
  const rank = own >= 0 ? own : startedRank;
  if (rank === undefined) {
    throw configError(
      `--world-size ${size}: nothing says which of the ${size} processes this is`,
      '--rank',
      'Name it with --rank, from 0 on, or start all with mpirun or srun.',
    );
  }
  if (rank >= size) {
    throw configError(`--rank ${rank}: of ${size} processes the last one has rank ${size - 1}`, '--rank');
  }
  return { rank, size, ...addressOf(url, environment) };
}

/** Without a number of processes there is one; then nothing else may be said of several. */
function refuseAlone({ rank = -1, 'dist-url': url }: RankOptions): undefined {
  if (url === FROM_ENVIRONMENT) {
    throw configError('--dist-url env://: nothing says how many processes there are', '--dist-url', 'Set WORLD_SIZE.');
  }
  if (rank >= 0) throw configError(`--rank ${rank} has no meaning without --world-size`, '--rank');
  return undefined;
}
