import type { FaultSeed } from '../../simulators/fineract/control-client';
import type { DfspName } from '../../stack/dfsps';
import type { Match } from './gate';
import { wrongs } from './money';
import { of, type Payment } from './payments';
import { loseAnswer, outwait, swallow } from './spoil';
import { blockPayee } from './steps';
import type { World } from './world';

interface Command {
  readonly name: string;
  readonly dfsp: DfspName;
  readonly action: 'PREPARE' | 'CREATE' | 'RELEASE';
  readonly ends: 'COMMITTED' | 'ABORTED';
}

const commands: readonly Command[] = [
  { name: "the payer's hold", dfsp: 'lion', action: 'PREPARE', ends: 'COMMITTED' },
  { name: "the payer's debit", dfsp: 'lion', action: 'CREATE', ends: 'COMMITTED' },
  { name: "the payee's credit", dfsp: 'buffalo', action: 'CREATE', ends: 'COMMITTED' },
  { name: "the payer's release", dfsp: 'lion', action: 'RELEASE', ends: 'ABORTED' },
];

interface Trouble {
  readonly what: string;
  readonly make: (world: World, payment: Payment, command: Command) => Promise<void> | void;
}

const requestOf = (payment: Payment, { dfsp, action }: Command): Match =>
  of(payment, dfsp, 'POST', { path: `action=${action}` });

function fault(kind: FaultSeed['kind'], count: number): Trouble['make'] {
  return async (world, { transferId }, { dfsp, action }) => {
    const { control } = world.stack.fineract[dfsp];
    await control.addFault({ kind, action, transferCode: transferId, count });
  };
}

const troubles: readonly Trouble[] = [
  { what: 'conflicts with others (409)', make: fault('conflict', 3) },
  { what: 'is in progress (425)', make: fault('in-progress', 2) },
  { what: 'fails before it is done (500)', make: fault('fail-before-commit', 2) },
  {
    what: 'is done, and the answer is lost',
    make: (world, payment, command) => loseAnswer(world, requestOf(payment, command), 2),
  },
  {
    what: 'is done when its time is over',
    make: (world, payment, command) => outwait(world, requestOf(payment, command)),
  },
  {
    what: 'is lost without an answer',
    make: (world, payment, command) => swallow(world, requestOf(payment, command)),
  },
];

const cases = commands.flatMap((command) =>
  troubles.map((trouble) => ({ ...command, ...trouble, command })),
);

/** Fineract's troubles in the middle of whole payments. */
export function describeFineract(worldOf: () => World): void {
  describe('when Fineract is in trouble', () => {
    const payments = new Map<object, Payment>();

    beforeAll(async () => {
      const world = worldOf();
      for (const one of cases) {
        const payment = await world.prepare();
        payments.set(one, payment);
        if (one.action === 'RELEASE') blockPayee(world, payment);
        await one.make(world, payment, one.command);
        await world.request(payment);
      }
      await world.end(...payments.values());
    }, 240_000);

    test.each(cases)('$name $what: the payment ends right', (one) => {
      expect(worldOf().heard.last(payments.get(one)?.transactionId ?? '')).toBe(one.ends);
    });

    test('the money is where it must be', async () => {
      const world = worldOf();
      await world.time.passUntil('all credited', async () => (await wrongs(world)).length === 0);
    }, 120_000);
  });
}
