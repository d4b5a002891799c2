/**
 * An engine that lost its data and got an older copy back: what it has forgotten it does once more, with the same ids, and
 * nobody pays or is paid twice. A payment that it does not know at all is refused when its app repeats it, as made before.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackupStore, type BackupStore } from '../../kit/stack/backup-store';
import { toHub } from './callbacks';
import { wrongs } from '../../kit/faults/money';
import type { Payment } from '../../kit/faults/payments';
import { lose } from '../../kit/faults/spoil';
import { World } from '../../kit/faults/world';

let world: World;
let store: BackupStore;
const runDirectory = mkdtempSync(join(tmpdir(), 'backups-'));

beforeAll(async () => {
  store = await startBackupStore(runDirectory);
  world = await World.start(undefined, undefined, { brokerEnvironment: store.brokerSettings });
}, 600_000);

afterAll(async () => {
  await world.stop();
  await store.stop();
  rmSync(runDirectory, { recursive: true, force: true });
}, 240_000);

const paid = async (): Promise<Payment> => {
  const payment = await world.prepare();
  await world.request(payment);
  await world.end(payment);
  return payment;
};

/** Of payments that began after the copy. */
const refused: Payment[] = [];

test.each([
  ['its own backup in a store, taken while it worked', () => world.backUpBroker(1)],
  ['a copy of its data that was made while it was down', () => world.copyBroker()],
])(
  'from %s: payments that ended before, were under way, or began after are each paid once',
  async (_what, copy) => {
    const before = await paid();
    const underWay = await world.prepare();
    lose(world, toHub.verdict(underWay), Infinity);
    await world.request(underWay);
    await world.time.rest();
    const restore = await copy();
    world.gate.clear();
    await world.end(underWay);
    const after = await paid();
    await restore();
    for (const payment of [before, underWay, after]) {
      const answer = await world.requestUntilHeard(payment);
      expect([200, 202]).toContain(answer.status);
      expect(answer.transactionId).toBe(payment.transactionId);
    }
    // Until what was forgotten has been done once more, and its payers have heard of it once more.
    await world.time.passUntil('both are told again', () => {
      const heard = [underWay, after].map(({ transactionId }) => world.heard.of(transactionId));
      return heard.every((reports) => reports.length >= 2);
    });
    await world.time.pass(60_000);
    const heardLast = ({ transactionId }: Payment) => world.heard.of(transactionId).at(-1);
    expect([before, underWay].map(heardLast)).toMatchObject([
      { state: 'COMMITTED' },
      { state: 'COMMITTED' },
    ]);
    // Its engine knows nothing of it, and Fineract does: it was made before.
    expect(heardLast(after)).toMatchObject({ state: 'ABORTED', error: { code: '3106' } });
    // What is owed is read from the engine's records, and those since the copy have positions that others had before.
    const isMoney = (wrong: string) => !wrong.includes('ledger entries');
    refused.push(after);
    expect((await wrongs(world)).filter(isMoney)).toEqual(
      refused.map((one) => `${one.clientCorrelationId}: I3: the payer heard COMMITTED and ABORTED`),
    );
  },
  600_000,
);
