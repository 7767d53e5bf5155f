import { describe, expect, it } from 'vitest';
import { simulate } from '../../../src/index.js';
import { withDefaults } from '../../../src/model/defaults.js';
import { checkInputs } from '../../../src/model/heterosynaptic/check-inputs.js';
import type { HeterosynapticParameters } from '../../../src/model/heterosynaptic/parameters.js';
import { HETEROSYNAPTIC_SCHEMA } from '../../../src/model/heterosynaptic/schema.js';

/** The coupling of alpha as a matrix. */
const coupling = (n: number, alpha: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : alpha));

const saysOf = (given: Partial<HeterosynapticParameters>, block_hessian: Float64Array): readonly string[] =>
  checkInputs(withDefaults(HETEROSYNAPTIC_SCHEMA, given), { block_hessian }).map(({ message }) => message);

describe('a given block of the Hessian', () => {
  it('trains as the coupling that it equals does', async () => {
    const parameters = {
      train_size: 200,
      validation_size: 50,
      test_size: 50,
      max_epochs: 3,
      precision: 'f64',
      block_size: 3,
    };
    const run = (alpha: number, block?: Float64Array) =>
      simulate({
        family: 'heterosynaptic',
        parameters: { ...parameters, alpha },
        ...(block && { inputs: { block_hessian: block } }),
      });
    const [closed, given, other] = await Promise.all([run(0.4), run(0.1, coupling(3, 0.4)), run(0.1)]);
    expect(given.summary.train_loss).toBeCloseTo(closed.summary.train_loss as number, 10);
    expect(other.summary.train_loss).not.toBeCloseTo(closed.summary.train_loss as number, 4);
  });

  it.each<readonly [string, Partial<HeterosynapticParameters>, string]>([
    ['without effect', { update_alg: 'gd' }, 'has no effect with update_alg = gd'],
    ['beside learned ones', { hessian: 'data' }, 'and hessian = data exclude each other'],
    ['for survivors', { prune: true, blocks: 'survivors' }, 'and blocks = survivors exclude each other'],
  ])('is refused: %s', (_, given, message) => {
    expect(saysOf({ block_size: 2, ...given }, coupling(2, 0.1))).toEqual([expect.stringContaining(message)]);
    expect(saysOf({ block_size: 2 }, coupling(2, 0.1))).toEqual([]);
  });

  it('is one for all weights or one for each, and all are looked at', () => {
    // the default network has three weights
    const three = (alpha: number) => Float64Array.from([0.1, 0.2, alpha].flatMap((a) => [...coupling(2, a)]));
    expect(saysOf({ block_size: 2 }, three(0.3))).toEqual([]);
    expect(saysOf({ block_size: 2 }, three(1))).toEqual(['block_hessian of fc3.weight is not positive definite']);
    expect(saysOf({ block_size: 2 }, new Float64Array(8))).toEqual([
      'block_hessian has 4 rows of 2: it must have 2, the block of all weights, or 2 for each weight of the network',
    ]);
  });

  it('is refused where single precision cannot factor it, and taken in double', () => {
    const nearly = Float64Array.of(1, 1 - 1e-9, 1 - 1e-9, 1);
    expect(saysOf({ block_size: 2 }, nearly)).toEqual(['block_hessian is positive definite in double precision alone']);
    expect(saysOf({ block_size: 2, precision: 'f64' }, nearly)).toEqual([]);
  });

  it('acts on its own weight alone', async () => {
    const parameters = { train_size: 64, validation_size: 8, test_size: 8, max_epochs: 1, block_size: 2 };
    const run = async (blocks: readonly number[]) => {
      const block_hessian = Float64Array.from(blocks);
      const { state } = await simulate({ family: 'heterosynaptic', parameters, inputs: { block_hessian } });
      return Array.from(state.columns.weights as ArrayLike<number>);
    };
    const [one, H] = [coupling(2, 0), coupling(2, 0.5)];
    const [plain, first, all] = [await run([...one]), await run([...H, ...one, ...one]), await run([...H])];
    expect(first).not.toEqual(plain);
    expect(first).not.toEqual(all);
    expect(await run([...H, ...H, ...H])).toEqual(all);
  });

  it.each([
    ['is not symmetric', Float64Array.of(1, 0.5, 0.25, 1)],
    ['is not positive definite', coupling(2, 1)],
  ])('is refused before the first step where it %s', async (message, block_hessian) => {
    const request = { family: 'heterosynaptic', parameters: { block_size: 2 }, inputs: { block_hessian } };
    await expect(simulate(request)).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining(message),
    });
  });
});
