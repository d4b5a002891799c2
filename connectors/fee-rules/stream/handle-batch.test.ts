import messages from '../../../test/fixtures/switch-messages.json';
import { bookOf, p2pFee, unusableBook } from '../../../test/kit/fee-rules/rule-books';
import { transferRecord } from '../../../test/kit/fee-rules/transfers';
import { feeEntrySchema } from '../../common/contracts/fees';
import { NotYet, type KafkaRecord, type OutgoingRecord } from '../../common/doors/kafka/kafka-door';
import type { RuleBook } from '../rule-sets/rule-book';
import { handleBatch } from './handle-batch';
import { PreparedTransfers } from './prepared-transfers';
import type { StreamTopics } from './settings';

const topics: StreamTopics = {
  transfers: 'transfers',
  switch: 'topic-notification-event',
  entries: 'entries',
  setAside: 'set-aside',
  waiting: 'waiting',
  prepared: 'prepared',
};
const book = bookOf(p2pFee());
const startMs = Date.parse('2026-11-21T17:00:00.000Z');

const recordOn = (topic: string, value: string | undefined, offset = 0): KafkaRecord => ({
  topic,
  partition: 0,
  offset,
  key: undefined,
  value,
  timestampMs: startMs,
});

interface Run {
  readonly book?: RuleBook;
  readonly nowMs?: number;
  readonly prepared?: PreparedTransfers;
}

const clock = { now: () => startMs };

function run(records: readonly KafkaRecord[], options: Run = {}): readonly OutgoingRecord[] {
  const { prepared = new PreparedTransfers(clock), nowMs = startMs } = options;
  return handleBatch(records, {
    topics,
    book: options.book ?? book,
    findPrepared: (transferId) => prepared.find(transferId),
    nowMs,
  }).outgoing;
}

const on = (topic: string, outgoing: readonly OutgoingRecord[]) =>
  outgoing.filter((record) => record.topic === topic);
const entriesOf = (outgoing: readonly OutgoingRecord[]) =>
  on('entries', outgoing).map(({ value }) => feeEntrySchema.parse(JSON.parse(value ?? '')));
const reasonsOf = (outgoing: readonly OutgoingRecord[]) =>
  on('set-aside', outgoing).map(
    ({ value }) => (JSON.parse(value ?? '') as { reason: string }).reason,
  );
/** As the records come back on a topic of ours. */
const readBack = (outgoing: readonly OutgoingRecord[]): KafkaRecord[] =>
  outgoing.map(({ topic, key, value }, index) => ({
    ...recordOn(topic, value ?? undefined, index),
    key,
  }));

const transfer = (transactionId: string, amount = '100') =>
  JSON.stringify(transferRecord(transactionId, amount));

