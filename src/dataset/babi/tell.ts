/**
 * Stories as those of bAbI's tasks 1 to 3, in its format: people go from place to place and take things along, and it is asked where someone
 * or something is, or was before. Names, places, things and verbs are those of the published tasks; the stories are drawn here, and shorter. They are a
 * stand-in for whoever has not got the published ones.
 */

const PEOPLE = ['Mary', 'John', 'Daniel', 'Sandra'] as const;
const PLACES = ['bathroom', 'bedroom', 'garden', 'hallway', 'kitchen', 'office'] as const;
const THINGS = ['football', 'apple', 'milk'] as const;
const MOVES = ['moved to', 'went to', 'went back to', 'journeyed to', 'travelled to'] as const;
const GRABS = ['got', 'grabbed', 'picked up', 'took'] as const;
const DROPS = ['dropped', 'put down', 'discarded', 'left'] as const;

/** Tasks that can be told. */
export type ToldTask = 1 | 2 | 3;

/** Questions of a story, as published. */
export const QUESTIONS_OF_A_STORY = 5;
/** Sentences between two questions of the first task, and at least so many of the others. */
const FACTS_OF_A_QUESTION = 2;
/** Sentences of a story at most; what cannot be asked by then is not asked. */
const MOST_FACTS = 40;

/** Draws of a sentence and of the question behind it. */
const DRAWS_OF_A_FACT = 8;

/** The draw at a position, uniform in [0, 1). */
type Draw = (index: number) => number;

const pick = <T>(list: readonly T[], u: number): T => list[Math.floor(u * list.length)];

/** Where something was, and the lines that one must know to see it. */
interface Stay {
  readonly place: string;
  readonly support: readonly number[];
}

/** What has happened. */
interface World {
  /** Place of each person, with the line that told it. */
  readonly people: Map<string, { readonly place: string; readonly line: number }>;
  /** Who holds each thing, with the line that told it. */
  readonly held: Map<string, { readonly by: string; readonly line: number }>;
  /** Places of each thing in order, the same place not twice in succession. */
  readonly stays: Map<string, Stay[]>;
}

function settle({ stays }: World, thing: string, stay: Stay): void {
  const known = stays.get(thing) ?? [];
  if (known.at(-1)?.place === stay.place) known.pop();
  stays.set(thing, [...known, stay]);
}

function move(world: World, who: string, line: number, [u, verb]: readonly number[]): string {
  const here = world.people.get(who)?.place;
  const place = pick(
    PLACES.filter((one) => one !== here),
    u,
  );
  world.people.set(who, { place, line });
  for (const [thing, { by, line: since }] of world.held) {
    if (by === who) settle(world, thing, { place, support: [since, line] });
  }
  return `${who} ${pick(MOVES, verb)} the ${place}.`;
}

/** Takes or puts down something, if there is anything to take or put down. */
function handle(world: World, who: string, line: number, [u, verb, where]: readonly number[]): string | undefined {
  const at = world.people.get(who);
  if (at === undefined) return undefined;
  const inHand = THINGS.filter((thing) => world.held.get(thing)?.by === who);
  // a thing that nobody has seen yet may lie anywhere
  const free = THINGS.filter(
    (thing) => !world.held.has(thing) && (world.stays.get(thing)?.at(-1)?.place ?? at.place) === at.place,
  );
  const able = [...inHand, ...free];
  if (able.length === 0) return undefined;
  const thing = pick(able, u);
  const isDrop = inHand.includes(thing);
  if (isDrop) world.held.delete(thing);
  else world.held.set(thing, { by: who, line });
  settle(world, thing, { place: at.place, support: [at.line, line] });
  return `${who} ${pick(isDrop ? DROPS : GRABS, verb)} the ${thing}${where < 0.5 ? ' there' : ''}.`;
}

/** A question with answer and lines that one must know; undefined if there is none yet. */
function question(task: ToldTask, world: World, u: number): string | undefined {
  const ask = (text: string, answer: string, support: readonly number[]): string =>
    `${text} \t${answer}\t${support.join(' ')}`;
  if (task === 1) {
    const known = [...world.people];
    if (known.length === 0) return undefined;
    const [who, { place, line }] = pick(known, u);
    return ask(`Where is ${who}?`, place, [line]);
  }
  const needed = task - 1;
  const known = [...world.stays].filter(([, stays]) => stays.length >= needed);
  if (known.length === 0) return undefined;
  const [thing, stays] = pick(known, u);
  const last = stays[stays.length - 1];
  if (task === 2) return ask(`Where is the ${thing}?`, last.place, last.support);
  const before = stays[stays.length - 2];
  const support = [...new Set([...before.support, ...last.support])].sort((a, b) => a - b);
  return ask(`Where was the ${thing} before the ${last.place}?`, before.place, support);
}

function tell(task: ToldTask, draw: Draw): readonly string[] {
  const world: World = { people: new Map(), held: new Map(), stays: new Map() };
  const lines: string[] = [];
  let [facts, sinceQuestion, questions] = [0, 0, 0];
  while (questions < QUESTIONS_OF_A_STORY && facts < MOST_FACTS) {
    const [who, kind, u, verb, where, about] = Array.from({ length: 6 }, (_, i) => draw(facts * DRAWS_OF_A_FACT + i));
    const line = lines.length + 1;
    const person = pick(PEOPLE, who);
    const handled = task > 1 && kind < 0.5 ? handle(world, person, line, [u, verb, where]) : undefined;
    lines.push(`${line} ${handled ?? move(world, person, line, [u, verb])}`);
    facts++;
    sinceQuestion++;
    if (sinceQuestion < FACTS_OF_A_QUESTION) continue;
    const asked = question(task, world, about);
    if (asked === undefined) continue;
    lines.push(`${lines.length + 1} ${asked}`);
    sinceQuestion = 0;
    questions++;
  }
  return lines;
}

/**
 * Stories of a task as a text in the format of bAbI.
 *
 * @param draw - uniform draw in [0, 1) of a story at an index
 */
export function toldText(task: ToldTask, stories: number, draw: (story: number, index: number) => number): string {
  const lines = Array.from({ length: stories }, (_, story) => tell(task, (index) => draw(story, index)));
  return `${lines.flat().join('\n')}\n`;
}

/** The most that stories of a task can have, whatever is drawn. */
export interface ToldBounds {
  readonly sentences: number;
  /** Words of a sentence or question. */
  readonly words: number;
  /** Different words, in lower case. */
  readonly vocabulary: readonly string[];
}

export function toldBounds(task: ToldTask): ToldBounds {
  const verbs = task === 1 ? MOVES : [...MOVES, ...GRABS, ...DROPS];
  const asked = { 1: ['where', 'is'], 2: ['where', 'is'], 3: ['where', 'was', 'before'] }[task];
  const things = task === 1 ? [] : [...THINGS, 'there'];
  const words = [...verbs.flatMap((verb) => verb.split(' ')), ...asked, ...things, ...PEOPLE, ...PLACES, 'the'];
  return {
    // the first task has a question behind every two sentences
    sentences: task === 1 ? QUESTIONS_OF_A_STORY * FACTS_OF_A_QUESTION : MOST_FACTS,
    // 'Mary went back to the garden', 'Where was the milk before the garden'
    words: task === 3 ? 7 : 6,
    vocabulary: [...new Set(words.map((word) => word.toLowerCase()))],
  };
}
