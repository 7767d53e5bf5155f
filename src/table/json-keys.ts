/** What a parser of JSON does not tell: whether an object has a key twice, so that two readers may see two things. */

/** Behind the text that begins at `from`. A regular expression would need room for each character. */
function endOfText(json: string, from: number): number {
  let at = from + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** The first key that stands twice in one object of a sound JSON text; undefined if none does. */
export function repeatedKey(json: string): string | undefined {
  const objects: Set<string>[] = [];
  let text = '';
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === '{') objects.push(new Set());
    else if (sign === '}') objects.pop();
    else if (sign === '"') {
      const end = endOfText(json, at);
      text = json.slice(at, end);
      at = end - 1;
    } else if (sign === ':') {
      const key: string = JSON.parse(text);
      const known = objects[objects.length - 1];
      if (known.has(key)) return key;
      known.add(key);
    }
  }
  return undefined;
}
