import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../../src/model/defaults.js';
import type { HeterosynapticParameters } from '../../../src/model/heterosynaptic/parameters.js';
import { HETEROSYNAPTIC_SCHEMA } from '../../../src/model/heterosynaptic/schema.js';
import { scheduleOf, stoppingOf, trainableOf } from '../../../src/model/heterosynaptic/settings.js';

type Given = Partial<HeterosynapticParameters>;

const withSchema = (given: Given): HeterosynapticParameters => withDefaults(HETEROSYNAPTIC_SCHEMA, given);
const ruleOf = (given: Given) => trainableOf(withSchema(given), 0).rule;

describe('settings that follow from the task', () => {
  it('are a fast and small network for digits, and the published transformer for sequences', () => {
    expect(trainableOf(withSchema({}), 0)).toMatchObject({
      network: { kind: 'perceptron', sizes: [64, 100, 60, 10] },
      rule: { rule: 'md', rate: 0.3, block: 4, alpha: 0.1 },
    });
    expect(trainableOf(withSchema({ task: 'selective-copying' }), 7)).toMatchObject({
      network: {
        kind: 'gpt',
        shape: { vocabulary: 16, context: 120, layers: 2, heads: 4, width: 64, isCausal: false },
        lastTokens: 10,
        dropout: { probability: 0, seed: 7 },
      },
      rule: { rate: 0.01, decaysAll: false },
    });
    expect(scheduleOf(withSchema({})).epochs).toBe(40);
    expect(scheduleOf(withSchema({ task: 'selective-copying' }))).toMatchObject({
      epochs: 20,
      sizes: { training: 10_000, validation: 1_000, test: 1_000 },
    });
  });

  it('mix activities in the test as in training, unless told otherwise', () => {
    const corruptionOf = (given: Given) => {
      const { network } = trainableOf(withSchema(given), 0);
      return network.corruption;
    };
    const training = { type: 'block_diagonal', alpha: 0.1, block: 4 };
    expect(corruptionOf({})).toEqual({ training, test: training });
    expect(corruptionOf({ test_corruption_type: 'identity', corruption_block_size: 3, block_size: 8 })).toEqual({
      training: { ...training, block: 3 },
      test: { ...training, type: 'identity', block: 3 },
    });
  });

  it.each<readonly [Given, string, string, number]>([
    [{}, 'identity', 'identity', 0.1],
    [{ corruption_alpha: 0.5 }, 'block_diagonal', 'block_diagonal', 0.5],
    [{ corruption_block_size: 2 }, 'block_diagonal', 'block_diagonal', 0.1],
    [{ corruption_type: 'full_dense' }, 'full_dense', 'full_dense', 0.1],
    [{ corruption_type: 'identity', corruption_alpha: 0.5 }, 'identity', 'identity', 0.5],
    [{ test_corruption_alpha: 0.5 }, 'identity', 'block_diagonal', 0.1],
    [{ test_corruption_type: 'full_dense' }, 'identity', 'full_dense', 0.1],
  ])('of a transformer mix none unless a person says so: %o', (given, training, test, alpha) => {
    const { corruption } = trainableOf(withSchema({ task: 'selective-copying', ...given }), 0).network;
    expect([corruption?.training.type, corruption?.test.type, corruption?.training.alpha]).toEqual([
      training,
      test,
      alpha,
    ]);
  });
});

describe('the rate of the optimizer', () => {
  it('is lr times the mean diagonal of the inverse coupling where rates are matched, but for md itself', () => {
    const given = { lr: 0.1, alpha: 0.5, block_size: 4, matched_rate: true } as const;
    // 1 + (B - 2) alpha over (1 - alpha)(1 + (B - 1) alpha)
    expect(ruleOf({ ...given, update_alg: 'gd' }).rate).toBeCloseTo((0.1 * 2) / (0.5 * 2.5), 15);
    expect(ruleOf({ ...given, update_alg: 'md' }).rate).toBe(0.1);
    expect(ruleOf({ ...given, update_alg: 'gd', matched_rate: false }).rate).toBe(0.1);
  });
});

