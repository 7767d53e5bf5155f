import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apngFrames, changed } from '../../src/draw/apng.js';
import { FIRST_VALUE, NOTHING, nearestIn, paletteOf, VALUES, valueIndex } from '../../src/draw/frames.js';
import { gifFrames } from '../../src/draw/gif.js';
import { listFigures, plot } from '../../src/draw/plot.js';
import { chunksOf } from '../../src/figure/png-chunks.js';
import { DEFAULT_SIZE } from '../../src/figure/size.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { msm } from '../cli/msm.js';

const cwd = mkdtempSync(join(tmpdir(), 'msm-test-'));
const run = join(cwd, 'run');

beforeAll(async () => {
  const words = '--N 6 --K 2 --tau-J 5 --T 12 --record distance,sigma,J@2 --out run --quiet';
  await msm(cwd, 'simulate', ...words.split(' '));
}, 30_000);

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const ABOUT = {
  width: 3,
  height: 2,
  palette: paletteOf('diverging'),
  count: 3,
  fps: 10,
  title: 'spins',
  caption: 'σ of all',
} as const;
const FRAMES = [
  [2, 2, 2, 2, 2, 2],
  [2, 9, 2, 2, 2, 2],
  [2, 9, 2, 2, 7, 7],
].map((indices) => Uint8Array.from(indices));

const word32 = (data: Uint8Array, at: number): number => new DataView(data.buffer, data.byteOffset).getUint32(at);

/** Frames of an animated PNG file as whole fields of indices. Rows of grey images begin with a byte of no filter. */
function decoded(bytes: Uint8Array): {
  readonly frames: readonly Uint8Array[];
  readonly texts: readonly string[];
  readonly delays: readonly number[];
} {
  const [width, height] = [16, 20].map((at) => word32(bytes, at));
  const [frames, texts, delays]: [Uint8Array[], string[], number[]] = [[], [], []];
  let [box, numbers]: [readonly number[], number[]] = [[], []];
  for (const { type, data } of chunksOf(bytes)) {
    if (type === 'iTXt') texts.push(new TextDecoder().decode(data).replaceAll('\0', '|'));
    if (type === 'fcTL') {
      box = [4, 8, 12, 16].map((at) => word32(data, at));
      const view = new DataView(data.buffer, data.byteOffset);
      delays.push(view.getUint16(20) / view.getUint16(22));
      numbers.push(word32(data, 0));
    }
    if (type === 'fdAT') numbers.push(word32(data, 0));
    if (type !== 'IDAT' && type !== 'fdAT') continue;
    const rows = inflateSync(type === 'IDAT' ? data : data.subarray(4));
    const [w, h, left, top] = box;
    const frame = frames.at(-1)?.slice() ?? new Uint8Array(width * height);
    for (let y = 0; y < h; y++) {
      expect(rows[y * (w + 1)]).toBe(0);
      frame.set(rows.subarray(y * (w + 1) + 1, (y + 1) * (w + 1)), (top + y) * width + left);
    }
    frames.push(frame);
  }
  expect(numbers).toEqual(numbers.map((_, i) => i));
  return { frames, texts, delays };
}

describe('an animated PNG file', () => {
  const file = apngFrames(ABOUT);
  for (const frame of FRAMES) file.add(frame);
  const bytes = file.finish();

  it('holds every frame, the later ones as the rectangle that changed', () => {
    const { frames, delays } = decoded(bytes);
    expect(frames).toEqual(FRAMES);
    expect(delays).toEqual([0.1, 0.1, 0.1]);
    expect(changed(FRAMES[2], FRAMES[1], 3)).toEqual({ x: 1, y: 1, width: 2, height: 1 });
    expect(changed(FRAMES[2], FRAMES[2], 3)).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });

  it('says what it is in letters of any alphabet, and how many frames there are', () => {
    expect(decoded(bytes).texts).toEqual(['Title|||||spins', 'Description|||||σ of all']);
    const animation = [...chunksOf(bytes)].find(({ type }) => type === 'acTL')?.data as Uint8Array;
    expect([word32(animation, 0), word32(animation, 4)]).toEqual([3, 0]);
  });
});

