/** What actions are worth, the losses, and actor and critic: by hand, and against finite differences. */
import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../../src/kernel/elementary.js';
import { besides, noGradients, passBack, passThrough, type Stack } from '../../../../src/model/spiking/cards/heads.js';
import { drawAction, entropyOf, likeliest, logProbabilities } from '../../../../src/model/spiking/cards/policy.js';
import { type PpoBatch, ppo } from '../../../../src/model/spiking/cards/ppo.js';
import { advantagesOf, returnsOf } from '../../../../src/model/spiking/cards/returns.js';
import { freshKernels } from '../../../conformance/kernels.js';
import { draws } from '../../../dataset/draws.js';

const E = elementaryOf(freshKernels(CORE_MODULE));
const SETTINGS = { clip: 0.2, valueClip: 0.2, valueCoefficient: 0.1, entropyCoefficient: 0.01 };
/** Central differences of step 1e-5 are wrong by some 1e-10 of a curvature of 1, and 1e-11 by rounding. */
const [STEP, CLOSE] = [1e-5, 1e-8];

const numbers = (count: number, stream: number, scale = 1) =>
  Float64Array.from({ length: count }, (_, i) => scale * (2 * draws(stream, i) - 1));

describe('returns', () => {
  it('are cut where a game begins, and go on into what follows', () => {
    const returns = returnsOf({ steps: 3, games: 1 }, [1, 2, 4], [0, 1, 0, 1], [10], 0.5);
    expect([...returns]).toEqual([1 + 0.5 * 2, 2, 4 + 0.5 * 10, 10]);
  });
});

describe('advantages', () => {
  it('have mean 0 and unbiased deviation 1, but for what is added to it', () => {
    const advantages = advantagesOf([3, 5, 7, 99], [1, 1, 1]);
    // 2, 4, 6: mean 4, deviation 2
    const scale = 2 / (2 + 1e-5);
    for (const [i, x] of [-1, 0, 1].entries()) expect(Math.abs(advantages[i] - x * scale)).toBeLessThan(1e-15);
  });

  it('of a single action, or of equal ones, are 0', () => {
    expect([...advantagesOf([3], [1])]).toEqual([0]);
    expect([...advantagesOf([3, 3], [1, 1])]).toEqual([0, 0]);
  });
});

describe('a policy', () => {
  it('has probabilities that add up to 1, however large the logits', () => {
    const logs = logProbabilities(E, [1000, 1000, -1000]);
    expect(logs[0]).toBe(logs[1]);
    expect(Math.abs(logs.reduce((sum, x) => sum + E.exp(x), 0) - 1)).toBeLessThan(1e-15);
    expect(Math.abs(entropyOf(E, logs) - Math.log(2))).toBeLessThan(1e-15);
  });

  it('acts by draws, each action within its share', () => {
    const logs = logProbabilities(E, [0, 0, 0, 0]);
    expect([0, 0.24, 0.26, 0.74, 0.76, 1 - 2 ** -53].map((u) => drawAction(E, logs, u))).toEqual([0, 0, 1, 2, 3, 3]);
  });

  it('is likeliest to do the first of its largest logits', () => {
    expect([likeliest([0, 2, 2, 1]), likeliest([0, 0])]).toEqual([1, 0]);
  });
});

/** Losses of two actions, whose ratios and values can be set. */
function one(ratio: number, advantage: number, value = 0, old = 0, target = 0) {
  const logits = Float64Array.of(0, 0);
  const batch: PpoBatch = {
    actions: [0],
    advantages: [advantage],
    returns: [target],
    oldLogProbabilities: [Math.log(0.5 / ratio)],
    oldValues: [old],
  };
  return ppo(E, { ...SETTINGS, entropyCoefficient: 0 }, batch, logits, [value]);
}

