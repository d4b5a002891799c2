/**
 * Facts of three sources, brought together by transfer with flat memory: they are written to files by the hash of the
 * transferId, and each file is small enough to be read whole. No personal data is in them.
 */
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AmsBooking } from '../../common/contracts/ams-statement';
import type { HubPayment, SwitchTransfer, TransferFacts } from './facts';

/** Of three million facts a bucket has some 12,000. */
const bucketsCount = 256;
const bufferedCharsMax = 16_384;

type Fact =
  | { readonly of: 'hub'; readonly fact: HubPayment }
  | { readonly of: 'ams'; readonly fact: AmsBooking }
  | { readonly of: 'switch'; readonly fact: SwitchTransfer };

interface Gathered {
  readonly payments: HubPayment[];
  readonly transfers: SwitchTransfer[];
  readonly bookings: AmsBooking[];
}

export class Buckets {
  private readonly folder: string;
  private readonly buffers: string[] = new Array<string>(bucketsCount).fill('');
  /** Of buckets that did not fit into their buffers. */
  private readonly files = new Map<number, number>();

  constructor(scratchFolder: string) {
    this.folder = mkdtempSync(join(scratchFolder, 'payment-hub-reconciliation-'));
  }

  put(one: Fact): void {
    const at = createHash('sha1').update(one.fact.transferId).digest()[0] ?? 0;
    const buffered = `${this.buffers[at] ?? ''}${JSON.stringify(one)}\n`;
    this.buffers[at] = buffered;
    if (buffered.length > bufferedCharsMax) this.flush(at);
  }

  /** All of one transfer together; bucket by bucket. */
  async *read(): AsyncGenerator<readonly TransferFacts[]> {
    for (const [at, buffered] of this.buffers.entries()) {
      const byTransfer = new Map<string, Gathered>();
      const written = this.files.has(at) ? await readFile(this.pathOf(at), 'utf8') : '';
      const text = written + buffered;
      for (const line of text.split('\n')) {
        // Written right here: not parsed again.
        if (line !== '') gather(byTransfer, JSON.parse(line) as Fact);
      }
      yield [...byTransfer].map(([transferId, facts]) => ({ transferId, ...facts }));
    }
  }

  close(): void {
    for (const file of this.files.values()) closeSync(file);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private flush(at: number): void {
    const file = this.files.get(at) ?? openSync(this.pathOf(at), 'a');
    this.files.set(at, file);
    writeSync(file, this.buffers[at] ?? '');
    this.buffers[at] = '';
  }

  private pathOf(at: number): string {
    return join(this.folder, String(at));
  }
}

function gather(byTransfer: Map<string, Gathered>, { of, fact }: Fact): void {
  const known = byTransfer.get(fact.transferId);
  const facts = known ?? { payments: [], transfers: [], bookings: [] };
  if (known === undefined) byTransfer.set(fact.transferId, facts);
  if (of === 'hub') facts.payments.push(fact);
  else if (of === 'ams') facts.bookings.push(fact);
  else facts.transfers.push(fact);
}
