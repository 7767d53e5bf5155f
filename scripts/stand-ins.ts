/**
 * Writes the stand-ins of public data sets in the folders of those: `npx tsx scripts/stand-ins.ts FOLDER` makes FOLDER/omniglot (images_background,
 * images_evaluation), FOLDER/babi (en, en-10k) and FOLDER/fsdd (recordings). They are made by programs, and no more than the same in form: see src/dataset.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toneDigits } from '../src/dataset/audio/tones.js';
import { wavOf } from '../src/dataset/audio/wav.js';
import { babiName } from '../src/dataset/babi/files.js';
import { QUESTIONS_OF_A_STORY, type ToldTask, toldText } from '../src/dataset/babi/tell.js';
import { drawnCharacters, pathOfDrawing } from '../src/dataset/omniglot/strokes.js';
import { CORE_MODULE } from '../src/kernel/core-kernels.js';
import { sinOfTurns } from '../src/method/circle.js';
import { uniformDraws } from '../src/method/random.js';
import { PURPOSE } from '../src/model/spiking/purposes.js';
import { bilevelPng } from '../src/table/bilevel-png.js';
import { freshKernels } from '../tests/conformance/kernels.js';

const SEED = 42;
/** Questions of the two sizes, as published. */
const QUESTIONS = { en: 1000, 'en-10k': 10_000 } as const;
const TASKS: readonly ToldTask[] = [1, 2, 3];

const draws = uniformDraws(freshKernels(CORE_MODULE), SEED, 1);

/** The draw of a purpose at a position. */
const drawOf =
  (purpose: number) =>
  (stream: number, index: number): number =>
    draws(purpose, stream, index, 1)[0];

function write(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function writeOmniglot(folder: string): number {
  const { characters } = drawnCharacters(drawOf(PURPOSE.characters));
  for (const [character, drawings] of characters.drawings.entries()) {
    for (let drawing = 0; drawing < drawings; drawing++) {
      const { width, height, bits } = characters.bitmap(character, drawing);
      write(join(folder, pathOfDrawing(characters, character, drawing)), bilevelPng(width, height, bits));
    }
  }
  return characters.names.length;
}

function writeBabi(folder: string): number {
  // streams of test stories are behind those of training
  for (const [name, questions] of Object.entries(QUESTIONS)) {
    for (const task of TASKS) {
      const stories = questions / QUESTIONS_OF_A_STORY;
      const draw = drawOf(PURPOSE.stories);
      write(join(folder, name, babiName(task, 'train')), toldText(task, stories, draw));
      const later = (story: number, index: number) => draw(2 ** 20 + story, index);
      write(join(folder, name, babiName(task, 'test')), toldText(task, QUESTIONS.en / QUESTIONS_OF_A_STORY, later));
    }
  }
  return TASKS.length;
}

function writeDigits(folder: string): number {
  const { training, test } = toneDigits(drawOf(PURPOSE.tones), sinOfTurns);
  const all = [...training, ...test];
  for (const { digit, speaker, index, recording } of all) {
    write(join(folder, 'recordings', `${digit}_${speaker}_${index}.wav`), wavOf(recording));
  }
  return all.length;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: npx tsx scripts/stand-ins.ts FOLDER');
  process.exitCode = 2;
} else {
  console.log(`${writeOmniglot(join(folder, 'omniglot'))} characters in ${join(folder, 'omniglot')}`);
  console.log(`${writeBabi(join(folder, 'babi'))} tasks in ${join(folder, 'babi')}`);
  console.log(`${writeDigits(join(folder, 'fsdd'))} recordings in ${join(folder, 'fsdd')}`);
}
