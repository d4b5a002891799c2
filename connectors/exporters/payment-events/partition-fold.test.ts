import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { elementsOf, processOf, readDiagram } from '../../../test/kit/bpmn/diagrams';
import {
  context,
  eventsOfRecordings,
  kafkaRecordsOf,
} from '../../../test/kit/engine-records/events';
import { readRecording } from '../../../test/kit/engine-records/recordings';
import { asha, baraka } from '../../../test/kit/stack/dfsps';
import {
  paymentEventSchema,
  paymentEventTexts,
  type PaymentEvent,
} from '../../common/contracts/payment-events';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { createPersonTokens } from '../../common/contracts/person-tokens';
import { PartitionFold, type KeptValue } from './partition-fold';
import { rulesByProcess } from './rules';

const diagramFolder = join(__dirname, '../../../bpmn');
/** Those in folders below are called by others, and become part of them. */
const allDiagrams = readdirSync(diagramFolder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.bpmn'))
  .map((name) => join(diagramFolder, name))
  .map((path) => ({ path, xml: readFileSync(path, 'utf8') }));

const demo = kafkaRecordsOf(readRecording('demo'));
const troubles = kafkaRecordsOf(readRecording('troubles'));

const eventsOf = (records: readonly KafkaRecord[]) =>
  new PartitionFold(context).take(records).events;

/** In words: `lion quoted`. */
const storyOf = (events: readonly PaymentEvent[]) =>
  events.map(({ tenant, kind }) => `${tenant} ${kind}`);

/** One after the other, as they began. */
function byPayment(events: readonly PaymentEvent[]): PaymentEvent[][] {
  const payments = new Map<string, PaymentEvent[]>();
  for (const event of events) {
    payments.set(event.transactionId, [...(payments.get(event.transactionId) ?? []), event]);
  }
  return [...payments.values()];
}

const ofSide = (side: string, events: readonly PaymentEvent[] = []) =>
  events.filter((event) => event.side === side).map(({ kind }) => kind);

describe('the payments of the demo', () => {
  const [paid, unknownPayee, tooMuch, refused, sentTwice] = byPayment(eventsOf(demo));

  test('one that is paid is told from both sides, from the request to the fee', () => {
    expect(ofSide('payer', paid)).toEqual([
      ...['requested', 'payee-found', 'quoted', 'held', 'sent-to-switch', 'committed', 'booked'],
      'fee-owed',
    ]);
    expect(ofSide('payee', paid)).toEqual([
      ...['quote-asked', 'quote-given', 'transfer-received', 'transfer-accepted', 'committed'],
      ...['credited', 'fee-owed'],
    ]);
    expect(ofSide('payer', sentTwice)).toEqual(ofSide('payer', paid));
  });

  test('both sides say the same of it: ids, amount, DFSPs, what is owed', () => {
    const [payers, payees] = ['payer', 'payee'].map((side) =>
      paid?.findLast((event) => event.side === side && event.kind === 'fee-owed'),
    );
    expect(payers).toMatchObject({
      tenant: 'lion',
      amount: { amount: '100.12', currency: 'TZS' },
      payer: { fspId: 'lion', partyIdType: 'MSISDN' },
      payee: { fspId: 'buffalo', partyIdType: 'MSISDN' },
      details: { debtor: 'buffalo', creditor: 'lion', amount: '0.6' },
    });
    expect(payees).toMatchObject({
      tenant: 'buffalo',
      ...{ transactionId: payers?.transactionId, transferId: payers?.transferId },
      ...{ quoteId: payers?.quoteId, amount: payers?.amount, details: payers?.details },
      payer: { fspId: 'lion' },
      payee: { fspId: 'buffalo' },
    });
  });

  test('one that fails says with which error, and that what was held is free again', () => {
    const last = (events: readonly PaymentEvent[] = []) =>
      events.map(({ kind, details }) => [kind, details]).at(-1);
    expect(last(unknownPayee)).toEqual(['failed', { errorCode: '3204' }]);
    expect(last(tooMuch)).toEqual(['failed', { errorCode: '4200' }]);
    expect(ofSide('payer', refused).slice(3)).toEqual([
      ...[
        'waiting-for-payer',
        'payer-decided',
        'held',
        'sent-to-switch',
        'switch-asked',
        'aborted',
      ],
      ...['released', 'failed'],
    ]);
    expect(ofSide('payee', refused).at(-1)).toBe('transfer-refused');
  });
});

describe('how payments end, for who watches many of them', () => {
  const endsOf = (all: readonly KafkaRecord[]) => new PartitionFold(context).take(all).ends;
  const inWords = (all: readonly KafkaRecord[]) =>
    endsOf(all).map(({ tenant, side, outcome, cause }) => [tenant, side, outcome, cause].join(' '));

  test('each is counted once on each side, with the family of its error', () => {
    expect(inWords(demo).toSorted()).toEqual([
      ...['buffalo payee paid none', 'buffalo payee paid none'],
      'buffalo payee refused payee blocked',
      ...['lion payer failed not found', 'lion payer failed payee blocked'],
      'lion payer failed payer limit',
      ...['lion payer paid none', 'lion payer paid none'],
    ]);
  });

  test('what was paid took from the request to the money, by the engine’s clock', () => {
    const [first] = byPayment(eventsOf(demo));
    const at = (kind: string) =>
      Date.parse(first?.find((event) => event.kind === kind)?.occurredAt ?? '');
    const end = endsOf(demo).find(({ side, outcome }) => side === 'payer' && outcome === 'paid');
    expect(end?.tookMs).toBeGreaterThan(0);
    expect(end?.tookMs).toBeGreaterThanOrEqual(at('booked') - at('requested'));
    expect(end?.tookMs).toBeLessThan(at('booked') - at('requested') + 1_000);
  });

  test('a payment that an older build has begun is counted, and nobody says how long it took', () => {
    const half = demo.slice(0, 300);
    const before = new PartitionFold(context);
    const kept = new Map(before.take(half).kept.map(({ key, value }) => [key, value]));
    const after = new PartitionFold(context);
    for (const [key, value] of kept) {
      const older = value?.replace(/"beganAtMs":\d+,/, '') ?? null;
      after.restore({ key, value: older });
    }
    const [end] = after.take(demo.slice(300)).ends;
    expect(end).toMatchObject({ outcome: 'paid', tookMs: undefined });
  });
});

describe('what needs a person', () => {
  const payments = byPayment(eventsOf(troubles));
  const storyWith = (kind: string, beside: string) =>
    payments.find((events) => {
      const kinds = events.map((event): string => event.kind);
      return kinds.includes(kind) && kinds.includes(beside);
    });
  const detailsOf = (kind: string, events: readonly PaymentEvent[] = []) =>
    events.flatMap((event) => (event.kind === kind ? [event.details] : []));

  test('is told once, however often it is tried again by itself, and so is the decision', () => {
    const story = storyWith('decided', 'fees-missed');
    expect(storyOf(story ?? []).slice(5)).toEqual([
      ...['lion committed', 'lion waiting-for-operator', 'lion decided', 'lion booked'],
      'lion fees-missed',
    ]);
    expect(detailsOf('waiting-for-operator', story)).toEqual([
      { reason: 'BOOKING_FAILED', choices: ['book'] },
    ]);
    expect(detailsOf('decided', story)).toEqual([{ decision: 'book' }]);
    expect(detailsOf('committed', story)).toEqual([{ onWordOf: 'switch' }]);
  });

  test('what an operator says while the switch is silent counts as the operator’s word', () => {
    const story = storyWith('aborted', 'decided');
    expect(detailsOf('waiting-for-operator', story)).toMatchObject([{ reason: 'OUTCOME_UNKNOWN' }]);
    expect(detailsOf('aborted', story)).toEqual([{ onWordOf: 'operator' }]);
  });

  test('of what was never sent nothing is aborted', () => {
    const story = payments.find((events) =>
      events.some(
        (event) => event.kind === 'waiting-for-operator' && event.details.reason === 'HOLD_UNKNOWN',
      ),
    );
    expect(storyOf(story ?? []).slice(3)).toEqual([
      ...['lion waiting-for-operator', 'lion decided', 'lion released', 'lion failed'],
    ]);
  });

  test('an incident names the step that stands still, also for an error that nothing catches', () => {
    const story = storyWith('incident-resolved', 'incident-left');
    expect(detailsOf('incident-raised', story)).toMatchObject([
      { element: 'quotePayer', errorType: 'JOB_NO_RETRIES' },
      { element: 'evaluateFees', errorType: 'UNHANDLED_ERROR_EVENT' },
    ]);
    expect(detailsOf('incident-resolved', story)).toMatchObject([{ element: 'quotePayer' }]);
    // Its process was cancelled: nobody has mended it.
    expect(detailsOf('incident-left', story)).toMatchObject([{ element: 'evaluateFees' }]);
    expect(story?.at(-1)?.kind).toBe('cancelled');
  });
});

describe('what operators had credited too early, or have settled by hand', () => {
  const [undone, stands, booked] = byPayment(eventsOf(kafkaRecordsOf(readRecording('by-hand'))));
  const fromDecision = (story: readonly PaymentEvent[] = []) => {
    const kinds = story.map(({ kind }) => kind);
    return kinds.slice(kinds.indexOf('decided'));
  };

  test('a credit that is taken back has failed, and was never paid', () => {
    expect(fromDecision(undone)).toEqual([
      ...['decided', 'credited-on-word', 'waiting-for-operator', 'decided', 'switch-asked'],
      ...['aborted', 'credit-undone', 'failed'],
    ]);
    const aborted = undone?.find(({ kind }) => kind === 'aborted');
    expect(aborted?.details).toEqual({ onWordOf: 'switch' });
  });

  test('one that an operator lets stand is paid, on the operator’s word', () => {
    expect(fromDecision(stands)).toEqual([
      ...['decided', 'credited-on-word', 'waiting-for-operator', 'decided', 'committed'],
      'credited',
    ]);
    const committed = stands?.find(({ kind }) => kind === 'committed');
    expect(committed?.details).toEqual({ onWordOf: 'operator' });
  });

  test('what is closed ends as the switch’s verdict has it', () => {
    expect(fromDecision(booked)).toEqual(['decided', 'booked']);
  });
});

describe('events', () => {
  const all = eventsOfRecordings();

  test('are as the contract and the published schema have them, and each has an id of its own', () => {
    const file = join(__dirname, 'payment-event.schema.json');
    const ajv = addFormats(new Ajv2020({ strict: false }));
    const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
    for (const event of all) {
      expect(paymentEventSchema.parse(event)).toEqual(event);
      expect([validate(JSON.parse(JSON.stringify(event))), validate.errors]).toEqual([true, null]);
    }
    expect(validate({ ...all[0], kind: 'made-up' })).toBe(false);
    expect(new Set(all.map(({ eventId }) => eventId)).size).toBe(all.length);
  });

  test('of every kind are among the recorded payments', () => {
    const told = new Set(all.map(({ kind }) => kind));
    expect(Object.keys(paymentEventTexts).filter((kind) => !told.has(kind as never))).toEqual([]);
  });

  test('name nobody, nor does what is remembered', () => {
    const { events, kept } = new PartitionFold(context).take(demo);
    const text = JSON.stringify([events, kept]);
    const accounts = [asha, baraka].map(({ accountId }) => `"${accountId}"`);
    for (const personal of [asha.msisdn, baraka.msisdn, 'Baraka', ...accounts]) {
      expect(JSON.stringify(demo)).toContain(personal.replaceAll('"', ''));
      expect(text).not.toContain(personal);
    }
  });

  test('tell the parties of one tenant apart by tokens, and no party by two tenants', () => {
    const tokensOf = (tenant: string, side: 'payer' | 'payee') =>
      new Set(all.flatMap((event) => (event.tenant === tenant ? (event[side].token ?? []) : [])));
    const lions = tokensOf('lion', 'payer');
    const buffalos = tokensOf('buffalo', 'payer');
    expect([lions.size, buffalos.size]).toEqual([1, 1]);
    expect([...lions]).not.toEqual([...buffalos]);
    // Baraka, whom the troubles pay too, and the number that nobody has.
    expect(tokensOf('lion', 'payee').size).toBe(2);
    const party = { partyIdType: 'MSISDN', partyIdentifier: asha.msisdn } as const;
    const tokens = createPersonTokens('a secret of thirty-two characters or more');
    const spelledOtherwise = { ...party, partyIdentifier: `+${asha.msisdn}` };
    expect(tokens.tokenOf('lion', tokens.fingerprintOf(spelledOtherwise))).toBe([...lions][0]);
  });

  test('have no tokens where the hub has no secret', () => {
    const fold = new PartitionFold({ ...context, tokens: undefined });
    expect(JSON.stringify(fold.take(demo))).not.toMatch(/token|fingerprint/);
  });
});

describe('the element that tells', () => {
  const all = eventsOfRecordings();
  /** What variables tell, and the process itself. */
  const ofNoElement = ['fee-owed', 'fees-missed', 'cancelled'];

  test('is named by each event, and is one of the diagrams; those that no element tells name none', async () => {
    const ids = new Set<string>();
    for (const process of Object.keys(rulesByProcess)) {
      for (const id of await elementIdsOf(process)) ids.add(id);
    }
    const tells = ({ kind }: PaymentEvent) => !ofNoElement.includes(kind);
    const unnamed = all.filter(({ source }) => source.elementId === undefined);
    expect(unnamed).toEqual(all.filter((event) => !tells(event)));
    expect(all.filter(tells).filter(({ source }) => !ids.has(source.elementId ?? ''))).toEqual([]);
  });

  test('is that of the rule, and of an incident the one that stands still', () => {
    const elementOf = (is: (event: PaymentEvent) => boolean) => all.find(is)?.source.elementId;
    expect(elementOf(({ kind }) => kind === 'held')).toBe('blockFunds');
    const incidents = all.flatMap((one) => ('element' in one.details ? [one] : []));
    expect(incidents.map(({ source }) => source.elementId)).toEqual(
      incidents.map(({ details }) => 'element' in details && details.element),
    );
    expect(incidents.length).toBeGreaterThan(2);
  });

  test('changes no id of an event that an older build has told', () => {
    expect(all[0]?.eventId).toBe('5f7efa8b-29c3-5ec2-a487-899836c9b9f2');
    const incident = all.find(({ kind }) => kind === 'incident-raised');
    expect(incident?.eventId).toBe('9ab2a29a-46c4-5078-b138-97469ff12769');
    const fee = all.find(({ kind }) => kind === 'fee-owed');
    expect(fee?.eventId).toBe('c0f5fb98-4982-5caa-8a11-0f1441d63578');
  });
});

async function elementIdsOf(process: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { path, xml } of allDiagrams) {
    const found = processOf(await readDiagram(xml));
    const isPart = found.id === process || dirname(path) !== diagramFolder;
    if (isPart) ids.push(...elementsOf(found).map(({ id }) => id));
  }
  return ids;
}

