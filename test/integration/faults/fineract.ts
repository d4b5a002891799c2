import type { FaultSeed } from '../../simulators/fineract/control-client';
import type { DfspName } from '../../kit/stack/dfsps';
import type { Match } from '../../kit/faults/gate';
import { of, type Payment } from '../../kit/faults/payments';
import { loseAnswer, outwait, swallow } from '../../kit/faults/spoil';
import { blockPayee } from '../../kit/faults/steps';
import type { World } from '../../kit/faults/world';

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

export const fineractCases = commands.flatMap((command) =>
  troubles.map(({ what, make }) => ({
    what: `${command.name} ${what}`,
    ends: command.ends,
    arrange: async (world: World, payment: Payment): Promise<void> => {
      if (command.action === 'RELEASE') blockPayee(world, payment);
      await make(world, payment, command);
    },
  })),
);
