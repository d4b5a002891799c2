/** What is wrong when a run has ended: by the ledgers, the switch's records and what the payers heard. */
import type { AccountState } from '../../../simulators/fineract/control-client';
import { cents, wrongsIn, type Snapshot } from '../../../kit/faults/money';
import { currency, dfspNames } from '../../../kit/stack/dfsps';
import { transactionIdOf } from '../../../../connectors/common/contracts/keys';
import { fromUnits } from '../../../simulators/switch/machine/amounts';
import type { World } from './world';

export function audit(world: World): string[] {
  const { payments, payers, defects, unended, faults } = world;
  // An app that could not be reached may not have heard: then only what it did hear must be true.
  const unheard = faults.fired.some(({ where }) => where.includes('app-'));
  const judged = payments.map((payment) => ({
    ...payment,
    isDeaf: unheard || !hasBegun(world, payment.transactionId),
  }));
  return [
    ...defects,
    ...unended.map(({ process, key }) => `I3: ${process.id} ${key} has not ended`),
    ...wrongsIn(snapshotOf(world), judged, payers.heard, { lion: 0n, buffalo: 0n }),
    ...wrongIds(world),
  ];
}

/** A request that was lost before the hub has stored it is no payment. */
function hasBegun({ engine }: World, transactionId: string): boolean {
  return engine.instances.some(
    ({ process, scope }) =>
      process.id === 'payer-transfer' && scope.get('transactionId') === transactionId,
  );
}

/** I7, I8: what was acknowledged is a payment, and a request that comes again is the same one. */
function wrongIds(world: World): string[] {
  return world.payments.flatMap(({ payer, clientCorrelationId }) => {
    const known = world.payers.acknowledged.get(`${payer.dfsp} ${clientCorrelationId}`);
    if (known === undefined) return [];
    const expected = transactionIdOf(payer.dfsp, clientCorrelationId);
    const others = [...known].filter((id) => id !== expected);
    return [
      ...others.map((id) => `I8: ${clientCorrelationId} has the transaction ${id} too`),
      ...(hasBegun(world, expected) ? [] : [`I7: ${clientCorrelationId} is acknowledged and lost`]),
    ];
  });
}

function snapshotOf({ fineracts, theSwitch }: World): Snapshot {
  const accounts = new Map<string, AccountState>();
  const ledgers = { lion: 0n, buffalo: 0n };
  const positions = { lion: 0n, buffalo: 0n };
  for (const dfsp of dfspNames) {
    for (const account of fineracts[dfsp].state().accounts) {
      accounts.set(account.accountId, account);
      ledgers[dfsp] += cents(account.ledger);
    }
    positions[dfsp] = cents(fromUnits(theSwitch.machine.participants.position(dfsp, currency)));
  }
  const transfers = theSwitch.machine.ledger.view();
  return {
    ...{ accounts, ledgers, positions, incidents: 0 },
    transfers: new Map(transfers.map(({ transferId, state }) => [transferId, state])),
  };
}
