/** Just enough of the grammar of step.ts to see what it imports and where a function is; the compiler knows the rest. */

/** The same text with comments blanked, and texts in quotes too unless they are kept; every line and letter keeps its place. */
export function withoutComments(text: string, keepQuotes = false): string {
  const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|`(?:\\.|[^`\\])*`?/g;
  return text.replace(TOKEN, (token) => {
    const isComment = token.startsWith('//') || token.startsWith('/*');
    return isComment || !keepQuotes ? token.replace(/[^\n]/g, ' ') : token;
  });
}

/** What is imported or exported from elsewhere, with the place where its name begins. */
export function importsOf(text: string): readonly { readonly path: string; readonly at: number }[] {
  const bare = withoutComments(text, true);
  const found = bare.matchAll(/(?:\bfrom|\bimport)\s*(['"])([^'"\n]+)\1/g);
  return [...found].map((match) => ({ path: match[2], at: match.index + match[0].length - match[2].length - 1 }));
}

/** Line and column, from 1, of a place in a text. */
export function placeAt(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: before[before.length - 1].length + 1 };
}

/** Line of the declaration of a function or value; undefined if none is seen. */
export function lineOf(text: string, name: string): number | undefined {
  const match = new RegExp(`\\b(?:function|const|let|var|class)\\s+${name}\\b`).exec(withoutComments(text));
  return match === null ? undefined : placeAt(text, match.index).line;
}

/** Line of the first variable outside all braces, or static member of a class: these would keep a number outside the state. */
export function lineOfVariable(text: string): number | undefined {
  const bare = withoutComments(text);
  let depth = 0;
  for (const match of bare.matchAll(/[{}]|\b(?:let|var|static)\b/g)) {
    if (match[0] === '{') depth++;
    else if (match[0] === '}') depth--;
    else if (match[0] === 'static' ? !/^static\s+readonly\b/.test(bare.slice(match.index)) : depth === 0) {
      return placeAt(text, match.index).line;
    }
  }
  return undefined;
}
