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
  /** Folders by their roles: files that they hold, by path below the folder, in the order of code units. */
  readonly trees?: { readonly [role: string]: readonly TreeFile[] };
}

/** A file of a folder that a data set has as a whole. PNG images of one bit are unpacked to portable bitmaps (src/dataset/bitmap.ts). */
export interface TreeFile extends DataFile {
  /** Below the folder, with `/` between names. */
  readonly path: string;
}

/** By key of the schema. */
export type Datasets = { readonly [key: string]: Dataset };

/** A file that belongs to a data set, or a folder of them. */
export interface WantedFile {
  readonly role: string;
  /** Names that it may have in a folder, the usual one first; each of a file may end in `.gz` besides. */
  readonly names: readonly string[];
  /** Of a folder: all files in it, and in folders in it, whose names end so are one. */
  readonly ending?: string;
  /** Whether it may be missing. */
  readonly isOptional?: boolean;
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
const namesOf = ({ names, ending }: WantedFile): readonly string[] =>
  ending === undefined ? names.flatMap((name) => [name, `${name}${PACKED}`]) : names;

/** A wanted file under the name that it has. */
export interface FoundFile extends Pick<WantedFile, 'role' | 'ending'> {
  readonly name: string;
}

/** Which of `present` each wanted file is, and the usual names of those that are not there. */
export function matchFiles(
  wanted: readonly WantedFile[],
  present: readonly string[],
): { readonly found: readonly FoundFile[]; readonly missing: readonly string[] } {
  const there = new Set(present);
  const found: FoundFile[] = [];
  const missing: string[] = [];
  for (const file of wanted) {
    const { role, names, ending, isOptional = false } = file;
    const name = namesOf(file).find((candidate) => there.has(candidate));
    if (name !== undefined) found.push({ role, name, ...(ending !== undefined && { ending }) });
    else if (!isOptional) missing.push(names[0]);
  }
  return { found, missing };
}

/** Whether bytes begin as gzip does. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
