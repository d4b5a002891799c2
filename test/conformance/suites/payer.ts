import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';
import type { Stage } from '../stage';
import { hastyPayer, patientPayer, toolkitFsp } from '../tenants';
import {
  answer,
  refuse,
  silence,
  type Callback,
  type Operation,
  type Rules,
} from '../toolkit/rules';
import { playPayment, type Payment } from './payments';
import type { Assertion, Suite } from './suite';

/** How the toolkit answers a request, where that is not as usual. */
type Answer =
  | { readonly answer: Partial<Callback> }
  /** Its callback to /error: with a code, or with a body of its own. */
  | { readonly error: string; readonly source?: string; readonly contentType?: string }
  | { readonly oddError: object }
  | 'silence';

interface Scenario extends Payment {
  readonly answers?: Partial<Record<keyof typeof operations, Answer>>;
  /** Waits for answers for as short a time as may be. */
  readonly hasty?: boolean;
}

const operations = {
  participant: { method: 'get', path: '/participants/{Type}/{ID}' },
  party: { method: 'get', path: '/parties/{Type}/{ID}' },
  quote: { method: 'post', path: '/quotes' },
  transfer: { method: 'post', path: '/transfers' },
  transferState: { method: 'get', path: '/transfers/{ID}' },
} as const satisfies Record<string, Operation>;

const hub = 'Hub';
const newest = (resource: string) =>
  `application/vnd.interoperability.${resource}+json;version=2.0`;

const later = () => new Date(Date.now() + 3_600_000).toISOString();
const completedTimestamp = new Date().toISOString();
const amount = {
  amount: '{$request.body.amount.amount}',
  currency: '{$request.body.amount.currency}',
};

/** Packet, condition and fulfilment are added by the toolkit itself. */
const usual = {
  participant: { source: hub, body: { fspId: toolkitFsp } },
  party: {
    source: toolkitFsp,
    body: {
      party: {
        partyIdInfo: {
          partyIdType: '{$request.params.Type}',
          partyIdentifier: '{$request.params.ID}',
          fspId: toolkitFsp,
        },
        name: 'Baraka Mushi',
        personalInfo: { complexName: { firstName: 'Baraka', lastName: 'Mushi' } },
      },
    },
  },
  quote: { source: toolkitFsp, body: { transferAmount: amount, expiration: later() } },
  transfer: { source: toolkitFsp, body: { transferState: 'COMMITTED', completedTimestamp } },
  transferState: { source: hub, body: { transferState: 'COMMITTED', completedTimestamp } },
} satisfies Record<keyof typeof operations, Callback>;

const committed = { outcome: 'COMMITTED', holds: 1 } as const;
const refused = (code: string) => ({ outcome: `ABORTED (${code})`, holds: 0 }) as const;
const undone = (code: string) => ({ outcome: `ABORTED (${code})`, holds: 1 }) as const;

const aborted = (cause: string): Answer => ({
  answer: {
    body: {
      transferState: 'ABORTED',
      completedTimestamp,
      extensionList: { extension: [{ key: 'cause', value: cause }] },
    },
  },
});

const payments: readonly Scenario[] = [
  { title: 'a payment', ...committed },
  { title: 'the payer sees the quote and accepts', decision: 'accept', ...committed },
  { title: 'the payer sees the quote and refuses', decision: 'refuse', ...refused('4100') },
  {
    title: 'the switch itself says COMMITTED, in version 2.0',
    answers: { transfer: { answer: { source: hub, contentType: newest('transfers') } } },
    ...committed,
  },
  {
    title: 'the party comes from the switch, in version 2.0',
    answers: { party: { answer: { source: hub, contentType: newest('parties') } } },
    ...committed,
  },
  {
    title: 'RESERVED is not the end',
    answers: { transfer: { answer: { source: hub, body: { transferState: 'RESERVED' } } } },
    hasty: true,
    ...committed,
  },
];

