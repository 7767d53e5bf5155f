/** Every kind of damage of a sweep's folder: named by all commands alike, and mended by resume or refused; never believed. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonText } from '../../src/host/disk.js';
import { sealedText } from '../../src/run/json-file.js';
import { lineText } from '../../src/sweep/tasks/journal-lines.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes } from '../run/harness.js';
import { COMMANDS, copyOf, makeSweep, RUNS, runOf, type Said } from './damage.js';

const folder = temporaryFolders();
let original = '';
let good: { readonly [path: string]: string } = {};
beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), 'msm-damage-'));
  original = await makeSweep(root);
  good = dataHashes(original);
  return () => rmSync(root, { recursive: true });
});

type Damage = (sweep: string) => void;

/** Puts something in the place of a file or folder. */
const become: { readonly [kind: string]: (path: string) => void } = {
  'is gone': () => {},
  'is empty': (path) => writeFileSync(path, ''),
  'is null': (path) => writeFileSync(path, 'null'),
  'is {}': (path) => writeFileSync(path, '{}'),
  'is []': (path) => writeFileSync(path, '[]'),
  'is a folder': (path) => mkdirSync(path),
  'is a file': (path) => writeFileSync(path, 'x'),
  'is a pipe': (path) => void execFileSync('mkfifo', [path]),
};

/** The same thing outside of the sweep, and a link to it. */
function link(path: string): void {
  const outside = join(folder(), 'outside');
  renameSync(path, outside);
  symlinkSync(outside, path);
}

function replace(path: string, kind: string): void {
  if (kind === 'is a link to outside') link(path);
  else {
    rmSync(path, { recursive: true });
    become[kind](path);
  }
}

const flip = (path: string): void => {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(path, bytes);
};

const journalOf = (sweep: string): string => {
  const names = readdirSync(join(sweep, 'journal')).map((name) => join(sweep, 'journal', name));
  return names.find((path) => readFileSync(path, 'utf8').includes('"task":0')) ?? names[0];
};

/** All that the commands say, in the order in which a person would ask. */
async function ask(place: string): Promise<{ readonly [command: string]: Said }> {
  const status = await COMMANDS.status(place);
  const verify = await COMMANDS.verify(place);
  const collect = await COMMANDS.collect(place, join(folder(), 'out'));
  return { status, verify, collect, resume: await COMMANDS.resume(place) };
}

describe('a run of a sweep', () => {
  const inRun = (file: string, kind: string): [string, Damage] => [
    `${file === '' ? 'whose folder' : `of which ${file}`} ${kind}`,
    (sweep) => replace(join(runOf(sweep, 1), file), kind),
  ];
  const kinds = Object.keys(become).filter((kind) => kind !== 'is []');
  const some = ['is gone', 'is empty', 'is a pipe'];

  it.each<[string, Damage]>([
    ...['is gone', 'is a file', 'is a pipe', 'is a link to outside'].map((kind) => inRun('', kind)),
    ...['run.json', 'manifest.json'].flatMap((file) => kinds.map((kind) => inRun(file, kind))),
    ...['state.arrow', 'timeseries.parquet'].flatMap((file) => some.map((kind) => inRun(file, kind))),
    ...['run.json', 'manifest.json', 'state.arrow'].map((file) => inRun(file, 'is a link to outside')),
    [
      'that holds another run',
      (sweep) => {
        rmSync(runOf(sweep, 1), { recursive: true });
        cpSync(runOf(sweep, 0), join(sweep, 'runs', readdirSync(join(original, 'runs')).sort()[1]), {
          recursive: true,
        });
      },
    ],
    [
      'with the run.json of another',
      (sweep) => cpSync(join(runOf(sweep, 0), 'run.json'), join(runOf(sweep, 1), 'run.json')),
    ],
    [
      'with the manifest of another',
      (sweep) => cpSync(join(runOf(sweep, 0), 'manifest.json'), join(runOf(sweep, 1), 'manifest.json')),
    ],
    [
      'with another summary',
      (sweep) => {
        const path = join(runOf(sweep, 1), 'run.json');
        const run = JSON.parse(readFileSync(path, 'utf8'));
        run.summary[0].value += 1;
        writeFileSync(path, JSON.stringify(run));
      },
    ],
    [
      'with a manifest that names a file outside',
      (sweep) => {
        const path = join(runOf(sweep, 1), 'manifest.json');
        const manifest = JSON.parse(readFileSync(path, 'utf8'));
        manifest.files[0].path = '../../sweep.json';
        writeFileSync(path, JSON.stringify(manifest));
      },
    ],
  ])('%s is not done, by all commands, and done again to the same bytes', async (_, damage) => {
    const place = copyOf(original, join(folder(), 'sweep'));
    damage(place);
    const { status, verify, collect, resume } = await ask(place);
    // what shows by sizes alone is counted by status too
    expect(status.text).toMatch(new RegExp(`^(${RUNS} done|${RUNS - 1} done, 1 (lost|damaged))$`));
    expect(verify.text).toMatch(/^(1 done, 1 (lost|damaged), 2 done|3 done, 1 (lost|damaged))$/);
    expect(collect).toEqual({ ok: true, text: verify.text });
    expect(resume).toEqual({ ok: true, text: `1 done, ${RUNS - 1} before` });
    expect(dataHashes(place)).toEqual(good);
    expect((await COMMANDS.verify(place)).text).toBe(`${RUNS} done`);
  });

  it('is not done if it lies outside and a link leads there, and what lies there is not touched', async () => {
    const place = copyOf(original, join(folder(), 'sweep'));
    const outside = join(folder(), 'outside');
    renameSync(join(place, 'runs'), outside);
    symlinkSync(outside, join(place, 'runs'));
    const before = dataHashes(outside);
    for (const said of Object.values(await ask(place))) {
      expect(said).toMatchObject({ ok: false, code: 'E_CORRUPT', text: expect.stringContaining('runs is damaged') });
    }
    expect(dataHashes(outside)).toEqual(before);
  });
});

