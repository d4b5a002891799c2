/**
 * What some schedules are about. Left to chance alone, a few steps come about only once in tens of thousands of
 * schedules: those in which one thing is away all the time that another one needs it.
 */
import { dfspNames } from '../../../kit/stack/dfsps';
import type { Chance } from '../time/chance';
import type { FaultRates } from './faults';
import type { SimulatedPayment } from './payments';

export interface Emphasis {
  readonly rates?: FaultRates;
  /** Of every payment. */
  readonly payment?: Partial<SimulatedPayment>;
  /** Words of the requests that nobody answers. */
  readonly away?: readonly (readonly [peer: string, part: string])[];
  /** What it takes, says so, and does not do. */
  readonly switchForgets?: string;
  readonly strangersSpeak?: number;
  /** By more than a quote is good for, and while it is waited for. */
  readonly clocksJumpFar?: boolean;
}

const asked = { askPayer: true, decision: 'accept' } as const;
const verdictsUnheard = ['callbacks to', '/transfers/'] as const;
const transfersUnanswered = ['switch.test', 'PUT switch.test/transfers'] as const;

export const strangersEverywhere: Emphasis = {
  ...{ rates: { 'stranger-speaks': 0.8 }, strangersSpeak: 12, away: [verdictsUnheard] },
};

/** The switch never takes the fulfilment, nobody hears that it has aborted, and operators do not wait for it. */
export const creditedTooEarly: Emphasis = {
  rates: { 'operator-is-rash': 0.9, 'operator-decides': 0.3, 'account-blocked': 0.2 },
  switchForgets: 'PUT /transfers',
  away: [verdictsUnheard],
};

/** The same, and Fineract does not answer the credit, or the taking back of it. */
export const hardToUndo: Emphasis = {
  ...creditedTooEarly,
  away: [
    verdictsUnheard,
    ...dfspNames.flatMap((name) =>
      ['action=CREATE', 'command=reverse'].map((part) => [`fineract-${name}.test`, part] as const),
    ),
  ],
};

const emphases: readonly Emphasis[] = [
  {
    rates: { 'account-blocked': 0.5, 'callback-twice': 0.9, 'request-twice': 0.1 },
    away: [['switch.test', 'PUT switch.test/quotes']],
  },
  {
    rates: { 'account-blocked': 0.7, 'callback-twice': 0.9 },
    payment: asked,
    away: [transfersUnanswered],
  },
  strangersEverywhere,
  {
    rates: { 'operator-decides': 0.5, 'operator-errs': 0.6 },
    away: [
      ['fineract-lion.test', 'action=CREATE'],
      ['fineract-buffalo.test', 'action=CREATE'],
    ],
  },
  {
    rates: { 'operator-decides': 0.9, 'switch-forgets': 0.3 },
    away: [transfersUnanswered, ['switch.test', 'GET switch.test/transfers']],
  },
  {
    rates: { 'operator-decides': 0.9 },
    away: [transfersUnanswered, verdictsUnheard],
  },
  creditedTooEarly,
  hardToUndo,
  { rates: { 'clock-jumps': 0.5 }, switchForgets: 'PUT /transfers' },
  { rates: { 'clock-jumps': 0.7 }, payment: asked, clocksJumpFar: true },
  { rates: { 'clock-jumps': 0.7, 'callback-late': 0.4 }, clocksJumpFar: true },
  { rates: { 'app-repeats': 1 }, away: [['publishMessage', 'question-answered']] },
];

/** Every third schedule has one. */
export function emphasisOf(chance: Chance): Emphasis {
  if (chance.fraction('is it about something') >= 1 / 3) return none;
  return emphases[Math.floor(chance.fraction('what it is about') * emphases.length)] ?? none;
}

export const none: Emphasis = {};