const refusals: readonly Scenario[] = [
  {
    title: 'participant: 3204 from the switch',
    answers: { participant: { error: '3204', source: hub } },
    ...refused('3204'),
  },
  {
    title: 'party: 3204 from the payee',
    answers: { party: { error: '3204' } },
    ...refused('3204'),
  },
  {
    title: 'party: 3204 from the switch, in version 2.0',
    answers: { party: { error: '3204', source: hub, contentType: newest('parties') } },
    ...refused('3204'),
  },
  {
    title: 'party: 1001 from the switch',
    answers: { party: { error: '1001', source: hub } },
    ...refused('1001'),
  },
  { title: 'quote: 5103', answers: { quote: { error: '5103' } }, ...refused('5103') },
  {
    title: 'quote: 3201 from the switch, in version 2.0',
    answers: { quote: { error: '3201', source: hub, contentType: newest('quotes') } },
    ...refused('3201'),
  },
  {
    title: 'quote: a code of the scheme’s own',
    answers: { quote: { error: '5240' } },
    ...refused('5240'),
  },
  {
    title: 'transfer: 5105 from the payee; the switch says ABORTED',
    answers: { transfer: { error: '5105' }, transferState: aborted('5105: not today') },
    ...undone('5105'),
  },
  {
    title: 'transfer: 4001 from the switch, in version 2.0; then ABORTED',
    answers: {
      transfer: { error: '4001', source: hub, contentType: newest('transfers') },
      transferState: aborted('4001: over the limit'),
    },
    ...undone('4001'),
  },
  {
    title: 'transfer: an error without errorInformation, as real switches send; then ABORTED',
    answers: {
      transfer: { oddError: { transferState: 'RESERVED', fulfilment: 'x'.repeat(43) } },
      transferState: aborted('3100: invalid fulfilment'),
    },
    ...undone('3100'),
  },
  {
    title: 'transfer: an error although the switch has committed',
    answers: { transfer: { error: '2001' } },
    ...committed,
  },
];

const silences: readonly Scenario[] = [
  { title: 'no participant', answers: { participant: 'silence' }, hasty: true, ...refused('2004') },
  { title: 'no party', answers: { party: 'silence' }, hasty: true, ...refused('2004') },
  { title: 'no quote', answers: { quote: 'silence' }, hasty: true, ...refused('2004') },
  {
    title: 'no answer to the transfer; the switch, asked, says COMMITTED',
    answers: { transfer: 'silence' },
    hasty: true,
    ...committed,
  },
  {
    title: 'no answer to the transfer; the switch, asked, says ABORTED',
    answers: { transfer: 'silence', transferState: aborted('3303: expired') },
    hasty: true,
    ...undone('3303'),
  },
];

/** The toolkit as switch and payee, its checks of ILP packet and condition on. */
export const payerSuites: readonly Suite[] = [
  payerSuite('payments', payments),
  payerSuite('refusals at each step', refusals),
  payerSuite('no answer at each step', silences),
];

function payerSuite(name: string, scenarios: readonly Scenario[]): Suite {
  return {
    name,
    toolkitIs: 'payee and switch',
    play: (stage, version) => playAll(stage, version, scenarios),
  };
}

async function playAll(
  stage: Stage,
  version: FspiopVersion,
  scenarios: readonly Scenario[],
): Promise<Assertion[]> {
  const { toolkit } = stage;
  await toolkit.configure({
    CALLBACK_ENDPOINT: stage.hubUrl,
    FSPID: toolkitFsp,
    HUB_ONLY_MODE: false,
    TRANSFERS_VALIDATION_WITH_PREVIOUS_QUOTES: true,
    TRANSFERS_VALIDATION_ILP_PACKET: true,
    TRANSFERS_VALIDATION_CONDITION: true,
  });
  const assertions: Assertion[] = [];
  for (const scenario of scenarios) {
    await toolkit.setRules(rulesOf(scenario));
    const tenant = scenario.hasty === true ? hastyPayer(version) : patientPayer(version);
    assertions.push(...(await playPayment(stage, tenant, scenario)).assertions);
  }
  return assertions;
}

function rulesOf({ answers = {} }: Scenario): Rules {
  const names = Object.keys(operations) as (keyof typeof operations)[];
  const rules = names.map((name) => ruleOf(operations[name], usual[name], answers[name]));
  return {
    validation: rules.flatMap(({ validation = [] }) => validation),
    callback: rules.flatMap(({ callback = [] }) => callback),
  };
}

function ruleOf(operation: Operation, callback: Callback, how: Answer | undefined): Partial<Rules> {
  if (how === undefined) return { callback: [answer(operation, callback)] };
  if (how === 'silence') return { callback: [silence(operation)] };
  if ('answer' in how) return { callback: [answer(operation, { ...callback, ...how.answer })] };
  if ('oddError' in how) {
    return { validation: [refuse(operation, { source: hub, body: how.oddError })] };
  }
  const { error: errorCode, source = toolkitFsp, contentType } = how;
  const body = { errorInformation: { errorCode, errorDescription: 'as the rule says' } };
  return { validation: [refuse(operation, { source, body, ...(contentType && { contentType }) })] };
}
