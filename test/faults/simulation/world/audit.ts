/** What is wrong when a run has ended: by the ledgers, the switch's records and what the payers heard. */
import type { AccountState } from '../../../simulators/fineract/control-client';
import { cents, wrongsIn, type Snapshot } from '../../../kit/faults/money';
import { currency, dfspNames } from '../../../kit/stack/dfsps';
import { transactionIdOf } from '../../../../connectors/common/contracts/keys';
import { fromUnits } from '../../../simulators/switch/machine/amounts';
import type { SimulatedPayment } from './payments';
import { whoAsks } from './people';
import type { World } from './world';

export function audit(world: World): string[] {
  const { payments, payers, defects, unended, faults } = world;
  // An app that could not be reached may not have heard: then only what it did hear must be true.
  const unheard = faults.fired.some(({ where }) => where.includes('app-'));
  const judged = payments
    .map((payment) => asPaid(world, payment))
    .map((payment) => ({
      ...payment,
      isDeaf:
        unheard ||
        !hasBegun(world, payment) ||
        // Whoever was never asked hears nothing.
        (isAskedFor(payment) && payers.heard.of(payment.transactionId).length === 0),
    }));
  return [
    ...defects,
    ...unended.map(({ process, key }) => `I3: ${process.id} ${key} has not ended`),
    ...wrongsIn(snapshotOf(world), judged, payers.heard, { lion: 0n, buffalo: 0n }),
    ...wrongIds(world),
    ...payments.flatMap((payment) => wrongsOfRequest(world, payment, unheard)),
    ...payments.flatMap((payment) => wrongsAtDevice(world, payment)),
    ...payments.flatMap((payment) => wrongsOfDecision(world, payment)),
    ...askedForByNobody(world),
  ];
}

/** Of a device's requests the one that was paid: the ledgers speak of it. */
function asPaid({ theSwitch }: World, payment: SimulatedPayment): SimulatedPayment {
  const paid = payment.atDevice?.requests.find(
    ({ transferId }) => theSwitch.machine.ledger.find(transferId)?.state === 'COMMITTED',
  );
  if (paid === undefined) return payment;
  const { transactionId, quoteId, transferId } = paid;
  return { ...payment, transactionId, quoteId, transferId };
}

/** O1: nothing is held without the right code. O2: who guesses pays nothing. O3: no variable holds a code. O4: it pays once. */
function wrongsAtDevice(world: World, payment: SimulatedPayment): string[] {
  const { devices, engine, theSwitch } = world;
  const { atDevice, clientCorrelationId } = payment;
  if (atDevice === undefined) return [];
  const codes = devices.codesOf(payment);
  const entered = atDevice.requests.flatMap(
    ({ requestId }) => devices.entered.get(requestId) ?? [],
  );
  const paid = atDevice.requests.filter(
    ({ transferId }) => theSwitch.machine.ledger.find(transferId)?.state === 'COMMITTED',
  );
  const isPaid = paid.length > 0;
  const isHeld = atDevice.requests.some(({ transferId }) => isHeldFor(world, payment, transferId));
  const isEntered = codes.some((code) => entered.includes(code));
  const held = JSON.stringify(engine.instances.map(({ scope }) => scope.all()));
  const wrong = [
    ...(isHeld && !isEntered ? ['O1: held, and nobody has entered its code'] : []),
    ...(paid.length > 1 ? ['O4: one code has paid twice'] : []),
    ...(isPaid && atDevice.customer === 'guesses' ? ['O2: paid by guessing'] : []),
    ...(codes.some((code) => held.includes(`"${code}"`)) ? ['O3: a variable holds its code'] : []),
  ];
  return wrong.map((text) => `${clientCorrelationId}: ${text}`);
}

/** A payer who was asked has said yes, in time, before anything is held. */
function wrongsOfDecision(world: World, payment: SimulatedPayment): string[] {
  const { askPayer, atDevice, decision, clientCorrelationId } = payment;
  if (!askPayer || atDevice !== undefined || decision === 'accept') return [];
  return isHeldFor(world, payment, payment.transferId)
    ? [`${clientCorrelationId}: R1: held, and its payer has said: ${decision}`]
    : [];
}

/** Or was, for a moment. */
function isHeldFor({ fineracts }: World, { payer }: SimulatedPayment, transferId: string): boolean {
  const { accounts } = fineracts[payer.dfsp].state();
  const account = accounts.find(({ accountId }) => accountId === payer.accountId);
  return (account?.transactions ?? []).some(
    ({ type, transferCode }) => type === 'hold' && transferCode === transferId,
  );
}

/** Nobody is asked to pay, or told, what no customer has asked for. */
function askedForByNobody({ payments, payers }: World): string[] {
  const known = new Set(
    payments.flatMap(({ transactionId, request, atDevice, refunds = [] }) => [
      ...[transactionId, request?.requestId],
      ...(atDevice?.requests ?? []).flatMap((one) => [one.requestId, one.transactionId]),
      ...refunds.map((refund) => refund.transactionId),
    ]),
  );
  return payers.heard
    .all()
    .filter(({ requestId, transactionId }) => !known.has(requestId ?? transactionId))
    .map(({ transactionId }) => `R2: told of ${transactionId}, for which nobody has asked`);
}

/** By its payee. */
function isAskedFor({ request, atDevice }: SimulatedPayment): boolean {
  return request !== undefined || atDevice !== undefined;
}

/** A request that was lost before the hub has stored it is no payment. */
function hasBegun({ engine }: World, payment: SimulatedPayment): boolean {
  const { atDevice, transactionId } = payment;
  const request = payment.request ?? atDevice?.requests[0];
  const [processId, name, id] =
    request === undefined
      ? (['payer-transfer', 'transactionId', transactionId] as const)
      : (['payee-request-to-pay', 'requestId', request.requestId] as const);
  return engine.instances.some(
    ({ process, scope }) => process.id === processId && scope.get(name) === id,
  );
}

/** Who has asked for money hears that it is there if it is, and never otherwise. */
function wrongsOfRequest(
  world: World,
  { request, transferId, clientCorrelationId }: SimulatedPayment,
  unheard: boolean,
): string[] {
  if (request === undefined) return [];
  const states = world.payers.heard.states(request.requestId);
  const isPaid = world.theSwitch.machine.ledger.find(transferId)?.state === 'COMMITTED';
  // What an operator has credited against the switch's later word was there for a while.
  const mayBeUndone = world.faults.fired.some(({ kind }) => kind === 'operator-is-rash');
  const lies = !isPaid && !mayBeUndone && states.includes('COMMITTED');
  const hidden = isPaid && !unheard && states.at(-1) !== 'COMMITTED';
  return lies || hidden
    ? [`${clientCorrelationId}: I4: the payee heard ${states.join(', ')}; paid: ${isPaid}`]
    : [];
}

/** I7, I8: what was acknowledged is a payment, and a request that comes again is the same one. */
function wrongIds(world: World): string[] {
  return world.payments.flatMap((payment) => {
    const { clientCorrelationId, request } = payment;
    const { dfsp } = whoAsks(payment);
    const known = world.payers.acknowledged.get(`${dfsp} ${clientCorrelationId}`);
    if (known === undefined) return [];
    const expected = request?.requestId ?? transactionIdOf(dfsp, clientCorrelationId);
    const others = [...known].filter((id) => id !== expected);
    return [
      ...others.map((id) => `I8: ${clientCorrelationId} has the transaction ${id} too`),
      ...(hasBegun(world, payment) ? [] : [`I7: ${clientCorrelationId} is acknowledged and lost`]),
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