describe('the losses of proximal policy optimization', () => {
  it.each([
    ['inside the bounds', 1.1, 1, -1.1, true],
    ['above them, for the better', 1.5, 1, -1.2, false],
    ['above them, for the worse', 1.5, -1, 1.5, true],
    ['below them, for the better', 0.5, -1, 0.8, false],
    ['below them, for the worse', 0.5, 1, -0.5, true],
  ])('take the ratio %s', (_, ratio, advantage, loss, moves) => {
    const { policy, logits } = one(ratio, advantage);
    expect(Math.abs(policy - loss)).toBeLessThan(1e-14);
    expect(logits[0] !== 0).toBe(moves);
  });

  it.each([
    ['near the old one', 0.1, 0, 1, 0.5 * 0.81, true],
    ['away from the return, beyond the bound', -1, 0, 1, 0.5 * 4, true],
    ['towards the return, beyond the bound', 0.9, 0, 1, 0.5 * 0.64, false],
  ])('take the larger square of a value %s', (_, value, old, target, loss, moves) => {
    const { value: got, values } = one(1, 0, value, old, target);
    expect(Math.abs(got - loss)).toBeLessThan(1e-14);
    expect(values[0] !== 0).toBe(moves);
  });

  it('take the plain square of a value without a bound', () => {
    const { valueClip: _, ...free } = SETTINGS;
    const batch = { actions: [0], advantages: [0], returns: [1], oldLogProbabilities: [-1], oldValues: [0] };
    const { value, values } = ppo(E, free, batch, Float64Array.of(0, 0), [0.9]);
    expect(Math.abs(value - 0.5 * 0.01)).toBeLessThan(1e-16);
    expect(Math.abs(values[0] - 0.1 * (0.9 - 1))).toBeLessThan(1e-16);
  });

  it('have the derivatives that differences have', () => {
    const [rows, actions] = [6, 3];
    const batch: PpoBatch = {
      actions: [0, 1, 2, 0, 1, 2],
      advantages: numbers(rows, 1, 2),
      returns: numbers(rows, 2, 3),
      oldLogProbabilities: numbers(rows, 3, 0.3).map((x) => x - 1.1),
      oldValues: numbers(rows, 4),
    };
    const [logits, values] = [numbers(rows * actions, 5), numbers(rows, 6)];
    const { logits: byLogit, values: byValue, total, policy, value, entropy } = ppo(E, SETTINGS, batch, logits, values);
    expect(total).toBe(0.1 * value + policy - 0.01 * entropy);
    const moved = (array: Float64Array, i: number, by: number) => array.map((x, j) => (i === j ? x + by : x));
    for (let i = 0; i < logits.length; i++) {
      const at = (by: number) => ppo(E, SETTINGS, batch, moved(logits, i, by), values).total;
      expect(Math.abs((at(STEP) - at(-STEP)) / (2 * STEP) - byLogit[i]), `logit ${i}`).toBeLessThan(CLOSE);
    }
    for (let i = 0; i < rows; i++) {
      const at = (by: number) => ppo(E, SETTINGS, batch, logits, moved(values, i, by)).total;
      expect(Math.abs((at(STEP) - at(-STEP)) / (2 * STEP) - byValue[i]), `value ${i}`).toBeLessThan(CLOSE);
    }
  });
});

describe('a stack of layers', () => {
  const stack: Stack = [
    { weight: numbers(4 * 3, 11), bias: numbers(4, 12) },
    { weight: numbers(2 * 4, 13), bias: numbers(2, 14) },
  ];
  const [x, rows] = [numbers(5 * 3, 15), 5];
  const weights = numbers(rows * 2, 16);
  const loss = (layers: Stack, inputs: Float64Array) =>
    passThrough(E, layers, inputs, rows)[2].reduce((sum, y, i) => sum + weights[i] * y, 0);

  it('has the derivatives that differences have, by parameters and inputs', () => {
    const gradients = noGradients(stack);
    const byInput = passBack(stack, gradients, passThrough(E, stack, x, rows), weights);
    const check = (name: string, array: Float64Array, by: Float64Array, at: (moved: Float64Array) => number) => {
      for (let i = 0; i < array.length; i++) {
        const to = (step: number) => at(array.map((v, j) => (i === j ? v + step : v)));
        expect(Math.abs((to(STEP) - to(-STEP)) / (2 * STEP) - by[i]), `${name} ${i}`).toBeLessThan(CLOSE);
      }
    };
    check('input', x, byInput, (moved) => loss(stack, moved));
    for (const l of [0, 1]) {
      for (const kind of ['weight', 'bias'] as const) {
        const put = (moved: Float64Array) => stack.map((layer, i) => (i === l ? { ...layer, [kind]: moved } : layer));
        check(`${kind} ${l}`, stack[l][kind] as Float64Array, gradients[l][kind], (moved) => loss(put(moved), x));
      }
    }
  });

  it('adds to gradients that there are', () => {
    const passage = passThrough(E, stack, x, rows);
    const [once, twice] = [noGradients(stack), noGradients(stack)];
    passBack(stack, once, passage, weights);
    passBack(stack, twice, passage, weights);
    passBack(stack, twice, passage, weights);
    expect(twice[1].bias[0]).toBe(2 * once[1].bias[0]);
  });
});

describe('observations and features', () => {
  it('stand side by side in each row, observations first', () => {
    expect([...besides([1, 2, 3, 4], [5, 6], 2)]).toEqual([1, 2, 5, 3, 4, 6]);
  });
});
