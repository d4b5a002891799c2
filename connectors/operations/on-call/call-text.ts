/** What a person reads who is woken at night: what is stuck, since when, how much, what to do first. Pure. */
import { v5 as uuidV5 } from 'uuid';
import type { CallRecord } from '../../common/contracts/calls';
import { sum, type Money } from '../../common/money';
import type { EpochMs } from '../../common/runtime';
import { formatDateTime } from '../../common/time';
import type { CallToMake } from './decide';
import type { OnCallTenant } from './settings';
import type { Stuck } from './stuck';

/** Fixed for ever: receivers drop repeats by the ids that come from it. */
export const callNamespace = '5c0b1f0e-6d3a-5e0b-9a51-0d1b7b7f2c64';

/** The rest is counted. */
const shownMax = 10;
const advisedMax = 3;

export interface CallSurroundings {
  readonly nowMs: EpochMs;
  /** Of the operations page or API. */
  readonly pageUrl: string | undefined;
  /** There is more than was seen. */
  readonly isCut: boolean;
}

type Told = Pick<CallRecord, 'subject' | 'text' | 'body'>;

export function callRecord(
  { tenant, settings }: Pick<OnCallTenant, 'tenant' | 'settings'>,
  call: CallToMake,
  around: CallSurroundings,
): CallRecord {
  const told = callText({ tenant, settings }, call, around);
  const at = formatDateTime(around.nowMs);
  return {
    ...{ kind: 'call', version: 1, tenant, at, number: call.number, ...told },
    callId: callIdOf({ tenant, at, ...told }),
    steps: call.steps.map((names) => [...names]),
    stepsCalled: call.stepsCalled,
    until: formatDateTime(around.nowMs + settings.repeatEvery),
    reached: [],
    isOver: false,
  };
}

/** Another text has another id, whoever makes it. */
export function callIdOf(told: Told & { readonly tenant: string; readonly at: string }): string {
  const { tenant, at, subject, text, body } = told;
  return uuidV5(JSON.stringify([tenant, at, subject, text, body]), callNamespace);
}

function callText(
  { tenant, settings }: Pick<OnCallTenant, 'tenant' | 'settings'>,
  { number, open, steps, stepsCalled }: CallToMake,
  { nowMs, pageUrl, isCut }: CallSurroundings,
): Told {
  const called = steps.slice(0, stepsCalled).flat();
  const clock = new LocalTime(settings.timeZone, nowMs);
  const next = clock.timeOf(nowMs + settings.repeatEvery);
  const link = pageUrl && `${pageUrl}/tenants/${tenant}/calls`;
  const take = pageUrl && `POST ${pageUrl}/tenants/${tenant}/work/called/take`;
  const facts = { ...summaryOf(open, nowMs, isCut), link };
  const subject = `${tenant}: ${facts.headline}${number > 1 ? ` (call ${number})` : ''}`;
  const text = [
    `${facts.headline}. Nobody has taken it${number > 1 ? `, after ${number - 1} calls` : ''}.`,
    `The oldest has been stuck since ${clock.timeOf(open[0]?.stuckSinceMs ?? nowMs)}.`,
    '',
    'What it is:',
    ...facts.groups.map(({ count, what }) => ` - ${count} x ${what}`),
    '',
    'What to do first:',
    ` 1. Take it, so that nobody else is called: ${take ?? 'POST .../work/called/take'} of the operations API. ${link ?? '.../calls'} shows who has it.`,
    ...facts.advice.map((one, at) => ` ${at + 2}. ${one}`),
    '',
    open.length > shownMax ? `The ${shownMax} oldest of ${open.length}:` : 'All of it:',
    ...open.slice(0, shownMax).map((one) => ` - ${lineOf(one, clock)}`),
    '',
    `Called: ${called.join(', ') || 'nobody is on call'}. The next call comes at ${next}, unless somebody takes it.`,
    `\`hub waiting --tenant ${tenant}\` shows all that waits for a decision.`,
    '',
  ].join('\n');
  return {
    subject,
    text,
    body: bodyOf({ tenant, number, open, called, nowMs }, subject, text, facts),
  };
}

interface Summary {
  readonly headline: string;
  readonly totals: readonly Money[];
  readonly payments: number;
  readonly groups: readonly { readonly count: number; readonly what: string }[];
  /** Of the oldest of each group. */
  readonly advice: readonly string[];
  readonly link: string | undefined;
}

