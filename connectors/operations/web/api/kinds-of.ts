/** What the server says in a message of changes. Pure. */
import { parsedObject } from '../kit/stored';

/** Those of the kinds that it names: a server that is newer than the page knows more. */
export function kindsOf<Kind extends string>(
  data: string,
  known: readonly Kind[],
): readonly Kind[] {
  const { kinds } = parsedObject(data);
  return Array.isArray(kinds) ? known.filter((kind) => kinds.includes(kind)) : [];
}
