import { pino, type DestinationStream } from 'pino';
import { z } from 'zod';
import type { Logger } from '../runtime';

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
const personalFields = [
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
  'ilpSecret',
  'formerIlpSecrets',
  'token',
  'authorization',
  'Authorization',
];

/** JSON lines on standard output; errors are logged under `error` with their stack. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.err },
    redact: { paths: personalFields.flatMap(atEveryDepth), censor: '[redacted]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function atEveryDepth(field: string): string[] {
  return [field, `*.${field}`, `*.*.${field}`, `*.*.*.${field}`];
}
