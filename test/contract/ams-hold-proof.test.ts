import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { startFineractSimulator, type FineractSimulator } from '../simulators/fineract/simulator';
import { openAmsBench, type AmsBench, type Kill, type Outcome } from '../kit/parts/ams-bench';
import { payersVariables } from '../kit/parts/ams-payments';
import { simulatedWorld, standingOf, type OpenAccount, type World } from '../kit/parts/ams-world';

/**
 * A transfer never leaves without a hold: whenever the engine hears that block-funds is done, the money is
 * held at that moment, by this payment. A state machine of process instances with the same ids, one after
 * the other as the engine has them, whose workers are killed at every step while a clerk blocks and frees the
 * account and moves its balance.
 */

type Event =
  /** block-funds is given out; the worker is killed, or is heard. */
  | { readonly step: 'block'; readonly kill: Kill | undefined }
  | { readonly step: 'clerk'; readonly subStatus: 'NONE' | 'BLOCK_DEBIT' }
  /** Fineract dies in the middle of the next PREPARE, or loses its answer. */
  | { readonly step: 'fineract'; readonly fault: 'crash-before-commit' | 'drop-after-commit' }
  /** The switch has decided: what was held is booked or released, and a new instance may begin. */
  | { readonly step: 'end'; readonly how: 'book' | 'release'; readonly kill: Kill | undefined };

const someKill = fc.record({
  request: fc.integer({ min: 1, max: 4 }),
  when: fc.constantFrom('before' as const, 'after' as const),
});
const kills = fc.oneof(fc.constant(undefined), { weight: 3, arbitrary: someKill });
const events: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ step: fc.constant('block' as const), kill: kills }) },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('clerk' as const),
      subStatus: fc.constantFrom('NONE' as const, 'BLOCK_DEBIT' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      step: fc.constant('fineract' as const),
      fault: fc.constantFrom('crash-before-commit' as const, 'drop-after-commit' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      step: fc.constant('end' as const),
      how: fc.constantFrom('book' as const, 'release' as const),
      kill: kills,
    }),
  },
);

let simulator: FineractSimulator;
let world: World;
let bench: AmsBench;

beforeAll(async () => {
  simulator = await startFineractSimulator();
  world = simulatedWorld(simulator);
  bench = await openAmsBench({ baseUrl: world.baseUrl });
});
afterAll(async () => {
  bench.close();
  await simulator.close();
});

async function expectStanding(
  account: OpenAccount,
  wanted: { readonly held: string; readonly debits: number },
): Promise<void> {
  const { held, debits } = await standingOf(world, account);
  expect({ held, debits: Object.keys(debits).length }).toEqual(wanted);
}

function expectComplete(outcome: Outcome): void {
  expect(outcome).toMatchObject({ kind: 'complete' });
}

/** One payment's instances, as the diagram leads them. */
class Instances {
  private number = 1;
  private isHeld = false;
  private debits = 0;
  /** How often block-funds was heard to be done. */
  proved = 0;

  constructor(
    private readonly account: OpenAccount,
    private readonly transferId: string,
  ) {}

  async take(event: Event): Promise<void> {
    switch (event.step) {
      case 'clerk':
        return world.setSubStatus(this.account, event.subStatus);
      case 'fineract':
        return simulator.control.addFault({ kind: event.fault, action: 'PREPARE', count: 1 });
      case 'block':
        return this.block(event.kill);
      case 'end':
        return this.end(event.how, event.kill);
    }
  }

  /** At the end of every history. */
  async finish(): Promise<void> {
    await simulator.control.clearFaults();
    await world.setSubStatus(this.account, 'NONE');
    if (this.isHeld) await this.end('release', undefined);
    else await this.release();
    await expectStanding(this.account, { held: '0', debits: this.debits });
  }

  private async block(kill: Kill | undefined): Promise<void> {
    if (this.isHeld) return;
    if (kill !== undefined) {
      return bench.attemptKilled('ams:block-funds:1', this.variables(), kill);
    }
    const outcome = await bench.run('ams:block-funds:1', this.variables());
    if (outcome.kind === 'complete') {
      this.isHeld = true;
      this.proved += 1;
      return expectStanding(this.account, { held: '100', debits: this.debits });
    }
    // Refused or unknown: released, and the instance has ended.
    await this.release();
    this.number += 1;
  }

  private async end(how: 'book' | 'release', kill: Kill | undefined): Promise<void> {
    if (!this.isHeld) return;
    const variables = { ...this.variables(), transferCode: this.transferId };
    const type = how === 'book' ? 'ams:book-funds:1' : 'ams:release-block:1';
    if (kill !== undefined) await bench.attemptKilled(type, variables, kill);
    // An operator frees the account when booking is refused.
    if (how === 'book') await world.setSubStatus(this.account, 'NONE');
    expectComplete(await bench.run(type, variables));
    if (how === 'book') this.debits += 1;
    this.isHeld = false;
    this.number += 1;
  }

  private async release(): Promise<void> {
    const outcome = await bench.run('ams:release-block:1', this.variables());
    expectComplete(outcome);
    await expectStanding(this.account, { held: '0', debits: this.debits });
  }

  private variables() {
    return payersVariables({
      transferId: this.transferId,
      accountId: this.account.accountId,
      amount: '100',
      askPayer: true,
      holdTag: `i${this.number}`,
    });
  }
}

test('when block-funds is done the money is held, whatever was killed, blocked or begun anew before', async () => {
  let proved = 0;
  const history = fc.asyncProperty(
    fc.array(events, { minLength: 4, maxLength: 16, size: 'max' }),
    fc.constantFrom('150', '1000'),
    async (happened, balance) => {
      await simulator.control.clearFaults();
      const account = await world.open({ balance });
      const instances = new Instances(account, randomUUID());
      for (const event of happened) await instances.take(event);
      await instances.finish();
      proved += instances.proved;
    },
  );
  await fc.assert(history, { numRuns: 150 });
  expect(proved).toBeGreaterThan(50);
}, 120_000);
