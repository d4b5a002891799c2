import type { Logger } from '../common/runtime';
import type { Ams } from './ams';
import { isAlarm } from './fineract/problems';

/** Nobody's: that Fineract does not know it shows that it has let us in. */
const nobody = { partyIdType: 'MSISDN', partyIdentifier: '0' } as const;

/** What to mend, by the status with which Fineract refuses whoever asks. */
const advice: readonly (readonly [status: string, what: string])[] = [
  ['400', 'amsFineract.fineractTenantId must be a tenant of this Fineract'],
  ['401', 'amsFineract.username and its password must be those of a user of this Fineract'],
  [
    '403',
    "the user needs the permissions of the README, and Fineract's firewall must let the hub in",
  ],
  ['404', 'amsFineract.baseUrl must be what stands before /api/v1'],
];

/**
 * Asks a tenant's Fineract one harmless question, so that wrong credentials are told when the hub starts and not by
 * the first payment. Never rejects.
 */
export async function checkAccess(
  { tenant: { tenant, settings }, fineract }: Ams,
  log: Logger,
): Promise<void> {
  const signal = AbortSignal.timeout(settings.lookUpTimeoutMs);
  const answer = await fineract.findAccountId(nobody, signal).catch((error: unknown) => error);
  const fields = { tenant, baseUrl: settings.baseUrl };
  if (!isAnswer(answer)) {
    log.warn({ ...fields, error: answer }, 'Fineract could not be asked whether it lets us in');
    return;
  }
  if (answer.ok || answer.problem === 'identifier-unknown') {
    log.info(fields, 'Fineract lets us in');
    return;
  }
  const { problem, detail } = answer;
  const whatToDo = advice.find(([status]) => detail.startsWith(status))?.[1];
  if (isAlarm(problem)) {
    log.error({ ...fields, problem, detail, whatToDo }, 'Fineract does not let us in');
  } else {
    log.warn(
      { ...fields, problem, detail },
      'Fineract does not answer as it should: payments wait',
    );
  }
}

function isAnswer(value: unknown): value is Awaited<ReturnType<Ams['fineract']['findAccountId']>> {
  return typeof value === 'object' && value !== null && 'ok' in value;
}
