import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type { UseCaseName } from '../../../connectors/common/contracts/use-cases';
import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';
import type { Check } from '../../kit/payments/checks';
import { payer, payersBank } from '../bank';
import type { Stage } from '../stage';
import { toolkitFsp } from '../tenants';
import { hub, rulesOf, type Answer, type Answers } from './answers';
import { comesTrue, hears } from './hearsay';
import { OurRequest } from './our-request';
import { equal } from './payments';
import type { Said } from './say';
import { scenarioSuite, tenantFor } from './scenario-suite';
import { assertionsOfChecks, type Assertion, type Suite } from './suite';

interface Course {
  readonly request: OurRequest;
  readonly transactionId: string;
  readonly transactionRequestId: string;
}

interface Scenario {
  readonly title: string;
  readonly useCase?: UseCaseName;
  /** `stands`: an answer that says the transaction request's state. */
  readonly answers: (stands: (state: string) => Answer) => Answers;
  /** Waits for answers for as short a time as may be. */
  readonly hasty?: boolean;
  /** What the toolkit does when its customer has been asked. */
  readonly then?: (course: Course) => Promise<Check[]>;
  /** What our customer's app hears, in this order. */
  readonly hears: string;
}

const silent = () => ({ request: 'silence', requestState: 'silence' }) as const;
const received = (stands: (state: string) => Answer) => ({ request: stands('RECEIVED') });
const paid = { hears: 'WAITING_FOR_PAYER, COMMITTED', then: pay } as const;

const requests: readonly Scenario[] = [
  { title: 'RECEIVED, and it is paid', answers: received, ...paid },
  {
    title: 'PENDING, and it is paid',
    answers: (stands) => ({ request: stands('PENDING') }),
    ...paid,
  },
  {
    title: 'REJECTED',
    answers: (stands) => ({ request: stands('REJECTED') }),
    hears: 'ABORTED (4101)',
  },
  {
    title: 'RECEIVED, then REJECTED',
    answers: received,
    then: reject,
    hears: 'WAITING_FOR_PAYER, ABORTED (4101)',
  },
  {
    title: 'RECEIVED, then REJECTED by somebody who was not asked, and it is paid',
    answers: received,
    then: async (course) => [...(await reject(course, hub)), ...(await pay(course))],
    hears: 'WAITING_FOR_PAYER, COMMITTED',
  },
  {
    title: 'ACCEPTED, and no money comes',
    answers: (stands) => ({ request: stands('ACCEPTED'), requestState: stands('ACCEPTED') }),
    hasty: true,
    hears: 'PENDING',
  },
  {
    title: 'the error 3204 from the payer’s DFSP',
    answers: () => ({ request: { error: '3204' } }),
    hears: 'ABORTED (3204)',
  },
  {
    title: 'the error 4200 from the payer’s DFSP',
    answers: () => ({ request: { error: '4200' } }),
    hears: 'ABORTED (4200)',
  },
  {
    title: 'the error 1001 from the switch; the payer’s DFSP, asked, has never heard of it',
    answers: () => ({
      request: { error: '1001', source: hub },
      requestState: { error: '3206' },
    }),
    hasty: true,
    hears: 'ABORTED (3206)',
  },
  {
    title: 'no answer; asked, it says REJECTED',
    answers: (stands) => ({ request: 'silence', requestState: stands('REJECTED') }),
    hasty: true,
    hears: 'ABORTED (4101)',
  },
  {
    title: 'no answer at all',
    answers: silent,
    hasty: true,
    hears: 'ABORTED (3301)',
  },
  {
    title: 'the switch knows no DFSP of the payer',
    answers: () => ({ participant: { error: '3204', source: hub } }),
    hears: 'ABORTED (3204)',
  },
];

const otp = (entered: string) => ({
  entry: { responseType: 'ENTERED', authenticationValue: entered },
  told: {
    responseType: 'ENTERED',
    authenticationInfo: { authentication: 'OTP', authenticationValue: entered },
  },
});
const resend = { entry: { responseType: 'RESEND' }, told: { responseType: 'RESEND' } };
const no = { entry: { responseType: 'REJECTED' }, told: { responseType: 'REJECTED' } };
const answerSchema = z.strictObject({
  responseType: z.string(),
  authenticationInfo: z
    .strictObject({ authentication: z.string(), authenticationValue: z.string() })
    .optional(),
});
type Entry = typeof resend | ReturnType<typeof otp>;

const useCase = 'agent-cash-out-on-pos';

