import { Command } from 'commander';
import { eventsOfRecordings, personSecret } from '../../../test/kit/engine-records/events';
import { MemoryKafka } from '../../../test/kit/memory-kafka';
import { MemoryElasticsearch } from '../../../test/kit/memory-elasticsearch';
import { silentLog } from '../../../test/kit/mojaloop';
import { runCommand } from '../../../test/kit/run-command';
import { systemClock } from '../../common/clock';
import type { MessageDocument } from '../../common/contracts/message-documents';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { findCommand, showCommand } from './find-command';
import { messageCommand } from './message-command';
import { documentIdOf, withEvent } from './payment-document';

const elasticsearch = new MemoryElasticsearch();
const open = () => elasticsearch.door({ clock: systemClock, log: silentLog });
const documents = new Map<string, PaymentDocument>();
for (const event of eventsOfRecordings()) {
  const id = documentIdOf(event);
  documents.set(id, withEvent(documents.get(id), event));
}

beforeAll(async () => {
  await open().bulk(
    [...documents].map(([id, document]) => {
      const source = JSON.stringify(document);
      return { kind: 'index' as const, index: 'payments', id, source };
    }),
  );
});

const audit = (
  words: readonly string[],
  { secret }: { secret?: string } = { secret: personSecret },
) =>
  runCommand((terminal) => {
    const connect = () => ({
      ...{ elasticsearch: open(), alias: 'payments', messagesAlias: 'messages', secret },
    });
    return new Command('audit')
      .exitOverride()
      .configureOutput({ writeErr: (text) => terminal.err(text) })
      .addCommand(findCommand(terminal, connect).exitOverride())
      .addCommand(showCommand(terminal, connect));
  }, words);

test('a person’s payments are found by the number, however it is spelt, and no other tenant’s', async () => {
  const { out } = await audit(['find', 'buffalo', 'MSISDN/255700000002']);
  const lines = out.trim().split('\n');
  expect(lines.length).toBeGreaterThan(1);
  expect(lines[0]).toMatch(/paid|quoted|failed/);
  expect(out).toContain("paid: 100.12 TZS from lion to buffalo, buffalo's payee");
  expect(lines.toSorted().toReversed()).toEqual(lines);
  expect((await audit(['find', 'buffalo', 'MSISDN/+255700000002'])).out).toBe(out);
  expect(await audit(['find', 'leopard', 'MSISDN/255700000002'])).toMatchObject({
    out: '',
    exitCode: 1,
  });
});

test('the story of a payment is told from both sides', async () => {
  const paid = [...documents.values()].find(({ fees }) => fees.length > 0);
  const { out } = await audit(['show', paid?.transactionId ?? '']);
  expect(out).toContain("lion's payer");
  expect(out).toContain('The held money was taken off the account of the payer');
  expect(out).toContain('fee: buffalo owes lion 0.6 TZS');
});