test.each(Object.entries(rulesByProcess))(
  'every rule of %s is about an element that there is',
  async (process, { elements }) => {
    const ofProcess = await elementIdsOf(process);
    expect(ofProcess.length).toBeGreaterThan(1);
    expect(Object.keys(elements).filter((id) => !ofProcess.includes(id))).toEqual([]);
  },
);

describe('a fold', () => {
  const expected = eventsOf(demo);
  const firstPayments = demo.slice(0, 600);
  const lastOfEach = (kept: readonly KeptValue[]) => [
    ...new Map(kept.map((one) => [one.key, one])).values(),
  ];

  test('that is cut anywhere, goes on elsewhere and hears things again tells the same events, once each', () => {
    const cut = fc.record({
      at: fc.nat(firstPayments.length),
      /** So many records before it come again. */
      again: fc.nat(400),
      restarts: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 12 }), (cuts) => {
        let fold = new PartitionFold(context);
        const kept: KeptValue[] = [];
        const events: PaymentEvent[] = [];
        let from = 0;
        for (const { at, again, restarts } of [
          ...cuts,
          { at: firstPayments.length, again: 0, restarts: false },
        ]) {
          const taken = fold.take(firstPayments.slice(Math.min(from, at), at));
          events.push(...taken.events);
          kept.push(...taken.kept);
          expect(taken.trouble).toMatchObject({ unreadable: [], untold: 0, ofAnotherLog: 0 });
          from = Math.max(0, Math.max(from, at) - again);
          if (!restarts) continue;
          fold = new PartitionFold(context);
          for (const one of lastOfEach(kept)) fold.restore(one);
        }
        expect(events).toEqual(eventsOf(firstPayments));
      }),
      { numRuns: 25 },
    );
  });

  test('remembers no process that has ended', () => {
    const fold = new PartitionFold(context);
    const { kept } = fold.take(troubles);
    const left = lastOfEach(kept).filter(({ key, value }) => key !== 'progress' && value !== null);
    expect(left).toHaveLength(fold.size);
    // Some wait for their time to be forgotten, which nobody has moved the clock to.
    expect(fold.size).toBeLessThan(10);
    expect(lastOfEach(kept).filter(({ value }) => value === null).length).toBeGreaterThan(2);
  });

  test('tells nothing of a process whose beginning it has not seen', () => {
    const begun = demo.findIndex(({ value }) => value?.includes('"elementId":"payeeFound"'));
    const { events, trouble } = new PartitionFold(context).take(demo.slice(begun));
    expect(new Set(events.map(({ transactionId }) => transactionId)).size).toBe(5);
    expect(
      events.some(
        ({ kind, transactionId }) =>
          kind === 'booked' && transactionId === expected[0]?.transactionId,
      ),
    ).toBe(false);
    expect(trouble).toMatchObject({ unreadable: [], untold: 0 });
  });

  test('passes over what is no record of its engine, says where it stands, and goes on', () => {
    const [first, ...others] = demo;
    if (first === undefined) throw new Error('nothing is recorded');
    const bad: KafkaRecord[] = [
      { ...first, offset: 9_001, value: '{half' },
      { ...first, offset: 9_002, key: 'no place' },
      { ...first, offset: 9_003, headers: { ...first.headers, engine: 'another' } },
      { ...first, offset: 9_004, value: undefined },
      { ...first, offset: 9_005, headers: { ...first.headers, 'value-type': 'VARIABLE' } },
    ];
    const { events, trouble } = new PartitionFold(context).take([...bad, first, ...others]);
    expect(trouble.unreadable).toEqual(
      [9_002, 9_003, 9_004, 9_005].map((offset) => `${first.topic}/0/${offset}`),
    );
    expect(events).toEqual(expected);
  });

  test('notices that another log goes on under the name of its engine', () => {
    const fold = new PartitionFold(context);
    fold.take(demo);
    expect(fold.take(demo).trouble.ofAnotherLog).toBe(0);
    const later = demo.map((record) => ({
      ...record,
      value: record.value?.replace(/"timestamp":(\d)/, '"timestamp":9'),
    }));
    expect(fold.take(later).trouble.ofAnotherLog).toBeGreaterThan(0);
  });
});