const authorizations: readonly Scenario[] = [
  {
    title: 'what the payer enters, and it is paid',
    ...{ useCase, answers: received },
    then: (course) => enter(course, [otp('654321')], pay),
    hears: 'WAITING_FOR_PAYER, COMMITTED',
  },
  {
    title: 'something wrong, another one wanted, then the right one',
    ...{ useCase, answers: received },
    then: (course) => enter(course, [otp('111111'), resend, otp('654321')], pay),
    hears: 'WAITING_FOR_PAYER, COMMITTED',
  },
  {
    title: 'the payer says no at the device',
    ...{ useCase, answers: received },
    then: (course) => enter(course, [no], reject),
    hears: 'WAITING_FOR_PAYER, ABORTED (4101)',
  },
];

/** The toolkit as the DFSP of who is asked for money, and as switch. */
export const ourRequestsSuites: readonly Suite[] = [
  ourRequestsSuite('our customers ask for money', requests),
  ourRequestsSuite('one-time passwords at our devices', authorizations),
];

function ourRequestsSuite(name: string, scenarios: readonly Scenario[]): Suite {
  return scenarioSuite({ name, toolkitIs: 'payer and switch' }, scenarios, play);
}

async function play(
  stage: Stage,
  version: FspiopVersion,
  scenario: Scenario,
): Promise<readonly Assertion[]> {
  const transactionId = crypto.randomUUID();
  const stands = (transactionRequestState: string): Answer => ({
    answer: { body: { transactionId, transactionRequestState } },
  });
  await stage.toolkit.setRules(rulesOf(scenario.answers(stands)));
  const ledger = async () =>
    new Decimal((await stage.fineract.account(payer.accountId, payersBank)).ledger);
  const before = await ledger();
  const tenant = tenantFor(version, scenario);
  const asking = { stage, version, tenant, useCase: scenario.useCase ?? 'request-to-pay' };
  const request = await OurRequest.made(asking);
  const checks =
    scenario.then === undefined
      ? []
      : await follow(stage, { request, transactionId }, scenario.then);
  const heard = await hears(stage, request.requestId, scenario.hears);
  const amount = scenario.hears.endsWith('COMMITTED') ? '100.12' : '0';
  return assertionsOfChecks(scenario.title, [
    ...checks,
    equal(`the app hears ${scenario.hears}`, scenario.hears, heard),
    equal('our customer gets', amount, (await ledger()).minus(before).toFixed()),
  ]);
}

/** What comes after the app has heard that the payer is asked. */
async function follow(
  stage: Stage,
  known: Pick<Course, 'request' | 'transactionId'>,
  then: NonNullable<Scenario['then']>,
): Promise<Check[]> {
  const isAsked = await comesTrue(() => stage.heard.of(known.request.requestId).length > 0);
  const transactionRequestId = await known.request.transactionRequestId();
  if (!isAsked || transactionRequestId === undefined) {
    return [equal('the payer is asked', 'asked', 'nobody heard of it')];
  }
  return then({ ...known, transactionRequestId });
}

async function pay({ request, transactionId, transactionRequestId }: Course): Promise<Check[]> {
  const said = await request.isPaid(transactionId, transactionRequestId);
  const answers = said.map(({ status, callback }) => `${String(status)} ${pathOf(callback)}`);
  return [
    equal(
      'party, quote, transfer and confirmation are taken and answered',
      '202 /parties, 202 /quotes, 202 /transfers, 200 -',
      answers.join(', '),
    ),
  ];
}

/** `/quotes` or `/quotes .../error` */
function pathOf(callback: Said['callback']): string {
  if (callback === undefined) return '-';
  const path = callback.url.replace(/^https?:\/\/[^/]+/, '');
  return `/${path.split('/')[1] ?? ''}${path.endsWith('/error') ? ' .../error' : ''}`;
}

async function reject(
  { request, transactionRequestId, transactionId }: Course,
  source = toolkitFsp,
): Promise<Check[]> {
  const body = { transactionId, transactionRequestState: 'REJECTED' };
  const { status } = await request.stands(transactionRequestId, body, source);
  return [equal(`REJECTED from ${source} is taken`, '200', String(status))];
}

async function enter(
  course: Course,
  entries: readonly Entry[],
  then: (course: Course) => Promise<Check[]>,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [index, { entry, told }] of entries.entries()) {
    const left = entries.length - index;
    const { transactionRequestId } = course;
    const got = await course.request.authorises(transactionRequestId, left, entry);
    const { responseType } = told;
    checks.push(
      equal(
        `entry ${index + 1}: the device is told how often one may be made still`,
        String(left),
        String(got.shown?.triesLeft),
      ),
      equal(
        `entry ${index + 1}: the payer’s DFSP hears ${responseType}`,
        wordsOf(told),
        wordsOf(got.told.callback?.body),
      ),
    );
  }
  return [...checks, ...(await then(course))];
}

/** In one order, whoever wrote it. */
function wordsOf(body: unknown): string {
  const answer = answerSchema.safeParse(body);
  if (!answer.success) return 'nothing';
  const { authenticationInfo: info = {}, ...rest } = answer.data;
  return JSON.stringify({ ...rest, ...info });
}
