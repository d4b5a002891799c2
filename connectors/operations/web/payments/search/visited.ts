/** Which payments a person has looked at, so that rows can say so. */
import { parsedStored } from '../../kit/stored';

const visitedMax = 1_000;

export function readVisited(stored: string | null): readonly string[] {
  const found = parsedStored(stored);
  if (!Array.isArray(found)) return [];
  return found.filter((one): one is string => typeof one === 'string').slice(-visitedMax);
}

/** The newest at the end; the oldest are forgotten. */
export function withVisited(visited: readonly string[], id: string): readonly string[] {
  return [...visited.filter((one) => one !== id), id].slice(-visitedMax);
}
