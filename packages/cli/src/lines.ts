/** On which lines of a JSON text its values stand, counted from 1: those of its list, or the one there is. For a text that parses. */
export function linesOfItems(text: string): readonly number[] {
  const starts: number[] = [];
  let [line, depth] = [1, 0];
  const isList = text.trimStart().startsWith('[');
  let due = true;
  // A string is passed over whole: brackets in it open nothing.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[\s\S]/g)) {
    if (token === '\n') line++;
    if (/^\s$/.test(token)) continue;
    const opens = token === '[' || token === '{';
    if (token === ']' || token === '}') depth--;
    if (due && depth === (isList ? 1 : 0) && token !== ']') {
      starts.push(line);
      due = false;
    }
    if (opens) depth++;
    if (isList && depth === 1 && token === ',') due = true;
  }
  return starts;
}
