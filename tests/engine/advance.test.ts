/** Spans of steps, and whose turn it is between them. */
import { describe, expect, it } from 'vitest';
import { advanceToEnd } from '../../src/engine/advance.js';
import { MsmError } from '../../src/errors.js';
import type { Model } from '../../src/model/family.js';

type Stepped = Pick<Model, 'advance' | 'step' | 'steps'>;

const BUFFERS = { append: () => {}, refused: undefined };
const TICKS_OF_A_STEP = 3;

/** A model whose step is three ticks, each of which ends a turn of the event loop later. */
function slowModel(steps: number): Stepped & { readonly ticks: () => number; readonly isOpen: () => boolean } {
  let [ticks, isOpen] = [0, false];
  return {
    steps,
    step: () => Math.floor(ticks / TICKS_OF_A_STEP),
    ticks: () => ticks,
    isOpen: () => isOpen,
    advance: async () => {
      isOpen = true;
      await new Promise((resolve) => setImmediate(resolve));
      ticks++;
      isOpen = false;
    },
  };
}

describe('the engine', () => {
  it('gives others their turn at each end of a tick, also within a step, and never before it', async () => {
    const model = slowModel(2);
    const seen: (readonly [ticks: number, isOpen: boolean])[] = [];
    await advanceToEnd(
      model,
      BUFFERS,
      () => model.ticks(),
      async () => void seen.push([model.ticks(), model.isOpen()]),
    );
    expect(seen).toEqual([1, 2, 3, 4, 5, 6].map((ticks) => [ticks, false]));
  });

  it('stops where a turn throws, in the middle of a step', async () => {
    const model = slowModel(2);
    const stop = new MsmError('E_INTERRUPTED', 'stop');
    const turn = async (): Promise<void> => {
      if (model.ticks() === 4) throw stop;
    };
    await expect(advanceToEnd(model, BUFFERS, () => 0, turn)).rejects.toBe(stop);
    expect(model.ticks()).toBe(4);
  });

  it('says which row was refused rather than how steps failed later', async () => {
    const [refused, failure] = ['the row', 'the step'].map((text) => new MsmError('E_DIVERGED', text));
    const failing: Stepped = { ...slowModel(1), advance: () => Promise.reject(failure) };
    const nothing = async (): Promise<void> => {};
    await expect(advanceToEnd(failing, { ...BUFFERS, refused }, () => 0, nothing)).rejects.toBe(refused);
    await expect(advanceToEnd(failing, BUFFERS, () => 0, nothing)).rejects.toBe(failure);
    await expect(advanceToEnd(slowModel(1), { ...BUFFERS, refused }, () => 0, nothing)).rejects.toBe(refused);
  });

  it('asks for as many steps as take about ten milliseconds', async () => {
    let [step, now] = [0, 0];
    const asked: number[] = [];
    const model: Stepped = {
      steps: 1000,
      step: () => step,
      advance: (count) => {
        asked.push(count);
        step += count;
        now += count / 8;
      },
    };
    await advanceToEnd(
      model,
      BUFFERS,
      () => now,
      async () => {},
    );
    expect(asked.slice(0, 5)).toEqual([16, 32, 64, 80, 80]);
  });
});
