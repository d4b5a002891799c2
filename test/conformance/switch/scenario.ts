import type { Combination } from './combinations';
import type { PayerRequest } from './scripted';
import { isAnswerTo } from './scripted';
import type { Peer } from './peer';
import type { Passage } from './tap';
import type { Customer, Expectation, Payment, World } from './world';

/** What one scenario of the real switch asks of the hub. */
export type Scenario = {
  /** The number that it has in the switch's own `e2e.js`. */
  readonly id: string;
  readonly title: string;
} & (PlayedScenario | SwitchOnlyScenario);

export interface PlayedScenario {
  /** What the hub does in it. */
  readonly role: 'payer' | 'payee' | 'both';
  /** Nothing else may run meanwhile. */
  readonly isAlone?: true;
  /** It stops services of the switch and starts them again. */
  readonly stopsServices?: true;
  /** It waits for time-outs: begun first, it does not keep the round waiting. */
  readonly isLong?: true;
  /** It looks at what the others have left behind. */
  readonly isLast?: true;
  /** Why it is not played in this combination; undefined where it is. */
  exempt?(combination: Combination): string | undefined;
  /** Resolves with what must be so, now or soon. */
  play(world: World): Promise<readonly Expectation[]>;
}

export interface SwitchOnlyScenario {
  readonly role: 'none';
  /** Why no DFSP has a part in it. */
  readonly reason: string;
}

/** Nothing to look at but what the play itself has found. */
export function found(claim: string, wanted: string, what: string): Expectation {
  return { claim, wanted, find: () => what };
}

export const hears = (payment: Payment, wanted: string): Expectation => ({
  claim: 'the app hears',
  wanted,
  find: () => payment.heard,
});

const booked = (world: World, customer: Customer, wanted: string): Expectation => ({
  claim: `${customer.owner}'s customer`,
  wanted,
  find: () => world.ledgerOf(customer),
});

export const untouched = (world: World, customer: Customer): Expectation =>
  booked(world, customer, '0: nothing booked');

export const received = (world: World, customer: Customer, amount = '100.12'): Expectation =>
  booked(world, customer, `${amount}: 1 credit`);

/** The payment went through. */
export function paid(world: World, payment: Payment, payee?: Customer): Expectation[] {
  const { payer, amount } = payment;
  return [
    hears(payment, 'COMMITTED'),
    booked(world, payer, `-${amount}: 1 hold, 1 release, 1 debit`),
    ...(payee === undefined ? [] : [received(world, payee, amount)]),
  ];
}

/** Refused before the payer's money was touched. */
export function refused(world: World, payment: Payment, code: string): Expectation[] {
  return [hears(payment, `ABORTED (${code})`), untouched(world, payment.payer)];
}

/** The payer's money was held and is free again. */
export function undone(world: World, payment: Payment, code: string): Expectation[] {
  return [
    hears(payment, `ABORTED (${code})`),
    booked(world, payment.payer, '0: 1 hold, 1 release'),
  ];
}

/** What a scripted payer's DFSP is told about its transfer, callback by callback. */
export function foxHears(fox: Peer, request: PayerRequest, wanted: string): Expectation {
  return {
    claim: 'the payer’s DFSP hears',
    wanted,
    find: () => fox.heard.filter(isAnswerTo(request)).map(textOfCallback).join(', '),
  };
}

/** `PUT COMMITTED`, `PUT /error 3100`, `PATCH ABORTED` */
export function textOfCallback({
  method,
  path,
  body,
}: {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}): string {
  const { transferState, errorInformation } = body as {
    transferState?: string;
    errorInformation?: { errorCode: string };
  };
  const words = [method, ...(path.endsWith('/error') ? ['/error'] : [])];
  return [...words, errorInformation?.errorCode ?? transferState ?? 'without a word'].join(' ');
}

/** What the switch told the hub's tenant, and what the hub acknowledged with. */
export function tenantHears(
  world: World,
  fspId: string,
  match: (passage: Passage) => boolean,
  wanted: string,
): Expectation {
  return {
    claim: `${fspId.split('-')[0] ?? ''} is told and acknowledges`,
    wanted,
    find: () =>
      world
        .passages((one) => isFor(fspId)(one) && match(one))
        .map((one) => `${textOfCallback({ ...one, body: json(one) })} = ${one.status ?? 'nothing'}`)
        .join(', '),
  };
}

export const json = ({ body }: Passage): unknown =>
  body.length === 0 ? {} : JSON.parse(body.toString('utf8'));

/** On its way to the hub's tenant. */
export const isFor =
  (fspId: string) =>
  ({ to, headers }: Passage): boolean =>
    to === 'hub' && headers['fspiop-destination'] === fspId;

/** Sent by the hub's tenant. */
export const isFrom =
  (fspId: string) =>
  ({ to, headers }: Passage): boolean =>
    to !== 'hub' && headers['fspiop-source'] === fspId;

export const isAbout =
  (method: string, pathPrefix: string) =>
  (passage: Passage): boolean =>
    passage.method === method && passage.path.startsWith(pathPrefix);

/** All of them. */
export const both =
  (...matches: readonly ((passage: Passage) => boolean)[]) =>
  (passage: Passage): boolean =>
    matches.every((match) => match(passage));
