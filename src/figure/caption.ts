/** What stands around a picture: the title, the parameters that are not the usual ones, seed and identity; and all of it in a caption. */
import type { Subject } from './figure.js';
import type { FigureSize } from './size.js';
import type { Properties } from './spec.js';
import { capital, printed, wrapped } from './text.js';

/** Digits of an identity that tell runs apart in print. */
const SHORT = 12;

/** `seed 1`, `run 1b82f4e08172`, `20 runs`. */
function originOf({ kind, seed, identity, runs }: Subject): readonly string[] {
  return [
    ...(seed === undefined ? [] : [`seed ${seed}`]),
    ...(identity === undefined ? [] : [`run ${identity.slice(0, SHORT)}`]),
    ...(kind === 'sweep' ? [`${runs} ${runs === 1 ? 'run' : 'runs'}`] : []),
  ];
}

/** `hebbian: N = 200, K = 10; seed 1; run 1b82f4e08172`: parameters that differ from the usual ones. */
export function subtitleOf(subject: Subject): string {
  const own = subject.written
    .filter(({ isUsual }) => !isUsual)
    .map(({ symbol, text }) => `${printed(symbol)} = ${text}`);
  const model = own.length === 0 ? `${subject.family}, usual parameters` : `${subject.family}: ${own.join(', ')}`;
  return [model, ...originOf(subject)].join('; ');
}

/** Sentences for the text under a figure: what it shows, notes, every parameter, seed, the whole identity. */
export function captionOf(subject: Subject, title: string, meaning: string, notes: readonly string[]): string {
  const all = subject.written.map(({ key, text }) => `${key} = ${text}`).join(', ');
  const of = subject.kind === 'sweep' ? 'Parameters in common' : 'Parameters';
  const origin = originOf({ ...subject, identity: undefined });
  return [
    `${capital(title)}.`,
    `${capital(meaning)}.`,
    ...notes.filter((note) => note !== meaning).map((note) => `${capital(note)}.`),
    `${capital(subject.family)}.`,
    ...(all === '' ? [] : [`${of}: ${all}.`]),
    ...(origin.length === 0 ? [] : [`${capital(origin.join(', '))}.`]),
    ...(subject.identity === undefined ? [] : [`Identity ${subject.identity}.`]),
  ].join(' ');
}

/** Title and, in grey below it, what it is of; both in lines that fit. */
export function titleOf(
  subject: Subject,
  title: string,
  notes: readonly string[],
  { width, font }: FigureSize,
): Properties {
  const lines = [...notes, subtitleOf(subject)].flatMap((text) => wrapped(text, width, 0.85 * font));
  return { text: [...wrapped(capital(title), width, 1.12 * font)], subtitle: lines };
}
