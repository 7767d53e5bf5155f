/**
 * Data sets: files that a run reads where they are. Which files those are follows from the parameters (`DatasetRequest`); models get their
 * bytes, unpacked, by what each file is for (`Dataset`).
 */

/** A file of a data set. */
export interface DataFile {
  /** Its path or name, for messages. */
  readonly name: string;
  /** Unpacked. */
  readonly bytes: Uint8Array;
}

/** The files of a data set by their roles. Whoever reads them keeps what it makes of them by this object. */
export interface Dataset {
  readonly files: { readonly [role: string]: DataFile };
}

/** By key of the schema. */
export type Datasets = { readonly [key: string]: Dataset };

/** A file that belongs to a data set. */
export interface WantedFile {
  readonly role: string;
  /** Names that it may have in a folder, the usual one first; each may end in `.gz` besides. */
  readonly names: readonly string[];
}

/** Which files a data set is made of; at least one of `file` and `folder`. */
export interface DatasetRequest {
  /** What asks for it, `task = mnist`. */
  readonly by: string;
  /** Where it is had, as sentences. */
  readonly next: string;
  /** Whether it may be left out; the model then takes what ships. */
  readonly isOptional?: boolean;
  /** Role of the file, where a file is named; absent: a folder must be named. */
  readonly file?: string;
  /** The files of the folder, where a folder is named; absent: a file must be named. */
  readonly folder?: readonly WantedFile[];
  /** Folders inside the named one in which its files may all be instead. */
  readonly within?: readonly string[];
}

/** Most bytes that the files of a data set may unpack to: they are held in memory as a whole. */
export const MOST_DATA_BYTES = 2 ** 30;

/** What compressed files end in. */
const PACKED = '.gz';

/** The names that a wanted file may have, in the order in which they are looked for. */
const namesOf = ({ names }: WantedFile): readonly string[] => names.flatMap((name) => [name, `${name}${PACKED}`]);

/** Which of `present` each wanted file is, and the usual names of those that are not there. */
export function matchFiles(
  wanted: readonly WantedFile[],
  present: readonly string[],
): { readonly found: ReadonlyMap<string, string>; readonly missing: readonly string[] } {
  const there = new Set(present);
  const found = new Map<string, string>();
  const missing: string[] = [];
  for (const file of wanted) {
    const name = namesOf(file).find((candidate) => there.has(candidate));
    if (name === undefined) missing.push(file.names[0]);
    else found.set(file.role, name);
  }
  return { found, missing };
}

/** Whether bytes begin as gzip does. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
