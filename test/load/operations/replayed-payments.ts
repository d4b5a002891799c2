/** Payments that a real broker told of, again and again, each with ids, times, amounts and parties of its own. */
import { createHash } from 'node:crypto';
import type { PaymentDocument } from '../../../connectors/common/contracts/payment-documents';
import type { PaymentEvent } from '../../../connectors/common/contracts/payment-events';
import { createPersonTokens } from '../../../connectors/common/contracts/person-tokens';
import type { Money } from '../../../connectors/common/money';
import { withEvent } from '../../../connectors/exporters/indexer/payment-document';
import { eventsOfRecordings, personSecret } from '../../kit/engine-records/events';

/** As it looks from our own tenant: the recordings' other one is whoever is on the other side. */
export const tenant = 'lion';
const otherTenant = 'zebra';
const dfspCount = 20;
const customerCount = 50_000;

type Story = readonly PaymentEvent[];

/** Of each side of each recorded payment what was told of it. */
function recordedStories(): readonly Story[] {
  const stories = new Map<string, PaymentEvent[]>();
  for (const event of eventsOfRecordings()) {
    const name = `${event.tenant} ${event.side} ${event.transactionId}`;
    stories.set(name, [...(stories.get(name) ?? []), event]);
  }
  return [...stories.values()];
}

/** Most payments are made; some fail; a few go a long way round; and of a few the end has not come yet. */
function mix(stories: readonly Story[]): readonly Story[] {
  const has = (story: Story, kind: PaymentEvent['kind']) => story.some((one) => one.kind === kind);
  const isPlain = (story: Story) => !has(story, 'waiting-for-operator') && !has(story, 'cancelled');
  const paid = stories.filter(
    (one) => isPlain(one) && (has(one, 'booked') || has(one, 'credited')) && has(one, 'fee-owed'),
  );
  const failed = stories.filter(
    (one) => isPlain(one) && !has(one, 'booked') && !has(one, 'credited'),
  );
  const open = (['held', 'sent-to-switch', 'waiting-for-operator', 'incident-raised'] as const).map(
    (kind) => {
      const story = stories.find((one) => has(one, kind)) ?? [];
      return story.slice(0, story.findIndex((one) => one.kind === kind) + 1);
    },
  );
  const several = (some: readonly Story[], count: number) =>
    Array.from({ length: count }, (_, at) => some[at % some.length] ?? []);
  return [
    ...several(paid, 1_700),
    ...several(failed, 240),
    ...several(stories, 52),
    ...several(open, 8),
  ];
}

export interface Replayed {
  readonly document: PaymentDocument;
  readonly payersNumber: string;
}

/** The payment at each place: the same whenever it is asked for, and those of any places alone. */
export function replay(
  count: number,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): (at: number) => Replayed {
  const stories = mix(recordedStories());
  return (at) => {
    // Coprime to their number, so that each kind comes all the time.
    const story = stories[(at * 997) % stories.length] ?? [];
    const startedMs = Math.floor(fromMs + ((toMs - fromMs) * at) / count);
    const document = story
      .map((event, index) => retold(event, { at, index, story, startedMs }))
      .reduce<PaymentDocument | undefined>((known, event) => withEvent(known, event), undefined);
    if (document === undefined) throw new Error(`nothing is told of the payment at ${at}`);
    return { document, payersNumber: numberOf(at % customerCount) };
  };
}

interface Telling {
  readonly at: number;
  readonly index: number;
  readonly story: Story;
  readonly startedMs: number;
}

function retold(event: PaymentEvent, telling: Telling): PaymentEvent {
  const { at, index, story, startedMs } = telling;
  const shiftMs = startedMs - Date.parse(story[0]?.occurredAt ?? '');
  const moved = (instant: string) => new Date(Date.parse(instant) + shiftMs).toISOString();
  const own = at % 20 === 0 ? otherTenant : tenant;
  const dfsp = `dfsp-${(at * 31) % dfspCount}`;
  const named = (fspId: string) => (fspId === event.tenant ? own : dfsp);
  const party = (whose: PaymentEvent['payer'], customer: number): PaymentEvent['payer'] => ({
    ...whose,
    ...(whose.fspId !== undefined && { fspId: named(whose.fspId) }),
    ...(whose.token !== undefined && { token: customerToken(own, customer) }),
  });
  const amount = amountOf(at);
  const { transferId, quoteId, source } = event;
  return {
    ...event,
    ...{ eventId: idOf('event', at, index), occurredAt: moved(event.occurredAt), tenant: own },
    transactionId: idOf('transaction', at),
    ...(transferId !== undefined && { transferId: idOf('transfer', at) }),
    ...(quoteId !== undefined && { quoteId: idOf('quote', at) }),
    ...(event.amount !== undefined && { amount: { ...event.amount, amount } }),
    payer: party(event.payer, at % customerCount),
    payee: party(event.payee, (at * 7) % customerCount),
    source: { ...source, processInstanceKey: String(2_251_799_813_685_249 + at) },
    details: detailsOf(event, { amount, moved, named, entryId: idOf('entry', at, index) }),
    // Kind and details belong together, as they did.
  } as PaymentEvent;
}

interface Changed {
  readonly amount: string;
  readonly moved: (instant: string) => string;
  readonly named: (fspId: string) => string;
  readonly entryId: string;
}

function detailsOf(event: PaymentEvent, { amount, moved, named, entryId }: Changed): object {
  const money = (of: Money | undefined) => of && { ...of, amount };
  if (event.kind === 'quoted') {
    const { transferAmount, payeeReceiveAmount, expiresAt, ...rest } = event.details;
    return {
      ...{ ...rest, transferAmount: money(transferAmount), expiresAt: moved(expiresAt) },
      ...(payeeReceiveAmount && { payeeReceiveAmount: money(payeeReceiveAmount) }),
    };
  }
  if (event.kind === 'fee-owed') {
    const { debtor, creditor, occurredAt } = event.details;
    const changed = { debtor: named(debtor), creditor: named(creditor), entryId };
    return { ...event.details, ...changed, occurredAt: moved(occurredAt) };
  }
  return event.details;
}

function idOf(what: string, ...numbers: readonly number[]): string {
  const hex = createHash('sha1')
    .update(`${what} ${numbers.join(' ')}`)
    .digest('hex');
  const [a, b, c, d, e] = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ].map(([from, to]) => hex.slice(from, to));
  return [a, b, c, d, e].join('-');
}

function amountOf(at: number): string {
  const cents = ((at * 7_919) % 50_000_00) + 1;
  return String(cents / 100);
}

const numberOf = (customer: number): string => `2557${String(customer).padStart(8, '0')}`;

const tokens = createPersonTokens(personSecret);
const tokensByCustomer = new Map<string, string>();

function customerToken(of: string, customer: number): string {
  const name = `${of} ${customer}`;
  const known = tokensByCustomer.get(name);
  if (known !== undefined) return known;
  const party = { partyIdType: 'MSISDN', partyIdentifier: numberOf(customer) } as const;
  const made = tokens.tokenOf(of, tokens.fingerprintOf(party));
  tokensByCustomer.set(name, made);
  return made;
}
