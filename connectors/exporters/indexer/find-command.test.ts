import { Command } from 'commander';
import { eventsOfRecordings, personSecret } from '../../../test/kit/engine-records/events';
import { MemoryElasticsearch } from '../../../test/kit/memory-elasticsearch';
import { silentLog } from '../../../test/kit/mojaloop';
import { runCommand } from '../../../test/kit/run-command';
import { systemClock } from '../../common/clock';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { findCommand, showCommand } from './find-command';
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
    const connect = () => ({ elasticsearch: open(), alias: 'payments', secret });
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

test('without the secret, or with what is no party, it is said what to do', async () => {
  const asked = await audit(['find', 'buffalo', 'MSISDN/255700000002'], {});
  expect(asked).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('set PAYMENT_EVENTS_PERSON_SECRET') as string,
  });
  await expect(audit(['find', 'buffalo', '255700000002'])).rejects.toThrow('MSISDN/255700000002');
});
