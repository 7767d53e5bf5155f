/**
 * Whether a step can read a parameter. It must name it: AssemblyScript finds functions by their names alone. Addresses will not do either, since
 * a parameter that no text names is not in the state (src/model/own/length.ts).
 */
import type { NamedBy } from '../model/own/length.js';
import { placeAt, withoutComments } from './lexical.js';
import type { Texts } from './source-files.js';

/** A letter in another spelling, of which a name may be made unseen. */
const ESCAPE = /\\u/;

/** Where files of a step name a parameter. */
export function namedIn(own: Texts): NamedBy {
  const bare = [...own].map(([path, text]) => [`${path}.ts`, withoutComments(text, true)] as const);
  return (key) => {
    const name = new RegExp(`(?<![\\w$])${key}(?![\\w$])`);
    for (const [file, text] of bare) {
      const at = Math.max(text.search(name), text.search(ESCAPE));
      if (at >= 0) return `${file}:${placeAt(text, at).line}`;
    }
    return undefined;
  };
}
