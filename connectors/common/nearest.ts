/** "Did you mean": the candidate that is the fewest typing mistakes away, or undefined when none is near. */
export function nearest(
  word: string,
  candidates: Iterable<string>,
  mistakesMax = Infinity,
): string | undefined {
  const wanted = word.toLowerCase();
  // Longer words are no typing mistake, and the work grows with the square of the length.
  if (wanted.length > 120) return undefined;
  const allowed = Math.min(mistakesMax, Math.max(1, Math.floor(wanted.length / 4)));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > allowed) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance > allowed || (best !== undefined && distance >= best.distance)) continue;
    best = { candidate, distance };
  }
  return best?.candidate;
}

/** Levenshtein's distance. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let index = 0; index < left.length; index += 1) {
    const next = [index + 1];
    for (let column = 0; column < right.length; column += 1) {
      const substituted = (row[column] ?? 0) + (left[index] === right[column] ? 0 : 1);
      next.push(Math.min(substituted, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** `There is no role chanel. Is channel meant?` */
export function thereIsNo(what: string, word: string, candidates: Iterable<string>): string {
  const meant = nearest(word, candidates);
  return `There is no ${what} ${word}.${meant === undefined ? '' : ` Is ${meant} meant?`}`;
}
