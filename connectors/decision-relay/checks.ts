import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { found, type Check } from '../common/check';
import { messageOf } from '../common/message-of';
import type { decisionRelayEnvironment } from './settings';

/** Whether open incidents can be kept. */
export function checksOf(environment: z.output<typeof decisionRelayEnvironment>): Check[] {
  const { DECISION_RELAY_INCIDENTS_PORT: port, DECISION_RELAY_INCIDENTS_FILE: file } = environment;
  const what = 'the open incidents';
  if (port === undefined) {
    const finding = found.warn(
      'are not kept: nobody is told that a process stands still',
      'Set DECISION_RELAY_INCIDENTS_PORT, and the broker as `hub incidents exporter` says.',
    );
    return [{ what, run: () => Promise.resolve(finding) }];
  }
  const folder = dirname(resolve(file));
  return [
    {
      what,
      run: () =>
        access(folder, constants.W_OK).then(
          () => found.ok(`can be kept in ${file}`),
          (error: unknown) =>
            found.fail(
              messageOf(error),
              'DECISION_RELAY_INCIDENTS_FILE must lie where the hub may write.',
            ),
        ),
    },
  ];
}
