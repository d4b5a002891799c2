import { found, once, type Check, type Finding } from '../common/check';
import type { Ams } from './ams';
import type { Answer } from './fineract/answer';
import { isAlarm } from './fineract/problems';

/** Nobody's: that Fineract does not know it shows that it has let us in. */
const nobody = { partyIdType: 'MSISDN', partyIdentifier: '0' } as const;

/** No account has this number. */
const noAccount = '0';

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

type Fineract = Ams['fineract'];

/**
 * Every permission that the hub needs, and what needs it. A command without a body is refused for want of the
 * permission or, since Fineract looks at that first, for want of a body: it moves nothing.
 */
const permissions: readonly (readonly [
  name: string,
  ask: (fineract: Fineract, signal: AbortSignal) => Promise<Answer<unknown>>,
])[] = [
  ['PREPARE_INTERTRANSFER', (fineract, signal) => fineract.sendNothing('PREPARE', signal)],
  ['CREATE_INTERTRANSFER', (fineract, signal) => fineract.sendNothing('CREATE', signal)],
  ['RELEASE_INTERTRANSFER', (fineract, signal) => fineract.sendNothing('RELEASE', signal)],
  [
    'REVERSETRANSACTION_SAVINGSACCOUNT',
    (fineract, signal) => fineract.reverse(noAccount, '0', signal),
  ],
  ['READ_SAVINGSACCOUNT', (fineract, signal) => fineract.getSavingsId('hub-doctor', signal)],
  ['READ_CLIENT', (fineract, signal) => fineract.getClient('0', signal)],
];

/** Of one tenant's Fineract, with harmless questions. */
export function checksOf({ tenant: { tenant, settings }, fineract }: Ams): Check[] {
  const limit = () => AbortSignal.timeout(settings.lookUpTimeoutMs);
  const access = once(async () => accessFinding(await fineract.findAccountId(nobody, limit())));
  const what = `Fineract at ${settings.baseUrl}`;
  return [
    { what, tenant, isForStart: true, run: access },
    ...permissions.map(([name, ask]): Check => ({
      what: `the permission ${name}`,
      tenant,
      run: async () => {
        const { status } = await access();
        if (status !== 'ok') return found.warn('not asked for: Fineract does not let us in');
        return permissionFinding(name, settings.username, await ask(fineract, limit()));
      },
    })),
  ];
}

function accessFinding(answer: Answer<string>): Finding {
  if (answer.ok || answer.problem === 'identifier-unknown') return found.ok('lets us in');
  const { problem, detail } = answer;
  if (isAlarm(problem)) {
    const whatToDo = advice.find(([status]) => detail.startsWith(status))?.[1];
    return found.fail(`does not let us in (${detail})`, whatToDo);
  }
  return found.away(
    `does not answer as it should: payments wait (${detail})`,
    'Start it, or set amsFineract.baseUrl.',
  );
}

function permissionFinding(name: string, user: string, answer: Answer<unknown>): Finding {
  const detail = answer.ok ? '' : answer.detail;
  if (detail.includes('error.msg.not.authorized')) {
    return found.fail('is missing', `Give the user ${user} the permission ${name} in Fineract.`);
  }
  const isTold = answer.ok || /^4\d\d\b/.test(detail);
  return isTold ? found.ok('is there') : found.warn(`could not be asked for (${detail})`);
}
