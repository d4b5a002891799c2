import type { z } from 'zod';

/** Wrong configuration. `problems` names every one, so that a person mends them all in one go. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly problems: readonly string[]) {
    super(`Configuration is wrong:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** `where` is the file or "environment"; the value itself is never repeated, it may be a secret. */
export function problemsOf(error: z.ZodError, where: string): string[] {
  return error.issues.map(
    (issue) => `${where}: ${issue.path.join('.') || '(all)'}: ${issue.message}`,
  );
}
