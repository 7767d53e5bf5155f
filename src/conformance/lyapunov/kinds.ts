/** Golden files of the Lyapunov part: their field `format` names the kind. */
import type { Golden } from '../golden.js';
import type { Case, FileFamily } from '../kind.js';
import { laterCase } from '../later.js';
import { divergence } from './divergence.js';
import { meanFieldRows } from './mean-field.js';
import { connectivityTrajectories } from './networks.js';
import { publishedSession } from './session.js';
import { referenceSystems, spectra } from './spectrum.js';

const PREFIX = 'lyapunov/';

const KINDS: { readonly [kind: string]: (golden: Golden) => readonly Case[] } = {
  connectivity_trajectories: connectivityTrajectories,
  divergence,
  spectrum: spectra,
  reference_systems: referenceSystems,
  mean_field: meanFieldRows,
  published_session: publishedSession,
};

export const FILES: FileFamily = {
  has: (golden) => golden.has('format') && String(golden.value('format')).startsWith(PREFIX),
  cases: (golden) => {
    const kind = golden.text('format').slice(PREFIX.length);
    return Object.hasOwn(KINDS, kind) ? KINDS[kind](golden) : [laterCase(kind, `lyapunov ${kind}`, golden)];
  },
};
