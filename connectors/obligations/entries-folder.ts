import { ConfigurationError } from '../common/config/problems';
import { found, type Check } from '../common/check';
import { EntryFile } from './entry-file';
import { messageOf } from '../common/message-of';

/** Seen before it is needed, which is when memory is full, perhaps in the middle of the night. */
export function requireEntriesFolder(directory: string): void {
  const problem = problemWith(directory);
  if (problem === undefined) return;
  throw new ConfigurationError([
    `FEE_ENTRIES_DIRECTORY: files cannot be written there: ${problem}`,
  ]);
}

export function entriesFolderCheck(directory: string): Check {
  return {
    what: `the folder ${directory}`,
    run: () => {
      const problem = problemWith(directory);
      return Promise.resolve(
        problem === undefined
          ? found.ok('takes the ids of older entries')
          : found.fail(
              `cannot be written to: ${problem}`,
              'Mount a volume there, or name another folder: FEE_ENTRIES_DIRECTORY.',
            ),
      );
    },
  };
}

function problemWith(directory: string): string | undefined {
  try {
    EntryFile.write(directory, [], { length: 0, latestMs: 0, endOffset: 0 }).close();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