function summaryOf(open: readonly Stuck[], nowMs: EpochMs, isCut: boolean): Omit<Summary, 'link'> {
  const payments = open.filter(({ kind }) => !['incident', 'unseen'].includes(kind));
  const amounts = payments.flatMap(({ amount }) => (amount === undefined ? [] : [amount]));
  const currencies = [...new Set(amounts.map(({ currency }) => currency))].sort();
  const totals = currencies.map((currency) =>
    sum(
      amounts.filter((one) => one.currency === currency),
      currency,
    ),
  );
  const others = (['incident', 'unseen'] as const).map(
    (kind) => [kind, open.filter((one) => one.kind === kind).length] as const,
  );
  const parts = [
    ...(isCut ? ['more than could be counted, at least:'] : []),
    ...(payments.length > 0 ? [paymentsText(payments.length, amounts.length, totals)] : []),
    ...others.flatMap(([kind, count]) => (count > 0 ? [countText(kind, count)] : [])),
  ];
  const oldestMs = Math.min(...open.map(({ stuckSinceMs }) => stuckSinceMs));
  const firsts = [...new Map(open.toReversed().map((one) => [one.what, one])).values()].reverse();
  return {
    headline: `${parts.join('; ')}; stuck for ${ageOf(nowMs - oldestMs)}`,
    totals,
    payments: payments.length,
    groups: firsts.map(({ what }) => {
      return { count: open.filter((one) => one.what === what).length, what };
    }),
    advice: [...new Set(firsts.map(({ whatToDo }) => whatToDo))].slice(0, advisedMax),
  };
}

function paymentsText(count: number, known: number, totals: readonly Money[]): string {
  const money = totals.map(({ amount, currency }) => `${amount} ${currency}`).join(', ');
  const unknown = count - known;
  const more = unknown > 0 ? ` (and ${unknown} of unknown amount)` : '';
  return `${count} ${count === 1 ? 'payment' : 'payments'} of ${money || 'unknown amounts'}${money && more}`;
}

function countText(kind: 'incident' | 'unseen', count: number): string {
  if (kind === 'unseen') return 'the hub cannot see whether money is stuck';
  return count === 1 ? '1 process stands still' : `${count} processes stand still`;
}

function lineOf(one: Stuck, clock: LocalTime): string {
  const { transferId, side, amount, what, stuckSinceMs, taken } = one;
  const words = [
    ...(transferId === undefined ? [] : [`transfer ${transferId}`]),
    ...(side === undefined ? [] : [side]),
    ...(amount === undefined ? [] : [`${amount.amount} ${amount.currency}`]),
    `since ${clock.timeOf(stuckSinceMs)}`,
    what,
    ...(taken === undefined
      ? []
      : [`taken at ${clock.timeOf(taken.atMs)} by ${taken.by}, and not moved since`]),
  ];
  return words.join(', ');
}

interface Telling {
  readonly tenant: string;
  readonly number: number;
  readonly open: readonly Stuck[];
  readonly called: readonly string[];
  readonly nowMs: EpochMs;
}

/** As Standard Webhooks would have it; chats that know nothing of it show `text`. */
function bodyOf(
  { tenant, number, open, called, nowMs }: Telling,
  summary: string,
  text: string,
  { totals, payments, groups, link }: Summary,
): string {
  return JSON.stringify({
    type: 'on-call.stuck',
    timestamp: formatDateTime(nowMs),
    text: `${summary}\n\n${text}`,
    data: {
      ...{ tenant, number, summary, payments, totals, groups, called, link },
      oldestSince: formatDateTime(open[0]?.stuckSinceMs ?? nowMs),
      stuck: open.slice(0, shownMax).map(({ stuckSinceMs, taken, ...one }) => ({
        ...one,
        stuckSince: formatDateTime(stuckSinceMs),
        ...(taken && { takenBefore: { by: taken.by, at: formatDateTime(taken.atMs) } }),
      })),
      more: Math.max(0, open.length - shownMax),
    },
  });
}

export function ageOf(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** `02:13`, and the day where it is another one, by the clocks of the tenant. */
export class LocalTime {
  constructor(
    private readonly timeZone: string,
    private readonly nowMs: EpochMs,
  ) {}

  timeOf(atMs: EpochMs): string {
    const time = this.format(atMs, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const day = (ms: EpochMs) => this.format(ms, { day: 'numeric', month: 'short' });
    const isToday = day(atMs) === day(this.nowMs);
    return `${isToday ? '' : `${day(atMs)} `}${time} (${this.timeZone})`;
  }

  private format(ms: EpochMs, options: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat('en-GB', { timeZone: this.timeZone, ...options }).format(ms);
  }
}