describe('a GIF file', () => {
  it('has the rate in whole hundredths of a second, runs for ever, and ends with a comment', () => {
    const file = gifFrames({ ...ABOUT, fps: 30 });
    for (const frame of FRAMES) file.add(frame);
    const bytes = Buffer.from(file.finish());
    expect(bytes.subarray(0, 6).toString()).toBe('GIF89a');
    expect(bytes.includes('NETSCAPE2.0')).toBe(true);
    const control = bytes.indexOf(Buffer.of(0x21, 0xf9, 4));
    expect(bytes.readUInt16LE(control + 4)).toBe(3);
    expect(bytes.includes(Buffer.from('spins. σ of all'))).toBe(true);
    expect(bytes.at(-1)).toBe(0x3b);
  });
});

describe('colours of frames', () => {
  it('are a map from its first to its last index, a grey for nothing, and shades of letters', () => {
    const palette = paletteOf('diverging');
    expect(palette).toHaveLength(256);
    expect(valueIndex(-2, [-2, 2])).toBe(FIRST_VALUE);
    expect(valueIndex(9, [-2, 2])).toBe(FIRST_VALUE + VALUES - 1);
    expect(valueIndex(Number.NaN, [-2, 2])).toBe(NOTHING);
    expect(palette[FIRST_VALUE]).toEqual([0x00, 0x4a, 0x80]);
    const nearest = nearestIn(palette);
    expect(palette[nearest(34, 39, 46)]).toEqual([34, 39, 46]);
    expect(nearest(255, 255, 255)).not.toBe(0);
  });
});

const request = { folder: run, formats: ['apng'], size: DEFAULT_SIZE } as const;
const USUAL = { fps: 10, mostFrames: 200 };

const framesOf = (name: string): readonly Uint8Array[] =>
  decoded(readFileSync(join(run, 'figures', `${name}.apng`))).frames;

const captionOf = (name: string): string => decoded(readFileSync(join(run, 'figures', `${name}.apng`))).texts[1];

describe('figures that move', () => {
  it('are said by --list: arrays that were recorded over time', async () => {
    const moving = (await listFigures(run)).filter(({ isAnimated }) => isAnimated).map(({ name }) => name);
    expect(moving).toEqual([
      'neural_activities',
      'synaptic_weights',
      'synaptic_hebb_difference',
      'phase_space',
      'sigma',
      'J',
    ]);
  });

  it('have a frame a record, with one scale: the strip of six neurons has the colours of their states', async () => {
    await plot(NODE_DISK, { ...request, figures: ['neural_activities'], animation: USUAL });
    const frames = framesOf('neural_activities');
    expect(frames).toHaveLength(12);
    expect(captionOf('neural_activities')).toContain(
      '12 frames, 10 frames a second: every record from t = 0 to t = 11; one scale of all frames.',
    );
    const ends = new Set([FIRST_VALUE, FIRST_VALUE + VALUES - 1]);
    const shown = (frame: Uint8Array) => new Set([...frame].filter((index) => ends.has(index)));
    expect(shown(frames[11]).size).toBe(2);
  });

  it('leave records out by stride or by the most frames, and say so', async () => {
    await plot(NODE_DISK, { ...request, figures: ['sigma'], animation: { ...USUAL, stride: 5 } });
    expect(framesOf('sigma')).toHaveLength(3);
    expect(captionOf('sigma')).toContain('3 frames, 10 frames a second: one record in 5 from t = 0 to t = 10');
    await plot(NODE_DISK, { ...request, figures: ['sigma'], animation: { fps: 4, mostFrames: 4 } });
    expect(captionOf('sigma')).toContain('4 frames, 4 frames a second: one record in 3 from t = 0 to t = 9');
  });

  it('follow two means over the steps at which both were recorded', async () => {
    await plot(NODE_DISK, { ...request, figures: ['phase_space'], animation: USUAL });
    const frames = framesOf('phase_space');
    expect(frames).toHaveLength(6);
    expect(captionOf('phase_space')).toContain('from t = 0 to t = 10');
    const blue = paletteOf('viridis').findIndex(([r, g, b]) => r === 0 && g === 114 && b === 178);
    const inked = frames.map((frame) => frame.filter((index) => index === blue).length);
    expect(inked[5]).toBeGreaterThan(inked[0]);
  });

  it('have the same bytes each time, also the GIF', async () => {
    const twice = [];
    for (const output of ['a', 'b'].map((name) => join(cwd, name))) {
      await plot(NODE_DISK, { ...request, formats: ['gif', 'apng'], figures: ['J'], output, animation: USUAL });
      twice.push(['gif', 'apng'].map((ending) => readFileSync(join(output, `J.${ending}`))));
    }
    expect(twice[0]).toEqual(twice[1]);
  });

  it('are all of them drawn where none is named, and only they', async () => {
    const output = join(cwd, 'all');
    const { figures } = await plot(NODE_DISK, { ...request, output, animation: { ...USUAL, mostFrames: 2 } });
    expect(figures.map(({ name }) => name)).toEqual([
      'neural_activities',
      'synaptic_weights',
      'synaptic_hebb_difference',
    ]);
  });
});

