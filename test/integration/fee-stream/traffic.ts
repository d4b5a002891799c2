/** Transfers of all kinds, from a seed, and what must come of them. */
import fixture from '../../fixtures/switch-messages.json';
import { encodeV1 } from '../../../connectors/common/ilp/packet';
import type { OutgoingRecord } from '../../../connectors/common/doors/kafka/kafka-door';
import { transferRecord } from '../../kit/fee-rules/transfers';
import { topics } from './topics';

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const poison = ['{half', '"a text"', '{"transferId":"x"}', `"${'x'.repeat(300_000)}"`, ''];

/** In 100: 80 transfers, 6 of them within one DFSP; 4 repeated; 3 poison; 13 of the switch. */
export class Traffic {
  private next = 0;
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = randomOf(seed);
  }

  make(count: number): OutgoingRecord[] {
    return Array.from({ length: count }, () => this.one()).flat();
  }

  private one(): OutgoingRecord[] {
    const id = `t-${this.next}`;
    this.next += 1;
    const amount = String(1 + Math.floor(this.random() * 100_000));
    const lot = this.random() * 100;
    if (lot < 3) return [own(id, poison[this.next % poison.length] ?? '')];
    if (lot < 16) return ofSwitch(id, amount);
    const payeeFsp = lot < 22 ? 'lion' : 'buffalo';
    const record = own(id, JSON.stringify(transferRecord(id, amount, { payeeFsp })));
    return lot > 96 ? [record, { ...record, key: `${id} again` }] : [record];
  }
}

const own = (key: string, value: string): OutgoingRecord => ({
  topic: topics.transfers,
  key,
  value,
});

/** The recorded messages with another id and amount. Different keys: they go to different partitions. */
function ofSwitch(id: string, amount: string): OutgoingRecord[] {
  const [prepare, commit] = fixture.messages.slice(2, 4);
  const encoded = prepare?.content.payload as string;
  const body = Buffer.from(encoded.split('base64,')[1] ?? '', 'base64').toString();
  const payload = {
    ...(JSON.parse(body) as object),
    transferId: id,
    amount: { amount, currency: 'TZS' },
    ilpPacket: packetOf(id, amount),
  };
  return [
    { ...prepare, id, content: { payload } },
    { ...commit, id },
  ].map((message, index) => ({
    topic: topics.switch ?? '',
    key: `${id}/${index}`,
    value: JSON.stringify(message),
  }));
}

function packetOf(id: string, amount: string): string {
  const { transaction } = transferRecord(id, amount);
  const transactionJson = JSON.stringify(transaction);
  return encodeV1({ minorUnits: BigInt(amount) * 100n, account: 'g.payeefsp', transactionJson });
}
