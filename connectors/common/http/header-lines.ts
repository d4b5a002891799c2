/** Node's `rawHeaders`, names and values in turn, as one pair for each line. */
export function headerLines(rawHeaders: readonly string[]): [name: string, value: string][] {
  const lines: [string, string][] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    lines.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  }
  return lines;
}