describe('what was said', () => {
  const paid = [...documents.values()].find(
    ({ state, side }) => state === 'paid' && side === 'payer',
  );
  const said = (messageId: string, changed: Partial<MessageDocument>): MessageDocument => ({
    ...{
      messageId,
      schemaVersion: 1,
      direction: 'sent',
      peer: 'switch',
      engine: paid?.engine ?? '',
    },
    ...{ at: paid?.startedAt ?? '', tookMs: 3, outcome: 'answered', status: 202 },
    ...{ operation: 'POST /quotes', requestBytes: 0, tenant: paid?.tenant },
    place: { topic: 'journal', partition: 0, offset: 0 },
    ...changed,
  });
  const traceId = 'a'.repeat(32);
  const { transactionId, transferId, endedAt, steps = [] } = paid ?? {};
  const messages = [
    said('m-1', { transactionId, traceId, operation: 'POST /channel/transfer', peer: 'app' }),
    said('m-2', {
      ...{ processInstanceKey: steps[0]?.processInstanceKey, peer: 'fineract' },
      ...{ operation: 'GET /accounts/{}', status: undefined, outcome: 'timeout' },
    }),
    said('m-3', { traceId, direction: 'received', operation: 'PUT /parties/MSISDN/{}' }),
    said('m-4', { traceId, transferId: 'of-another-payment' }),
    said('m-5', { transferId, tenant: 'leopard' }),
    said('m-6', {
      ...{ transferId, at: endedAt ?? '', direction: 'received', operation: 'PUT /transfers/{}' },
      ...{ transferState: 'COMMITTED', signature: 'valid', status: 200 },
    }),
  ];
  beforeAll(() =>
    open().bulk(
      messages.map((one) => {
        const source = JSON.stringify(one);
        return { kind: 'index' as const, index: 'messages', id: one.messageId, source };
      }),
    ),
  );

  test('stands in its order with the steps; what names another payment, or is another’s, does not', async () => {
    const { out } = await audit(['show', transactionId ?? '']);
    const lines = out.split("lion's payer")[1]?.split('\n') ?? [];
    const arrows = lines.filter((line) => /->|<-/.test(line)).map((line) => line.slice(30));
    expect(arrows).toEqual([
      '-> app  POST /channel/transfer: 202, 3 ms  m-1',
      '-> fineract  GET /accounts/{}: no answer (timeout), 3 ms  m-2',
      '<- switch  PUT /parties/MSISDN/{}: 202, 3 ms  m-3',
      '<- switch  PUT /transfers/{}: 200, 3 ms, COMMITTED, signature valid  m-6',
    ]);
    const at = (words: string) => lines.findIndex((line) => line.includes(words));
    expect(at('POST /channel/transfer')).toBeLessThan(at('A payment was asked for'));
    expect(at('A payment was asked for')).toBeLessThan(at('PUT /transfers/{}'));
  });

  test('can be read word for word for as long as Kafka keeps it', async () => {
    const kafka = new MemoryKafka();
    kafka.addTopic('journal', 1);
    const read = () =>
      runCommand(
        (terminal) => {
          const names = { alias: 'payments', messagesAlias: 'messages', secret: undefined };
          const source = () => ({ elasticsearch: open(), kafka: kafka.door(), ...names });
          return messageCommand(terminal, source).exitOverride();
        },
        ['m-6'],
      );
    kafka.append({ topic: 'journal', key: 'm-1', value: '{}' });
    const request = { method: 'PUT', url: '/transfers/1', headers: {} };
    const whole = {
      ...{ messageId: 'm-6', schemaVersion: 1, direction: 'received', peer: 'switch' },
      ...{ engine: 'main', at: '2026-11-28T10:00:00.000Z', tookMs: 3, outcome: 'answered' },
      ...{ operation: 'PUT /transfers/{}', request },
    };
    kafka.append({ topic: 'journal', key: 'm-6', value: JSON.stringify(whole) });
    expect(JSON.parse((await read()).out)).toEqual(whole);
    kafka.append({ topic: 'journal', key: 'm-6', value: null });
    kafka.compact('journal');
    expect((await read()).err).toContain('a person in it was forgotten');
  });

  test('is only counted in brief', async () => {
    const { out } = await audit(['show', '--brief', transactionId ?? '']);
    expect(out).not.toContain('->');
    expect(out).toContain('    switch 1 heard; fineract 1 sent; app 1 sent; 1 without an answer\n');
    expect(out).toContain('    switch 1 heard\n');
  });
});

test('without the secret, or with what is no party, it is said what to do', async () => {
  const asked = await audit(['find', 'buffalo', 'MSISDN/255700000002'], {});
  expect(asked).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('set PAYMENT_EVENTS_PERSON_SECRET') as string,
  });
  await expect(audit(['find', 'buffalo', '255700000002'])).rejects.toThrow('MSISDN/255700000002');
});
