/** The rooms of `src` and the imports between them, as they are: for the picture in `docs/architecture.md` and for the tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../src', import.meta.url));

/** From the ground up: a file imports from its own room and from those before it, and from no other. */
export const ROOMS: readonly string[] = [
  'errors',
  'text',
  'kernel',
  'method',
  'analysis',
  'dataset',
  'train',
  'figure',
  'page',
  'model',
  'engine',
  'table',
  'config',
  'host',
  'ranks',
  'own-model',
  'input',
  'run',
  'sweep',
  'collect',
  'analyse',
  'draw',
  'search',
  'report',
  'simulate',
  'launch',
  'bench',
  'conformance',
  'library',
  'index',
  'node',
  'cli',
  'commands',
  'hooks',
];

/** Every way to name another module, but for text in comments. */
const IMPORT = /(?:from|import) '([^']+)'|import\('([^']+)'\)/g;

/** Names of other modules in a file: packages as they are, own ones relative to src. */
function importsOf(path: string): readonly string[] {
  const code = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return [...code.matchAll(IMPORT)].map(([, plain, lazy]) => {
    const name = plain ?? lazy;
    return name.startsWith('.') ? relative(SOURCE, join(dirname(path), name)).replace(/\.js$/, '.ts') : name;
  });
}

/** What each file of src imports, types and lazy imports included. */
export function importGraph(): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return new Map(files.sort().map((file) => [file, importsOf(join(SOURCE, file))]));
}

/** The room of a file of src. */
export const roomOf = (file: string): string => file.split('/')[0].replace(/\.ts$/, '');

/** Rooms that each room imports from. */
function roomGraph(): ReadonlyMap<string, ReadonlySet<string>> {
  const graph = new Map(ROOMS.map((room) => [room, new Set<string>()]));
  for (const [file, imports] of importGraph()) {
    for (const name of imports) {
      const [from, to] = [roomOf(file), roomOf(name)];
      if (from !== to && graph.has(to)) graph.get(from)?.add(to);
    }
  }
  return graph;
}

/** Everything that can be reached from a room by two arrows or more. */
function beyond(graph: ReadonlyMap<string, ReadonlySet<string>>, room: string): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (at: string): void => {
    for (const next of graph.get(at) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      walk(next);
    }
  };
  for (const next of graph.get(room) ?? []) walk(next);
  return found;
}

/** What everybody may use: arrows to it would hide the others. */
const FOUNDATION: ReadonlySet<string> = new Set(['errors', 'text']);

/** The rooms as Mermaid text. Arrows that follow from others are left out, and so are those to the foundation. */
export function roomsPicture(): string {
  const graph = roomGraph();
  const lines = [...graph].flatMap(([room, targets]) => {
    const implied = beyond(graph, room);
    return [...targets].filter((to) => !FOUNDATION.has(to) && !implied.has(to)).map((to) => `  ${room} --> ${to}`);
  });
  return `\`\`\`mermaid\ngraph TD\n${lines.sort().join('\n')}\n\`\`\`\n`;
}
