import { describe, expect, it } from 'vitest';
import { readStories } from '../../../src/dataset/babi/read.js';

const TEXT = [
  '1 Mary moved to the bathroom.',
  '2 John went to the Hallway.',
  '3 Where is Mary? \tbathroom\t1',
  '4 Mary took the apple there.',
  '5 What is Mary carrying?\tapple,milk\t4 1',
  '1 Sandra left.',
  '2 Is it so?\tYes\t1',
  '',
].join('\n');

describe('stories in the format of bAbI', () => {
  const stories = readStories(TEXT, 'qa.txt');

  it('are questions with all that was told before them in their story, questions left out', () => {
    expect(stories.map(({ sentences }) => sentences.length)).toEqual([2, 3, 1]);
    expect(stories[1].sentences).toEqual([
      ['mary', 'moved', 'to', 'the', 'bathroom'],
      ['john', 'went', 'to', 'the', 'hallway'],
      ['mary', 'took', 'the', 'apple', 'there'],
    ]);
  });

  it('begin anew with number 1', () => {
    expect(stories[2].sentences).toEqual([['sandra', 'left']]);
  });

  it('have the words of the question without its mark, in lower case, also where a blank stands before the tab', () => {
    expect(stories.map(({ query }) => query)).toEqual([
      ['where', 'is', 'mary'],
      ['what', 'is', 'mary', 'carrying'],
      ['is', 'it', 'so'],
    ]);
  });

  it('take an answer of several words with commas as one', () => {
    expect(stories.map(({ answer }) => answer)).toEqual(['bathroom', 'apple,milk', 'yes']);
  });

  it('do not need a line end after the last line, nor the numbers of the sentences', () => {
    expect(readStories('1 a b.\n2 c?\td', 'qa.txt')).toEqual([{ sentences: [['a', 'b']], query: ['c'], answer: 'd' }]);
  });

  it.each([
    ['1 a b.\nc?\td\t1', 'qa.txt:2: "c?\\td\\t1" does not begin with its number and a blank'],
    ['Mary moved.', 'qa.txt:1: "mary moved." does not begin with its number and a blank'],
    ['1.5 a.', 'qa.txt:1: "1.5 a." does not begin with its number and a blank'],
    ['0 a.', 'qa.txt:1: its number is 0; the lines of a story are numbered from 1 on'],
    ['2 a.', 'qa.txt:1: the first line has number 2; a story begins with 1'],
    ['1 a.\n3 b.\n3 c?\td', 'qa.txt:3: number 3 comes after 3; numbers rise within a story, and 1 begins the next one'],
    ['1 a b', 'qa.txt:1: "a b" is neither a sentence, which ends in a full stop, nor has it an answer behind a tab'],
    ['1 a.\n2 b\tc', 'qa.txt:2: the question "b" does not end in a question mark'],
    ['1 a.\n2 ?\tc', 'qa.txt:2: the question has no word'],
    ['1 a.\n2 b?\t \t1', 'qa.txt:2: the answer behind the tab is empty'],
    ['1 .', 'qa.txt:1: the sentence has no word'],
    ['1 a?\tb', 'qa.txt:1: it asks before anything is told'],
    ['1 a.\n2 b?\tc\n1 d?\te', 'qa.txt:3: it asks before anything is told'],
    ['1 a.\n2 b.', 'qa.txt asks nothing: it has no question with an answer'],
    ['', 'qa.txt asks nothing: it has no question with an answer'],
  ])('refuse %j, with line and value', (text, message) => {
    expect(() => readStories(text, 'qa.txt')).toThrow(message);
    expect(() => readStories(text, 'qa.txt')).toThrow(expect.objectContaining({ code: 'E_CORRUPT' }));
  });
});