describe('faithful mode', () => {
  const betas = { update_alg: 'adam', beta1: 0.5, beta2: 0.6 } as const;

  it('ignores the coefficients of Adam on perceptrons alone', () => {
    expect(ruleOf(betas)).toMatchObject({ beta1: 0.5, beta2: 0.6 });
    expect(ruleOf({ ...betas, mode: 'faithful' })).toMatchObject({ beta1: 0.9, beta2: 0.999 });
    expect(ruleOf({ ...betas, mode: 'faithful', task: 'selective-copying' })).toMatchObject({ beta1: 0.5, beta2: 0.6 });
  });

  it('stops by the rule of the original, which is off otherwise', () => {
    expect(stoppingOf(withSchema({}))).toBeUndefined();
    expect(stoppingOf(withSchema({ mode: 'faithful' }))).toMatchObject({
      rule: { direction: 'min', least: 1 },
      fewest: 10,
    });
    expect(stoppingOf(withSchema({ mode: 'faithful', early_stopping: 'off' }))).toBeUndefined();
  });
});

describe('parameters that do not go together', () => {
  it.each<readonly [Given, string, string]>([
    [
      { alpha: 1 },
      'alpha',
      'alpha = 1 makes no positive definite coupling with block_size = 4: it must be above -1/3 and below 1',
    ],
    [{ alpha: -1, block_size: 2 }, 'alpha', 'above -1/1 and below 1'],
    [{ alpha: 1, update_alg: 'gd', matched_rate: true }, 'alpha', 'no positive definite coupling'],
    [{ task: 'selective-copying', n_head: 3 }, 'n_head', 'n_head = 3 does not divide n_embd = 64'],
    [{ task: 'selective-copying', context: 119 }, 'context', 'shorter than a sequence, l_noise + 2 l_memorize = 120'],
    [
      { update_alg: 'gd', nesterov: true, momentum: 0.9 },
      'nesterov',
      'needs momentum above 0 and dampening = 0, not 0.9 and 0.9',
    ],
    [{ weight_decay: 0.1 }, 'weight_decay', 'has no effect with update_alg = md'],
    [{ variant: 'july', update_alg: 'adam' }, 'variant', 'variant = july is one of md and gd, not of adam'],
    [{ variant: 'laptop', update_alg: 'gd' }, 'variant', 'variant = laptop is one of md, not of gd'],
    [{ prune: true, prune_n: 5 }, 'prune_n', 'prune_n = 5 is more than prune_m = 4'],
    [{ blocks: 'survivors' }, 'blocks', 'blocks = survivors needs prune'],
    [{ hessian: 'data', update_alg: 'gd' }, 'hessian', 'hessian = data has no effect with update_alg = gd'],
    [
      { prune: true, blocks: 'survivors', hessian: 'data' },
      'blocks',
      'survivors and hessian = data exclude each other',
    ],
    [{ prune: true, max_epochs: 0 }, 'max_epochs', 'leaves nothing to train after pruning'],
    [{ dropout: 0.5 }, 'dropout', 'dropout = 0.5 has no effect with task = digits'],
    [{ input_size: 784 }, 'input_size', 'input_size = 784 has no effect with task = digits'],
    [{ task: 'characters', hidden: [3, 4] }, 'hidden', 'hidden = [3,4] has no effect with task = characters'],
    [{ task: 'words', l_noise: 3 }, 'l_noise', 'l_noise = 3 has no effect with task = words'],
    [{ task: 'selective-copying', seq_len: 5 }, 'seq_len', 'seq_len = 5 has no effect with task = selective-copying'],
    [{ task: 'fmnist', causal: true }, 'causal', 'causal = true has no effect with task = fmnist'],
    [{ train_size: 1500 }, 'train_size', '= 2000 is more than the 1797 digits that there are'],
  ])('are refused: %j', (given, key, message) => {
    const found = HETEROSYNAPTIC_SCHEMA.compatible(withSchema(given));
    const isIdle = message.includes('has no effect');
    expect(found).toEqual([{ key, message: expect.stringContaining(message), ...(isIdle && { isIdle }) }]);
  });

  it.each<Given>([
    {},
    { alpha: -0.33 },
    { alpha: 1, block_size: 1 },
    { alpha: 1, update_alg: 'gd' },
    { dropout: 0.5, n_head: 3, mode: 'faithful' },
    { task: 'mnist', input_size: 100, hidden: [5] },
    { task: 'selective-copying', l_noise: 5, reverse: true, n_tokens: 9, dropout: 0.5, causal: true },
    { task: 'words', seq_len: 5, n_tokens: 9, n_head: 2 },
    { update_alg: 'gd', nesterov: true, momentum: 0.9, dampening: 0 },
    { weight_decay: 0.1, mode: 'faithful' },
    { weight_decay: 0.1, variant: 'laptop' },
    { prune: true, blocks: 'survivors' },
    { task: 'selective-copying', train_size: 5000 },
  ])('are these not: %j', (given) => {
    expect(HETEROSYNAPTIC_SCHEMA.compatible(withSchema(given))).toEqual([]);
  });
});
