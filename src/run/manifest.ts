/** manifest.json: size and SHA-256 of every file of results, and the hash of what run.json says about them. */
import { join } from 'node:path';
import { type DiskOperations, jsonText, type WrittenFile, writeBytes } from '../host/disk.js';
import { sha256 } from '../host/environment.js';
import { readJson } from './json-file.js';
import { inFolder, readOwn } from './layout.js';
import { damaged, digest, integer, list, matching, oneOf, record, type Shape, type Shaped } from './shape.js';

const MANIFEST_FORMAT = 2;

/** A file below the run's folder: words, of which none begins with a dot, at most two of them but for the files of a model. */
const path = matching(
  /^(?:inputs[/\\]|model[/\\](?:[\w-][\w.-]*[/\\])*)?[\w-][\w.-]*$/,
  'the path of a file inside the folder',
);

const FIELDS = { identity: digest, files: list(record({ path, bytes: integer(0), sha256: digest })) };
const FIRST = record({ format: oneOf([1]), ...FIELDS });
const STORED = record({ format: oneOf([MANIFEST_FORMAT]), ...FIELDS, run: digest });

export interface Manifest extends Omit<Shaped<typeof STORED>, 'format' | 'run'> {
  /** `resultHash` of run.json; null in manifests of the first version. */
  readonly run: string | null;
}

const KIND = {
  what: 'a finished run',
  shapes: { 1: FIRST, [MANIFEST_FORMAT]: STORED } as { readonly [format: number]: Shape<unknown> },
};

/** A file of a folder, as it was found. */
export interface VerifiedFile {
  /** From the folder: given arrays that a sweep keeps for its runs lie outside of it. */
  readonly path: string;
  readonly status: 'ok' | 'missing' | 'changed';
  /** What is known of a missing file that is to be put back. */
  readonly reason?: string;
}

/** Reads manifest.json. Throws E_CONFIG for an unfinished run, E_CORRUPT for a damaged one. */
export function readManifest(folder: string): Manifest {
  const found = readJson(inFolder(folder).manifest, KIND) as Shaped<typeof STORED> | Shaped<typeof FIRST>;
  const { identity, files } = found;
  return { identity, files, run: found.format === 1 ? null : found.run };
}

/** Writes manifest.json, files sorted by path; `run` is the `resultHash` of the run.json that comes after it. */
export function writeManifest(
  disk: DiskOperations,
  folder: string,
  { identity, files, run }: { readonly [key in keyof Manifest]: NonNullable<Manifest[key]> },
): Promise<WrittenFile> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: Shaped<typeof STORED> = { format: MANIFEST_FORMAT, identity, files: sorted, run };
  return writeBytes(disk, inFolder(folder).manifest, jsonText(manifest));
}

/** The bytes of a file of results, which must be those of the manifest. Throws E_CONFIG, E_CORRUPT, E_IO. */
export function readListed(folder: string, name: string): Uint8Array {
  const place = join(folder, name);
  const listed = readManifest(folder).files.find((file) => file.path === name);
  if (listed === undefined) throw damaged(inFolder(folder).manifest, `it does not name ${name}`);
  const bytes = readOwn(place, listed.bytes);
  if (sha256(bytes) === listed.sha256) return bytes;
  throw damaged(place, 'it is not what was written', `See what is wrong with: msm verify ${folder}`);
}