/** What is edited of sweep.json. */
interface Content {
  format: number;
  taskCount: number;
  dropped: string;
  requests: {
    place: string;
    request: { seed: number; spaces: { settings: { key: string; text: string }[] }[] };
  }[];
}

/** A value that is neither in the first nor in the last run of its plan. */
function editMiddle({ requests }: Content): void {
  const setting = requests[1].request.spaces[0].settings.find(({ key }) => key === 'tau_J');
  if (setting === undefined) throw new Error('no tau_J');
  setting.text = setting.text.replace('2', '6');
}

describe('a sweep that is refused by all commands, with the file', () => {
  /** Changes sweep.json: as somebody who does not know of its checksum, or (`isForged`) as somebody who does. */
  const edit =
    (change: (content: Content) => unknown, isForged = true): Damage =>
    (sweep) => {
      const path = join(sweep, 'sweep.json');
      const { checksum, ...content } = JSON.parse(readFileSync(path, 'utf8'));
      change(content);
      writeFileSync(path, isForged ? sealedText(content) : jsonText({ ...content, checksum }));
    };
  const line =
    (text: string): Damage =>
    (sweep) =>
      appendFileSync(journalOf(sweep), text);

  it.each<[string, Damage, RegExp]>([
    ...['is empty', 'is null', 'is {}', 'is []', 'is a folder', 'is a pipe', 'is a link to outside'].map(
      (kind): [string, Damage, RegExp] => [
        `of which sweep.json ${kind}`,
        (sweep) => replace(join(sweep, 'sweep.json'), kind),
        /sweep\.json/,
      ],
    ),
    ['of 1e15 tasks', edit((content) => Object.assign(content, { taskCount: 1e15 })), /sweep\.json/],
    ['of a task more than its requests have', edit((content) => content.taskCount++), /sweep\.json/],
    ['without requests', edit((content) => Object.assign(content, { requests: [] })), /sweep\.json/],
    ['with the seed of its plan edited', edit((content) => content.requests[0].request.seed++), /sweep\.json/],
    ['with a value in the middle of its plan edited', edit(editMiddle, false), /sweep\.json/],
    [
      'with a place in its plan edited',
      edit(({ requests }) => Object.assign(requests[0].request, { version: '9' }), false),
      /sweep\.json/,
    ],
    [
      'with another place for its inputs',
      edit((content) => Object.assign(content.requests[0], { place: '../..' })),
      /sweep\.json/,
    ],
    [
      'with tasks dropped that are not there',
      edit((content) => Object.assign(content, { dropped: '9-99999999' })),
      /sweep\.json/,
    ],
    ['of another format', edit((content) => Object.assign(content, { format: 99 })), /sweep\.json/],
    [
      'of which an input is changed',
      (sweep) => flip(join(sweep, 'inputs', 'sigma0.arrow')),
      /sweep\/inputs\/sigma0\.arrow/,
    ],
    [
      'of which an input of a later request is gone',
      (sweep) => rmSync(join(sweep, 'requests', '1', 'inputs', 'sigma0-1.arrow')),
      /requests\/1\/inputs\/sigma0-1\.arrow/,
    ],
    [
      'of which an input is a link',
      (sweep) => link(join(sweep, 'inputs', 'sigma0.arrow')),
      /sweep\/inputs\/sigma0\.arrow/,
    ],
    ['of which the inputs are a link', (sweep) => link(join(sweep, 'inputs')), /sweep\/inputs/],
    ...['is a file', 'is a pipe', 'is a link to outside'].map((kind): [string, Damage, RegExp] => [
      `of which journal ${kind}`,
      (sweep) => replace(join(sweep, 'journal'), kind),
      /journal/,
    ]),
    ...['is a folder', 'is a pipe', 'is a link to outside'].map((kind): [string, Damage, RegExp] => [
      `of which a journal ${kind}`,
      (sweep) => {
        replace(journalOf(sweep), kind);
      },
      /journal\//,
    ]),
    [
      'of which a line of the journal is that of another task',
      (sweep) => {
        const path = journalOf(sweep);
        const id = /"task":1,"n":1,"id":"(\w+)"/.exec(readFileSync(path, 'utf8'))?.[1] as string;
        appendFileSync(path, lineText({ event: 'done', task: 0, n: 2, id, manifest: 'a'.repeat(64), at: 0 }));
      },
      /journal\/\S+:\d+ is damaged: it calls task 0/,
    ],
    [
      'of which the journal tells of a task beyond its plan',
      line(lineText({ event: 'lost', task: 9, n: 1, reason: '' })),
      /journal\/\S+:\d+ is damaged: the sweep has no task 9/,
    ],
    ['of which the journal has a line that is no JSON', line('x\n'), /journal\/\S+:\d+ is damaged/],
  ])('%s', async (_, damage, where) => {
    const place = copyOf(original, join(folder(), 'sweep'));
    damage(place);
    const before = dataHashes(place);
    for (const [command, said] of Object.entries(await ask(place))) {
      expect(said, command).toMatchObject({ ok: false, code: 'E_CORRUPT', text: expect.stringMatching(where) });
    }
    expect(dataHashes(place)).toEqual(before);
  });
});

