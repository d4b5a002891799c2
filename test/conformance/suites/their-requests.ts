import { Decimal } from 'decimal.js';
import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';
import type { Check } from '../../kit/payments/checks';
import { currency, payer, payersBank } from '../bank';
import type { Stage } from '../stage';
import { otherFsp } from '../tenants';
import { hub, rulesOf, type Answers } from './answers';
import { comesTrue, hears, heardOf } from './hearsay';
import { equal } from './payments';
import { checksOfTransfers, scenarioSuite, tenantFor } from './scenario-suite';
import { assertionsOfChecks, type Assertion, type Suite } from './suite';
import { amount, TheirRequest } from './their-request';

interface Scenario {
  readonly title: string;
  /** Of POST /transactionRequests. */
  readonly changes?: () => object;
  readonly answers?: Answers;
  /** Our customer has little time to decide. */
  readonly hasty?: boolean;
  /** What happens when the request is received. */
  readonly then?: (request: TheirRequest, stage: Stage) => Promise<Check[]>;
  /** What the DFSP that asks is told, in this order. */
  readonly told: string;
  /** What our customer's app hears, in this order; nothing of a request that is refused at once. */
  readonly hears: string;
}

const inS = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
const refused = (code: string) => ({ told: `error ${code}`, hears: '' }) as const;

const requests: readonly Scenario[] = [
  {
    title: 'our customer pays',
    then: async (request, stage) => [
      ...(await isAsked(request, stage)),
      equal('GET hears', 'PENDING', await request.stands()),
      equal('the same request again hears', 'PENDING', await request.asks()),
      equal('another one of its id hears', 'error 3106', await request.asks({ note: 'All of it' })),
      ...(await decided(request, 'accept', 'COMMITTED')),
      equal('GET hears', 'ACCEPTED', await request.stands()),
    ],
    told: 'RECEIVED, PENDING, PENDING, error 3106, ACCEPTED',
    hears: 'WAITING_FOR_PAYER, COMMITTED',
  },
  {
    title: 'our customer refuses',
    then: async (request, stage) => [
      ...(await isAsked(request, stage)),
      ...(await decided(request, 'refuse', 'ABORTED')),
    ],
    told: 'RECEIVED, REJECTED',
    hears: 'WAITING_FOR_PAYER, ABORTED (4101)',
  },
  {
    title: 'our customer does not decide in the time that we give',
    hasty: true,
    told: 'RECEIVED, REJECTED',
    hears: 'WAITING_FOR_PAYER, ABORTED (4100)',
  },
  {
    title: 'the request expires while our customer decides',
    changes: () => ({ expiration: inS(8) }),
    told: 'RECEIVED, error 3301',
    hears: 'WAITING_FOR_PAYER, ABORTED (3301)',
  },
  {
    title: 'no party is behind the payee',
    answers: { party: { error: '3204' } },
    told: 'RECEIVED, error 3204',
    hears: '',
  },
  {
    title: 'the payee is at another DFSP',
    answers: {
      participant: { answer: { body: { fspId: otherFsp } } },
      party: {
        answer: {
          source: otherFsp,
          body: {
            party: {
              partyIdInfo: {
                partyIdType: '{$request.params.Type}',
                partyIdentifier: '{$request.params.ID}',
                fspId: otherFsp,
              },
            },
          },
        },
      },
    },
    told: 'RECEIVED, error 3203',
    hears: '',
  },
  {
    title: 'the DFSP that asks gives no terms: 5103',
    answers: { quote: { error: '5103' } },
    told: 'RECEIVED, error 5103',
    hears: '',
  },
  { title: 'it has expired', changes: () => ({ expiration: inS(-60) }), ...refused('3301') },
  {
    title: 'nobody has the payer’s number',
    changes: () => ({ payer: { partyIdType: 'MSISDN', partyIdentifier: '255700000098' } }),
    ...refused('3204'),
  },
  {
    title: 'more than our customer has',
    changes: () => ({ amount: { amount: '99000000', currency } }),
    ...refused('4200'),
  },
  {
    title: 'in a currency that we do not have',
    changes: () => ({ amount: { amount: '100', currency: 'EUR' } }),
    ...refused('4103'),
  },
  {
    title: 'to be authorised by a QR code',
    changes: () => ({ authenticationType: 'QRCODE' }),
    ...refused('4102'),
  },
];

const atDevice = () => ({
  authenticationType: 'OTP',
  transactionType: { scenario: 'WITHDRAWAL', initiator: 'PAYEE', initiatorType: 'AGENT' },
});
const entered = (authenticationValue: string) => ({
  responseType: 'ENTERED',
  authenticationInfo: { authentication: 'OTP', authenticationValue },
});
/** Another code of the same length, at each try a new one: the same within a second is a switch's repeat of it. */
const wrong = (code: string, nth = 1) =>
  code.replaceAll(/\d/g, (digit) => String((Number(digit) + nth) % 10));
const paid = { told: 'RECEIVED', hears: 'COMMITTED' } as const;
const locked = { told: 'RECEIVED, REJECTED', hears: 'ABORTED (4100)' } as const;

