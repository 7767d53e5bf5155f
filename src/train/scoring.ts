/** How a network is judged, in words: what its loss is, what it means that a target is right, and by which of the two epochs are compared. */

export interface Scoring {
  /** The loss of a pass, the plain mean over its batches, and that of a batch; their unit. */
  readonly loss: {
    readonly meaning: string;
    readonly ofBatches: string;
    readonly ofBatch: string;
    readonly unit?: string;
  };
  /** Share of the targets that are right: what its columns are called, and what it means of a pass and of a batch. */
  readonly right: { readonly name: string; readonly meaning: string; readonly ofBatch: string };
  /** An epoch is better with more right targets, or with less loss. */
  readonly best: 'right' | 'loss';
  /** Whether exp(loss) means anything. */
  readonly hasPerplexity: boolean;
}

/** Targets are classes or tokens. */
export const CLASSES: Scoring = {
  loss: {
    meaning: 'mean cross-entropy over targets',
    ofBatches: 'plain mean over batches of their mean cross-entropies',
    ofBatch: 'mean cross-entropy of the batch before the step',
    unit: 'nats',
  },
  right: {
    name: 'accuracy',
    meaning: 'share of the targets that were right',
    ofBatch: 'share of the targets of the batch that were right before the step',
  },
  best: 'right',
  hasPerplexity: true,
};

/** Answers are images, each of them one that its item shows; loss has no unit. */
export const IMAGES: Scoring = {
  loss: {
    meaning: 'mean squared error over pixels and items',
    ofBatches: 'plain mean over batches of their mean squared errors',
    ofBatch: 'mean squared error over the pixels of the batch before the step',
  },
  right: {
    name: 'nearest',
    meaning: 'share of the items whose output was nearer to the right image than to any other that was shown',
    ofBatch:
      'share of the items of the batch whose output was nearer to the right image than to any other that was shown, before the step',
  },
  best: 'loss',
  hasPerplexity: false,
};

/** What epochs are compared by, as its columns are called. */
export const comparedName = ({ best, right }: Scoring): string => (best === 'loss' ? 'loss' : right.name);
