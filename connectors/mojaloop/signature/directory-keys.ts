import { basename } from 'node:path';
import type { Deps } from '../../common/runtime';
import { watchFiles, type WatchedFile } from '../../common/watched-files';
import { readPublicKeys } from './keys';
import type { KeysByFspId, PeerKeys } from './peer-keys';
import { messageOf } from '../../common/message-of';

const extension = '.pem';

/**
 * Keys from a folder: `<fspId>.pem`, read again when it changes. A file that is broken is logged, and costs
 * nobody else his keys: the FSP keeps those that it had.
 * @throws ConfigurationError when there is no such folder.
 */
export function directoryKeys(
  directory: string,
  { clock, log }: Pick<Deps, 'clock' | 'log'>,
): PeerKeys {
  const current = watchFiles<KeysByFspId>({
    paths: [directory],
    clock,
    log,
    parse: (files, previous) =>
      new Map(
        files
          .filter(({ path }) => path.endsWith(extension))
          .map((file) => {
            const fspId = basename(file.path, extension);
            return [fspId, keysIn(file, log) ?? previous?.get(fspId) ?? []];
          }),
      ),
  });
  return {
    of: (fspId) => Promise.resolve(current().get(fspId) ?? []),
    refresh: () => Promise.resolve(false),
  };
}

function keysIn({ path, content }: WatchedFile, log: Deps['log']) {
  try {
    return readPublicKeys(content);
  } catch (error) {
    log.error({ path, reason: messageOf(error) }, 'keys of a peer cannot be used');
    return undefined;
  }
}
