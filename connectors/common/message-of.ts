/** What was thrown, in words: nearly always an Error, but nobody promises that. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