describe('what does not move', () => {
  it('is refused with the figures that do, and nothing is written', async () => {
    const output = join(cwd, 'none');
    await expect(plot(NODE_DISK, { ...request, figures: ['overlaps', 'distance'], output })).rejects.toMatchObject({
      code: 'E_CONFIG',
    });
    const refused = plot(NODE_DISK, { ...request, figures: ['distance'], output });
    await expect(refused).rejects.toMatchObject({
      message: 'distance is no animation and cannot be drawn as apng',
      next: expect.stringContaining('neural_activities, synaptic_weights'),
    });
    const still = plot(NODE_DISK, { ...request, formats: ['svg'], figures: ['phase_space'], output });
    await expect(still).rejects.toMatchObject({ message: 'phase_space is an animation' });
    const short = plot(NODE_DISK, { ...request, figures: ['J'], output, animation: { ...USUAL, stride: 20 } });
    await expect(short).rejects.toMatchObject({
      message: 'J cannot be drawn as apng: it has 1 frame, and an animation needs 2',
      next: 'Take a smaller --stride.',
    });
    expect(existsSync(output)).toBe(false);
  });

  it('do not keep others from being drawn where one has a single record, unless none is left', async () => {
    const output = join(cwd, 'some');
    const animation = { ...USUAL, stride: 11 };
    const some = await plot(NODE_DISK, { ...request, output, animation });
    expect(some.figures.map(({ name }) => name)).toContain('neural_activities');
    expect(some.skipped).toContainEqual({
      name: 'synaptic_weights',
      reason: 'it has 1 frame, and an animation needs 2',
      formats: ['apng'],
    });
    const none = join(cwd, 'none');
    const alone = plot(NODE_DISK, { ...request, output: none, animation: { ...USUAL, stride: 50 } });
    await expect(alone).rejects.toMatchObject({ message: expect.stringContaining('it has 1 frame') });
    expect(existsSync(none)).toBe(false);
  });

  it.each([
    ['--fps 0 --format gif', '--fps'],
    ['--fps 10', '--fps is about animations'],
    ['--stride 1.5 --format gif', '--stride'],
    ['--stride 2 --most-frames 9 --format apng', 'exclude each other'],
    ['--format giff', 'must be svg, png, pdf, gif or apng'],
  ])('is refused by msm plot: %s', async (words, message) => {
    const { status, stderr } = await msm(cwd, 'plot', 'run', ...words.split(' '), '--output', 'none');
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(join(cwd, 'none'))).toBe(false);
  });
});