const authorizations: readonly Scenario[] = [
  {
    title: 'the right code',
    changes: atDevice,
    then: async (request) => {
      await request.enters(entered(await request.isAskedForCode(1, 1)));
      return asked(request, ['3']);
    },
    ...paid,
  },
  {
    title: 'a wrong code, then the right one',
    changes: atDevice,
    then: async (request) => {
      await request.enters(entered(wrong(await request.isAskedForCode(1, 1))));
      await request.enters(entered(await request.isAskedForCode(1, 2)));
      return asked(request, ['3', '2']);
    },
    ...paid,
  },
  {
    title: 'wrong codes, until none may be entered any more',
    changes: atDevice,
    then: async (request) => {
      for (const nth of [1, 2, 3]) {
        const code = await request.isAskedForCode(1, nth);
        await request.enters(entered(wrong(code, nth)));
      }
      return asked(request, ['3', '2', '1']);
    },
    ...locked,
  },
  {
    title: 'another code is wanted, and entered',
    changes: atDevice,
    then: async (request) => {
      const first = await request.isAskedForCode(1, 1);
      await request.enters({ responseType: 'RESEND' });
      const second = await request.isAskedForCode(2, 2);
      await request.enters(entered(second));
      const isNew = second !== first ? 'another one' : 'the first one';
      return [...asked(request, ['3', '3']), equal('the code is', 'another one', isNew)];
    },
    ...paid,
  },
  {
    title: 'the right code from somebody who was not asked, then no from who was',
    changes: atDevice,
    then: async (request) => {
      await request.enters(entered(await request.isAskedForCode(1, 1)), hub);
      await request.enters({ responseType: 'REJECTED' });
      return asked(request, ['3']);
    },
    told: 'RECEIVED, REJECTED',
    hears: 'ABORTED (4101)',
  },
  {
    title: 'no code before the request expires',
    changes: () => ({ ...atDevice(), expiration: inS(8) }),
    told: 'RECEIVED, error 3301',
    hears: 'ABORTED (3301)',
  },
];

/** The toolkit as the DFSP that asks for money, and as switch. */
export const theirRequestsSuites: readonly Suite[] = [
  theirRequestsSuite('our customers are asked for money', requests),
  theirRequestsSuite('one-time passwords of our customers', authorizations),
];

function theirRequestsSuite(name: string, scenarios: readonly Scenario[]): Suite {
  return scenarioSuite({ name, toolkitIs: 'payee and switch' }, scenarios, play, checksOfTransfers);
}

async function play(
  stage: Stage,
  version: FspiopVersion,
  scenario: Scenario,
): Promise<readonly Assertion[]> {
  await stage.toolkit.setRules(rulesOf(scenario.answers ?? {}));
  const look = () => stage.fineract.account(payer.accountId, payersBank);
  const before = await look();
  const tenant = tenantFor(version, scenario);
  const request = new TheirRequest({ stage, version, tenant });
  const first = scenario.told.split(',', 1)[0] ?? '';
  const answer = await request.asks(scenario.changes?.());
  const checks = (await scenario.then?.(request, stage)) ?? [];
  await comesTrue(() => request.told().length >= scenario.told.length);
  const heard = await hears(stage, request.transactionId, scenario.hears);
  const after = await look();
  const amountPaid = scenario.hears.endsWith('COMMITTED') ? amount.amount : '0';
  return assertionsOfChecks(scenario.title, [
    equal('it is answered', first, answer),
    ...checks,
    equal(`our customer’s app hears ${wordsOr(scenario.hears)}`, scenario.hears, heard),
    equal(`the DFSP that asks is told ${scenario.told}`, scenario.told, request.told()),
    equal(
      'our customer paid',
      amountPaid,
      new Decimal(before.ledger).minus(after.ledger).toFixed(),
    ),
    equal('nothing is held now', '0', new Decimal(after.onHold).toFixed()),
  ]);
}

const wordsOr = (words: string) => (words === '' ? 'nothing' : words);

async function isAsked(request: TheirRequest, stage: Stage): Promise<Check[]> {
  const words = 'WAITING_FOR_PAYER';
  await hears(stage, request.transactionId, words);
  return [equal('our customer is asked', words, heardOf(stage, request.transactionId))];
}

async function decided(
  request: TheirRequest,
  decision: 'accept' | 'refuse',
  state: string,
): Promise<Check[]> {
  const { report } = await request.decides(decision);
  return [equal(`to ${decision} ends it`, state, String(report.state))];
}

/** What the device was asked each time: FSPIOP 6.6.3.1. */
function asked(request: TheirRequest, retriesLeft: readonly string[]): Check[] {
  const question = (left: string) => ({
    ...{ authenticationType: 'OTP', retriesLeft: left },
    ...{ amount: amount.amount, currency },
  });
  return [
    equal(
      `the device is asked with ${retriesLeft.join(', ')} tries left`,
      JSON.stringify(retriesLeft.map(question)),
      JSON.stringify(request.questions()),
    ),
  ];
}
