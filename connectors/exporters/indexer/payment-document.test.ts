import { eventsOfRecordings } from '../../../test/kit/engine-records/events';
import {
  paymentDocumentSchema,
  type PaymentDocument,
} from '../../common/contracts/payment-documents';
import { paymentEventTexts, type PaymentEvent } from '../../common/contracts/payment-events';
import { canonicalJson } from '../../common/json';
import { documentIdOf, withEvent } from './payment-document';

const events = eventsOfRecordings();

function folded(some: readonly PaymentEvent[], from = new Map<string, PaymentDocument>()) {
  const documents = new Map(from);
  for (const event of some) {
    const id = documentIdOf(event);
    documents.set(id, withEvent(documents.get(id), event));
  }
  return documents;
}

const bytes = (documents: ReadonlyMap<string, PaymentDocument>) =>
  [...documents].map(([id, document]) => `${id} ${canonicalJson(document)}`).sort();

const all = folded(events);
const stories = [...all.values()];

test('every payment of the recordings has a document that is as the contract says', () => {
  expect(new Set(events.map(({ kind }) => kind)).size).toBe(Object.keys(paymentEventTexts).length);
  for (const one of stories) paymentDocumentSchema.parse(JSON.parse(canonicalJson(one)));
  const steps = stories.reduce((sum, one) => sum + one.steps.length, 0);
  expect(steps).toBe(events.length);
});

test('what comes again changes nothing; read back from the index it goes on to the same bytes', () => {
  expect(bytes(folded(events, all))).toEqual(bytes(all));
  for (let cut = 0; cut < events.length; cut += 7) {
    const before = folded(events.slice(0, cut));
    const readBack = new Map(
      [...before].map(([id, one]) => [
        id,
        paymentDocumentSchema.parse(JSON.parse(canonicalJson(one))),
      ]),
    );
    // From some way back, as a group does that had not committed.
    expect(bytes(folded(events.slice(Math.max(0, cut - 5)), readBack))).toEqual(bytes(all));
  }
});

const sides = (state: PaymentDocument['state'], side: PaymentDocument['side']) =>
  stories.filter((one) => one.state === state && one.side === side);

test('states, holds, verdicts, fees, errors and decisions are those of the payments', () => {
  const [paid] = sides('paid', 'payer');
  expect(paid).toMatchObject({
    hold: { state: 'booked' },
    verdict: { state: 'COMMITTED', onWordOf: 'switch' },
    terms: { transferAmount: { amount: '100.12', currency: 'TZS' } },
    payer: { fspId: 'lion' },
    payee: { fspId: 'buffalo' },
  });
  expect(paid?.endedAt).toBe(paid?.steps.find(({ kind }) => kind === 'booked')?.occurredAt);
  expect(paid?.requestToken).toHaveLength(43);
  const [credited] = sides('paid', 'payee');
  expect(credited?.fees).toEqual([
    expect.objectContaining({ debtor: 'buffalo', creditor: 'lion', amount: '0.6' }),
  ]);
  expect(sides('failed', 'payer').some(({ errorCode }) => errorCode === '3204')).toBe(true);
  expect(sides('quoted', 'payee')).not.toHaveLength(0);
  const decided = stories.flatMap(({ decisions }) => decisions);
  expect(decided.every(({ decision }) => decision !== undefined)).toBe(true);
  expect(decided.map(({ decision }) => decision)).toEqual(
    expect.arrayContaining(['book', 'release']),
  );
});

test('a payment that was made stays made, whatever is told after it; one that failed may begin anew', () => {
  const of = (kind: string) => events.find((event) => event.kind === kind) as PaymentEvent;
  const story = (...kinds: string[]) =>
    kinds.reduce<PaymentDocument | undefined>(
      (known, kind, at) => withEvent(known, { ...of(kind), eventId: `${kind} ${at}` }),
      undefined,
    );
  expect(story('requested', 'booked', 'cancelled')?.state).toBe('paid');
  expect(story('requested', 'booked', 'requested', 'failed')?.state).toBe('paid');
  expect(story('requested', 'failed', 'requested')).toMatchObject({ state: 'under-way' });
  expect(story('requested', 'failed', 'requested')?.endedAt).toBeUndefined();
  expect(story('requested', 'failed', 'released')?.state).toBe('failed');
  expect(story('transfer-received', 'quote-given')?.state).toBe('under-way');
  expect(story('requested', 'incident-raised')?.incidentsOpen).toBe(1);
  expect(story('requested', 'incident-raised', 'incident-resolved')?.incidents).toEqual([
    expect.objectContaining({ ended: expect.any(String) as string }),
  ]);
});

test('each tells where its payment stands, which neither fees nor an incident change', () => {
  for (const { standsAt, steps } of stories) {
    expect(steps).toContainEqual(
      expect.objectContaining({ kind: standsAt?.step, occurredAt: standsAt?.since }),
    );
  }
  const ofPaid = new Set(sides('paid', 'payee').map(({ standsAt }) => standsAt?.step));
  expect([...ofPaid]).toEqual(['credited']);
  const [late] = sides('paid', 'payer');
  expect(late?.steps.at(-1)?.kind).toBe('fee-owed');
  expect(late?.standsAt).toEqual({
    ...{ step: 'booked', since: late?.endedAt, elementId: 'bookFunds' },
  });
});

test('each step names the element that told it, and one of an older build goes without', () => {
  const [paid] = sides('paid', 'payer');
  const elements = paid?.steps.map(({ kind, elementId = null }) => [kind, elementId]);
  expect(elements).toContainEqual(['held', 'blockFunds']);
  expect(elements).toContainEqual(['fee-owed', null]);
  const [{ source, ...event } = {} as PaymentEvent] = events;
  const { partition, position, processInstanceKey } = source;
  const older = { ...event, source: { partition, position, processInstanceKey } } as PaymentEvent;
  const document = paymentDocumentSchema.parse(withEvent(undefined, older));
  expect(document.steps[0]).not.toHaveProperty('elementId');
  expect(document.standsAt).not.toHaveProperty('elementId');
});

test('a quote that is told after its transfer does not take the payment back', () => {
  const [transfer, quote] = [
    events.filter(({ side, kind }) => side === 'payee' && kind === 'credited'),
    events.filter(({ side, kind }) => side === 'payee' && kind.startsWith('quote-')),
  ].map(([first]) => first as PaymentEvent);
  const document = withEvent(transfer && withEvent(undefined, transfer), quote as PaymentEvent);
  expect(document.standsAt?.step).toBe('credited');
  expect(document.steps).toHaveLength(2);
});

test('no number, name or account of a person is in any of them', () => {
  expect(bytes(all).join()).not.toMatch(/2557|Asha|Baraka|accountId/);
});