describe('our own records', () => {
  test('each of a batch makes its entries, keyed by the transaction', () => {
    const outgoing = run([
      recordOn('transfers', transfer('a', '100')),
      recordOn('transfers', transfer('b', '250')),
    ]);
    expect(outgoing.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(entriesOf(outgoing)).toMatchObject([
      { debtor: 'buffalo', creditor: 'lion', amount: '0.6', currency: 'TZS' },
      { debtor: 'buffalo', creditor: 'lion', amount: '1.5', currency: 'TZS' },
    ]);
  });

  test('a repeated transfer makes entries with the same ids', () => {
    const [first, again] = entriesOf(
      run([recordOn('transfers', transfer('a')), recordOn('transfers', transfer('a'), 1)]),
    );
    expect(again).toEqual(first);
  });

  test('what is no transfer is set aside with the reason, where it stood and what it was', () => {
    const outgoing = run([
      recordOn('transfers', '{half', 5),
      recordOn('transfers', '{"transferId":7}', 6),
      recordOn('transfers', transfer('a'), 7),
      recordOn('transfers', `"${'x'.repeat(300_000)}"`, 8),
      recordOn('transfers', undefined, 9),
    ]);
    expect(reasonsOf(outgoing)).toEqual(['not-json', 'wrong-shape', 'too-large', 'not-json']);
    expect(entriesOf(outgoing)).toHaveLength(1);
    const [first, , large] = on('set-aside', outgoing);
    expect(first?.key).toBe('transfers/0/5');
    expect(JSON.parse(first?.value ?? '')).toMatchObject({
      source: { topic: 'transfers', partition: 0, offset: 5 },
      value: '{half',
      isCut: false,
    });
    expect(large?.value?.length).toBeLessThan(20_000);
  });

  test.each([
    ['an amount that is a number', { amount: { amount: 100.12, currency: 'TZS' } }],
    ['an amount with an exponent', { amount: { amount: '1E+2', currency: 'TZS' } }],
    ['an amount with separators', { amount: { amount: '1,000', currency: 'TZS' } }],
    ['an amount without its currency', { amount: '100' }],
    ['a DFSP that is a number', { payer: { partyIdInfo: { fspId: 7 } } }],
    ['a scenario that is a list', { transactionType: { scenario: ['TRANSFER'] } }],
    ['an extension list of another shape', { extensionList: { payeeAccountType: 'Wallet' } }],
  ])('%s is set aside, not taken for a transfer without fees', (_what, changed) => {
    const record = transferRecord('a', '100');
    const value = JSON.stringify({ ...record, transaction: { ...record.transaction, ...changed } });
    const outgoing = run([recordOn('transfers', value)]);
    expect(reasonsOf(outgoing)).toEqual(['wrong-shape']);
    expect(entriesOf(outgoing)).toEqual([]);
  });

  test('nothing is written that is larger than a broker takes, however odd a record is', () => {
    const brokerBytesMax = 1_000_000;
    const record = transferRecord('a', '100');
    const growing = JSON.stringify({ ...record, transaction: { ...record.transaction, x: [] } });
    const numbers = Array.from({ length: 26_000 }, () => '1e20').join();
    const large = growing.replace('"x":[]', `"x":[${numbers}]`);
    const written = [
      ...run([{ ...recordOn('transfers', '{half'), key: '\u0000'.repeat(900_000) }]),
      ...run([recordOn('transfers', large)], { book: unusableBook }),
      ...run([recordOn('transfers', large.replace(numbers, `${numbers},${numbers}`))]),
      ...run([recordOn('transfers', transfer('a'))], {
        book: { at: () => ({ kind: 'unusable', reason: 'x'.repeat(2_000_000) }) },
      }),
    ];
    expect(written.map(({ topic }) => topic)).toEqual([
      'set-aside',
      'waiting',
      'set-aside',
      'waiting',
    ]);
    const sizes = written.map(({ key, value }) => Buffer.byteLength(key + (value ?? '')));
    expect(Math.max(...sizes)).toBeLessThan(brokerBytesMax);
  });

  test('a transfer whose evaluation throws is set aside, and the others go on', () => {
    const broken: RuleBook = {
      at: (timeMs) => {
        if (timeMs === 0) throw new Error('out of order');
        return book.at(timeMs);
      },
    };
    const bad = { ...transferRecord('a', '1'), occurredAt: '1970-01-01T00:00:00.000Z' };
    const outgoing = run(
      [recordOn('transfers', JSON.stringify(bad)), recordOn('transfers', transfer('b'), 1)],
      { book: broken },
    );
    expect(reasonsOf(outgoing)).toEqual(['evaluation-failed']);
    expect(entriesOf(outgoing)).toHaveLength(1);
  });
});

describe('rules that cannot be used', () => {
  test('make a transfer wait, for longer each time, until they can; then it makes its entries', () => {
    const first = run([recordOn('transfers', transfer('a'), 3)], { book: unusableBook });
    expect(first).toHaveLength(1);
    expect(first[0]).toMatchObject({ topic: 'waiting', key: 'transfers/0/3' });
    const again = run(readBack(first), { book: unusableBook, nowMs: startMs + 1_000 });
    expect(again[0]).toMatchObject({ topic: 'waiting', key: 'transfers/0/3' });
    expect(() => run(readBack(again), { nowMs: startMs + 2_000 })).toThrow(NotYet);
    const last = run(readBack(again), { nowMs: startMs + 3_000 });
    expect(entriesOf(last)).toMatchObject([{ transactionId: 'a', amount: '0.6' }]);
    // What has waited is deleted from the compacted topic, which says nothing when it is read again.
    expect(on('waiting', last)).toEqual([{ topic: 'waiting', key: 'transfers/0/3', value: null }]);
    expect(run(readBack(on('waiting', last)))).toEqual([]);
  });
});

describe("a switch's messages, as recorded", () => {
  const recorded = messages.messages.map((message, offset) =>
    recordOn('topic-notification-event', JSON.stringify(message), offset),
  );
  const committed = 5;

  test('each committed transfer makes its entry, whether all comes in one batch or one by one', () => {
    const together = entriesOf(run(recorded));
    expect(together).toHaveLength(committed);
    expect(together[0]).toMatchObject({
      debtor: 'payeefsp',
      creditor: 'payerfsp',
      amount: '0.6',
      currency: 'TZS',
      occurredAt: '2026-11-21T17:19:59.566Z',
    });
    const prepared = new PreparedTransfers(clock);
    const apart = recorded.flatMap((record) => {
      const outgoing = run([record], { prepared });
      prepared.apply(readBack(on('prepared', outgoing)));
      return entriesOf(outgoing);
    });
    expect(apart).toEqual(together);
  });

  test('nothing that was refused, expired or answered a question makes one, nor is it set aside', () => {
    const outgoing = run(recorded);
    expect(reasonsOf(outgoing)).toEqual([]);
    const charged = entriesOf(outgoing).map(({ transactionId }) => transactionId);
    expect(new Set(charged).size).toBe(committed);
  });

  test('repeated messages charge nobody again', () => {
    const prepared = new PreparedTransfers(clock);
    prepared.apply(readBack(on('prepared', run(recorded, { prepared }))));
    expect(run(recorded, { prepared })).toEqual([]);
  });

  test('a commit that comes before what was prepared waits for it', () => {
    const prepared = new PreparedTransfers(clock);
    const waiting = run(recorded.slice(3, 4), { prepared });
    expect(waiting[0]?.topic).toBe('waiting');
    prepared.apply(readBack(run(recorded.slice(2, 3), { prepared })));
    const outgoing = run(readBack(waiting), { prepared, nowMs: startMs + 1_000 });
    expect(entriesOf(outgoing)).toHaveLength(1);
    expect(on('waiting', outgoing)).toMatchObject([{ value: null }]);
  });

  test('and is set aside when that has not come within an hour', () => {
    const waiting = run(recorded.slice(3, 4));
    const outgoing = run(readBack(waiting), { nowMs: startMs + 3_600_001 });
    expect(reasonsOf(outgoing)).toEqual(['never-prepared']);
    expect(on('waiting', outgoing)).toMatchObject([{ value: null }]);
  });

  const [prepare, commit] = messages.messages.slice(2, 4);
  const bodyOf = (payload: unknown) =>
    JSON.parse(
      Buffer.from(String(payload).split('base64,')[1] ?? '', 'base64').toString(),
    ) as object;
  const prepareWith = (change: object) =>
    recordOn(
      'topic-notification-event',
      JSON.stringify({
        ...prepare,
        content: { payload: { ...bodyOf(prepare?.content.payload), ...change } },
      }),
    );
  const commitRecord = recordOn('topic-notification-event', JSON.stringify(commit), 1);

  test('the fee is of what the switch has moved, not of what the packet says', () => {
    const amount = { amount: '1000', currency: 'TZS' };
    const outgoing = run([prepareWith({ amount }), commitRecord]);
    expect(entriesOf(outgoing)).toMatchObject([{ amount: '6' }]);
  });

  test("a payee's own time counts, unless it is one at which other rules were in force", () => {
    const occurredAtWith = (completedTimestamp: string) => {
      const payload = { ...bodyOf(commit?.content.payload), completedTimestamp };
      const told = { ...commit, content: { payload } };
      const record = recordOn('topic-notification-event', JSON.stringify(told), 1);
      return entriesOf(run([prepareWith({}), record]))[0]?.occurredAt;
    };
    const { createdAt } = commit?.metadata.event ?? {};
    expect(occurredAtWith('2026-11-21T17:12:00.001Z')).toBe('2026-11-21T17:12:00.001Z');
    expect(occurredAtWith('2020-01-01T00:00:00.000Z')).toBe(createdAt);
    expect(occurredAtWith('9999-12-31T23:59:59.999-12:00')).toBe(createdAt);
    expect(occurredAtWith('tomorrow')).toBe(createdAt);
  });

  test('a committed transfer whose packet holds no transaction is set aside', () => {
    const outgoing = run([prepareWith({ ilpPacket: 'AYIB' }), commitRecord]);
    expect(reasonsOf(outgoing)).toEqual(['no-transaction']);
  });
});
