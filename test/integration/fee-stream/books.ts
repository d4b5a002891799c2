/** What stands on the topics, and whether it is what must stand there. */
import { z } from 'zod';
import { feeEntrySchema, transferRecordSchema } from '../../../connectors/common/contracts/fees';
import { parseJson } from '../../../connectors/common/json';
import type { KafkaDoor, KafkaRecord } from '../../../connectors/common/doors/kafka/kafka-door';
import { readSwitchMessage } from '../../../connectors/fee-rules/stream/switch-message';
import { contentOf } from '../../kit/kafka';
import { topics } from './topics';

export interface Books {
  readonly transfers: number;
  readonly poison: number;
  readonly entries: number;
  readonly setAside: number;
  /** What all entries come to, in hundredths. */
  readonly owed: bigint;
  /** In words, one for each transfer or message; none when all is right. */
  readonly wrong: readonly string[];
  /** Some are still to come: not a reason to worry as long as that may be. */
  readonly missing: number;
}

interface Expected {
  /** Entries of each transaction: as often as it stands on the topics. */
  readonly entries: ReadonlyMap<string, number>;
  /** Of the switch: a commit that is repeated while its first is worked on may make the entry again. */
  readonly ofSwitch: ReadonlySet<string>;
  readonly fees: ReadonlyMap<string, bigint>;
  readonly poison: ReadonlySet<string>;
  readonly transfers: number;
}

export async function audit(door: KafkaDoor): Promise<Books> {
  const expected = expect(
    await contentOf(door, topics.transfers),
    await contentOf(door, topics.switch ?? ''),
  );
  const entries = (await contentOf(door, topics.entries)).map(({ value }) =>
    feeEntrySchema.parse(parseJson(value ?? '')),
  );
  const setAside = (await contentOf(door, topics.setAside)).map(({ key }) => key ?? '');
  const made = countsOf(entries.map(({ transactionId }) => transactionId));
  const aside = countsOf(setAside);
  const wrong: string[] = [];
  let missing = 0;
  for (const [id, count] of expected.entries) {
    const has = made.get(id) ?? 0;
    const least = expected.ofSwitch.has(id) ? 1 : count;
    if (has >= least && has <= count) continue;
    missing += Math.max(0, least - has);
    wrong.push(`${id}: ${has} entries in place of ${count}`);
  }
  for (const id of made.keys()) if (!expected.entries.has(id)) wrong.push(`${id}: charged`);
  for (const place of expected.poison) {
    const has = aside.get(place) ?? 0;
    missing += has === 0 ? 1 : 0;
    if (has !== 1) wrong.push(`${place}: set aside ${has} times`);
  }
  for (const place of aside.keys())
    if (!expected.poison.has(place)) wrong.push(`${place}: set aside`);
  const owed = entries.reduce((sum, { amount }) => sum + hundredths(amount), 0n);
  const mustOwe = [...made].reduce(
    (sum, [id, has]) => sum + (expected.fees.get(id) ?? 0n) * BigInt(has),
    0n,
  );
  if (owed !== mustOwe) wrong.push(`owed ${owed} in place of ${mustOwe}`);
  return {
    transfers: expected.transfers,
    poison: expected.poison.size,
    entries: entries.length,
    setAside: setAside.length,
    owed,
    wrong,
    missing,
  };
}

const preparedSchema = z.object({ amount: z.object({ amount: z.string() }) });

function expect(own: readonly KafkaRecord[], ofSwitch: readonly KafkaRecord[]): Expected {
  const entries = new Map<string, number>();
  const fees = new Map<string, bigint>();
  const poison = new Set<string>();
  const switchIds = new Set<string>();
  let transfers = 0;
  for (const { topic, partition, offset, value } of own) {
    const record = transferRecordSchema.safeParse(parseJson(value ?? '')).data;
    if (record === undefined) {
      poison.add(`${topic}/${partition}/${offset}`);
      continue;
    }
    transfers += 1;
    const { payer, payee } = record.transaction as unknown as Parties;
    if (payer.partyIdInfo.fspId === payee.partyIdInfo.fspId) continue;
    const id = record.transaction.transactionId;
    entries.set(id, (entries.get(id) ?? 0) + 1);
    fees.set(id, feeOf(preparedSchema.parse(record.transaction).amount.amount));
  }
  for (const { value } of ofSwitch) {
    const message = readSwitchMessage(parseJson(value ?? ''));
    if (message.kind === 'prepared') {
      const { transaction, transferId } = message.transfer;
      fees.set(transferId, feeOf(preparedSchema.parse(transaction).amount.amount));
    }
    if (message.kind !== 'committed') continue;
    transfers += 1;
    switchIds.add(message.transferId);
    entries.set(message.transferId, (entries.get(message.transferId) ?? 0) + 1);
  }
  return { entries, ofSwitch: switchIds, fees, poison, transfers };
}

interface Parties {
  readonly payer: { readonly partyIdInfo: { readonly fspId: string } };
  readonly payee: { readonly partyIdInfo: { readonly fspId: string } };
}

/** 0.6 % of whole shillings, in hundredths, half up: worked out by hand and not by the engine. */
function feeOf(amount: string): bigint {
  return (BigInt(amount) * 6n + 5n) / 10n;
}

function hundredths(amount: string): bigint {
  const [whole = '0', part = ''] = amount.split('.');
  return BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
}

function countsOf(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