describe('a sweep that goes on all the same', () => {
  it.each<[string, Damage]>([
    ['without journals', (sweep) => rmSync(join(sweep, 'journal'), { recursive: true })],
    ['of which a journal was cut in its first line', (sweep) => replace(journalOf(sweep), 'is null')],
    ['without results.parquet', (sweep) => rmSync(join(sweep, 'results.parquet'))],
    ...['is empty', 'is a pipe'].map((kind): [string, Damage] => [
      `of which results.parquet ${kind}`,
      (sweep) => replace(join(sweep, 'results.parquet'), kind),
    ]),
    [
      'with claims that name nobody',
      (sweep) => {
        mkdirSync(join(sweep, 'claims'), { recursive: true });
        for (const [k, text] of ['', 'null', '{}', '[1]'].entries())
          writeFileSync(join(sweep, 'claims', `${k}.0`), text);
      },
    ],
    [
      'with a folder and a pipe for claims',
      (sweep) => {
        mkdirSync(join(sweep, 'claims', '0.0'), { recursive: true });
        execFileSync('mkfifo', [join(sweep, 'claims', '1.0')]);
      },
    ],
    [
      'with folders in runs that are none of its tasks',
      (sweep) => {
        for (const name of ['9-aaaaaaaaaaaa', 'x', '1-aaaaaaaaaaaa']) mkdirSync(join(sweep, 'runs', name));
      },
    ],
  ])('%s', async (_, damage) => {
    const place = copyOf(original, join(folder(), 'sweep'));
    damage(place);
    const { status, verify, resume } = await ask(place);
    expect([status.text, resume]).toEqual([`${RUNS} done`, { ok: true, text: `0 done, ${RUNS} before` }]);
    expect(verify.text).toMatch(new RegExp(`^${RUNS} done(, results.parquet changed)?$`));
    const { 'results.parquet': results } = dataHashes(place);
    expect(results).toBe(good['results.parquet']);
    expect((await COMMANDS.verify(place)).text).toBe(`${RUNS} done`);
    expect(existsSync(join(place, 'runs'))).toBe(true);
  });
});
