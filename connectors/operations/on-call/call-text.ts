/** What a person reads who is woken at night: what is stuck, since when, how much, what to do first. Pure. */
import { v5 as uuidV5 } from 'uuid';
import type { CallHeadline, CallRecord, StuckKind } from '../../common/contracts/calls';
import { sum, type Money } from '../../common/money';
import type { EpochMs } from '../../common/runtime';
import { formatDateTime } from '../../common/time';
import { storedLanguage } from '../../common/words/languages';
import { callsAddress } from '../page/page-url';
import type { CallToMake } from './decide';
import { headlineText, subjectText } from './headline-words';
import type { OnCallTenant } from './settings';
import type { Stuck } from './stuck';

/** Fixed for ever: receivers drop repeats by the ids that come from it. */
export const callNamespace = '5c0b1f0e-6d3a-5e0b-9a51-0d1b7b7f2c64';

/** The rest is counted. */
const shownMax = 10;
const advisedMax = 3;

export interface CallSurroundings {
  readonly nowMs: EpochMs;
  /** Of the operators' page. */
  readonly pageOrigin: string | undefined;
  /** There is more than was seen. */
  readonly isCut: boolean;
}

type Told = Pick<CallRecord, 'subject' | 'text' | 'body' | 'headline'>;

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
  { nowMs, pageOrigin, isCut }: CallSurroundings,
): Told {
  const called = steps.slice(0, stepsCalled).flat();
  const clock = new LocalTime(settings.timeZone, nowMs);
  const next = clock.timeOf(nowMs + settings.repeatEvery);
  const link = pageOrigin && callsAddress(pageOrigin, tenant);
  const facts = { ...summaryOf(open, nowMs, isCut), link };
  const subject = subjectText(tenant, facts.headline, number, storedLanguage);
  const text = [
    `${facts.headline}. Nobody has taken it${number > 1 ? `, after ${number - 1} calls` : ''}.`,
    `The oldest has been stuck since ${clock.timeOf(open[0]?.stuckSinceMs ?? nowMs)}.`,
    '',
    'What it is:',
    ...facts.groups.map(({ count, what }) => ` - ${count} x ${what}`),
    '',
    'What to do first:',
    ` 1. Take it, so that nobody else is called: ${link ?? 'in the operators’ page, System, Calls and peers'}`,
    ...facts.advice.map((one, at) => ` ${at + 2}. ${one}`),
    ...(facts.moreAdvice > 0
      ? [` And ${facts.moreAdvice} things more: hub waiting tells each.`]
      : []),
    '',
    open.length > shownMax ? `The ${shownMax} oldest of ${open.length}:` : 'All of it:',
    ...open.slice(0, shownMax).map((one) => ` - ${lineOf(one, clock)}`),
    '',
    `Called: ${called.join(', ') || 'nobody is on call'}. The next call comes at ${next}, unless somebody takes it.`,
    `\`hub waiting --tenant ${tenant}\` shows all that waits for a decision.`,
    `By a script it is taken with: POST ${pageOrigin ?? '<operations API>'}/tenants/${tenant}/work/called/take`,
    '',
  ].join('\n');
  return {
    ...{ subject, text, headline: facts.told },
    body: bodyOf({ tenant, number, open, called, nowMs }, subject, text, facts),
  };
}

interface Summary {
  readonly told: CallHeadline;
  readonly headline: string;
  readonly totals: readonly Money[];
  readonly payments: number;
  readonly groups: readonly { readonly count: number; readonly what: string }[];
  /** Of the oldest of each group. */
  readonly advice: readonly string[];
  /** There is so much more of it. */
  readonly moreAdvice: number;
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
  const oldestMs = Math.min(...open.map(({ stuckSinceMs }) => stuckSinceMs));
  const firsts = [...new Map(open.toReversed().map((one) => [one.what, one])).values()].reverse();
  const advice = [...new Set(firsts.map(({ whatToDo }) => whatToDo))];
  const countOf = (wanted: StuckKind) => open.filter(({ kind }) => kind === wanted).length;
  const told: CallHeadline = {
    ...{ isCut, payments: payments.length, amountsKnown: amounts.length, totals },
    ...{ incidents: countOf('incident'), unseen: countOf('unseen') },
    stuckForMs: nowMs - oldestMs,
  };
  return {
    ...{ told, headline: headlineText(told, storedLanguage), totals },
    payments: payments.length,
    groups: firsts.map(({ what }) => {
      return { count: open.filter((one) => one.what === what).length, what };
    }),
    advice: advice.slice(0, advisedMax),
    moreAdvice: Math.max(0, advice.length - advisedMax),
  };
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
      : [`taken at ${clock.timeOf(taken.atMs)} by ${taken.by}, and still stuck`]),
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
