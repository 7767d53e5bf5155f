/** The golden text of question answering: stories, statistics, vocabulary and numbers. */
import { encodeStories, encodingOf, statisticsOf } from '../../dataset/babi/encode.js';
import { readStories } from '../../dataset/babi/read.js';
import { type Comparison, equal } from '../compare.js';
import type { Golden } from '../golden.js';

/** Numbers of a golden file against ours, whatever the nesting. */
const sameNumbers = (quantity: string, ours: Int32Array, golden: Golden): Comparison =>
  equal(quantity, [...ours], [...golden.integers(quantity)]);

export function checkStories(golden: Golden): readonly Comparison[] {
  const expected = golden.part('expected');
  const stories = readStories(golden.text('text'), 'text');
  const padding = golden.text('padding');
  if (padding !== 'pre' && padding !== 'post') throw new Error(`padding must be pre or post, it is ${padding}`);
  const encoding = encodingOf(stories, { timeWords: golden.flag('time_words'), padding });
  const encoded = encodeStories(stories, encoding);
  const { mostSentences, meanSentences, mostWords } = statisticsOf(stories);
  return [
    equal(
      'stories',
      stories.map(({ sentences: story, query, answer }) => ({ story, query, answer })),
      expected.value('stories'),
    ),
    equal(
      'stats',
      { max_num_sentences: mostSentences, mean_num_sentences: meanSentences, max_num_words: mostWords },
      expected.value('stats'),
    ),
    equal('vocab', encoding.words, expected.texts('vocab')),
    equal('vocab_size', encoding.classes, expected.count('vocab_size')),
    equal('sentence_size', encoding.size, expected.count('sentence_size')),
    sameNumbers('story', encoded.stories, expected),
    sameNumbers('query', encoded.queries, expected),
    sameNumbers('answer', encoded.answers, expected),
    sameNumbers('story_length', encoded.lengths, expected),
  ];
}
