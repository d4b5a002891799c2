import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';
import type { Stage } from '../stage';
import { completedTimestamp, hub, rulesOf, type Answer, type Answers } from './answers';
import { playPayment, type Payment } from './payments';
import { checksOfTransfers, scenarioSuite, tenantFor } from './scenario-suite';
import type { Assertion, Suite } from './suite';

interface Scenario extends Payment {
  readonly answers?: Answers;
  /** Waits for answers for as short a time as may be. */
  readonly hasty?: boolean;
}

const newest = (resource: string) =>
  `application/vnd.interoperability.${resource}+json;version=2.0`;

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
  return scenarioSuite({ name, toolkitIs: 'payee and switch' }, scenarios, play, checksOfTransfers);
}

async function play(
  stage: Stage,
  version: FspiopVersion,
  scenario: Scenario,
): Promise<readonly Assertion[]> {
  await stage.toolkit.setRules(rulesOf(scenario.answers ?? {}));
  return (await playPayment(stage, tenantFor(version, scenario), scenario)).assertions;
}
