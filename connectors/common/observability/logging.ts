import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import { z } from 'zod';
import { personalVariables } from '../contracts/privacy';
import type { Logger } from '../runtime';
import { withoutFields } from './without-fields';

export const loggingEnvironment = z.object({
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least severe log lines that are written'),
});

/**
 * Fields that may hold a person's name, number or account, or a secret. They are cut out wherever they
 * stand in a line's fields, down to four levels. Ids of payments are not personal data.
 */
export const personalFields: ReadonlySet<string> = new Set([
  ...personalVariables,
  'partyIdentifier',
  'partySubIdOrType',
  'name',
  'displayName',
  'personalInfo',
  'firstName',
  'middleName',
  'lastName',
  'dateOfBirth',
  'note',
  'accountId',
  'password',
  'secret',
  'formerSecret',
  'formerSecrets',
  'ilpSecret',
  'formerIlpSecrets',
  'authenticationValue',
  'token',
  'authorization',
  'Authorization',
]);

const levelsRead = 4;

/** JSON lines on standard output; errors are logged under `error` with their stack. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      // In place of pino's `redact`, which walks each of some eighty paths through each line.
      log: (fields: Record<string, unknown>) =>
        // An error is read by its serializer, which comes after this.
        'error' in fields
          ? { ...impersonal({ ...fields, error: undefined }), error: fields['error'] }
          : impersonal(fields),
    },
    serializers: {
      error: (error: unknown) =>
        error instanceof Error
          ? impersonal(pino.stdSerializers.err(error), levelsRead - 1)
          : impersonal({ error }).error,
    },
  };
  return guarded(destination === undefined ? pino(options) : pino(options, destination));
}

/** Of a child's own fields pino tells no formatter. */
function guarded(logger: Pino): Logger {
  return {
    debug: logger.debug.bind(logger),
    info: logger.info.bind(logger),
    warn: logger.warn.bind(logger),
    error: logger.error.bind(logger),
    child: (fields) => guarded(logger.child(impersonal(fields))),
  };
}

function impersonal<Fields extends object>(fields: Fields, levels = levelsRead): Fields {
  return withoutFields(fields, personalFields, levels);
}
