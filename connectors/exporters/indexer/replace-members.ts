/** Of a member its name, and its value as JSON as it stands there; gives the JSON that is to stand there. */
export type ReplaceMember = (name: string, raw: string) => string;

/** One token of JSON. Each alternative starts with another character: no backtracking. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * Replaces members of an object, and leaves all other bytes as they are: numbers as an engine writes them do not survive
 * being parsed and written. What is no object stays.
 * @throws SyntaxError when the object has no end
 */
export function replaceMembers(json: string, replace: ReplaceMember): string {
  let made = '';
  let copiedTo = 0;
  let depth = 0;
  let name: string | undefined;
  let valueFrom = 0;
  const endOfMember = (at: number): void => {
    if (name === undefined) return;
    const raw = json.slice(valueFrom, at).trim();
    const replaced = replace(JSON.parse(name) as string, raw);
    if (replaced !== raw) {
      made += json.slice(copiedTo, valueFrom) + replaced;
      copiedTo = at;
    }
    name = undefined;
  };
  let before = '';
  for (const { 0: one, index } of json.matchAll(token)) {
    if (depth === 0 && one !== '{') return json;
    if (one === '}' || one === ']') {
      if (depth === 1) endOfMember(index);
      depth -= 1;
      if (depth === 0) return made + json.slice(copiedTo);
    } else if (one === '{' || one === '[') depth += 1;
    else if (depth === 1 && one === ',') endOfMember(index);
    else if (depth === 1 && one === ':' && name === undefined) {
      name = before;
      valueFrom = index + 1;
    }
    before = one;
  }
  throw new SyntaxError('the JSON breaks off');
}
