/**
 * What an account management system has booked for payments, in lines of JSON: a head, a booking each, and an end that
 * tells how many there were, so that a file that broke off is seen. `hub statement` writes it, `hub reconcile` reads it.
 */
import { z } from 'zod';
import { moneySchema } from './fspiop';

const instant = z.iso.datetime();

export const statementHeadSchema = z.strictObject({
  kind: z.literal('head'),
  version: z.literal(1),
  tenant: z.string(),
  /** All that was booked from then on stands here; holds that are open stand here whenever they were made. */
  from: instant,
  /** When it was begun: what was booked later may be missing. */
  madeAt: instant,
});
export type StatementHead = z.output<typeof statementHeadSchema>;

export const amsBookingSchema = z.strictObject({
  kind: z.literal('booking'),
  /** The AMS's own number of it. */
  bookingId: z.string(),
  transferId: z.string(),
  what: z.enum(['debit', 'credit', 'hold']),
  /** `reversed`: taken back. Of a hold `released`: it holds no more, whether the money was taken or not. */
  state: z.enum(['stands', 'reversed', 'released']),
  amount: moneySchema,
  bookedAt: instant,
  /** False: somebody else has booked it, a clerk perhaps, and has written the transferId beside it. */
  isHubs: z.boolean(),
});
export type AmsBooking = z.output<typeof amsBookingSchema>;

const statementEndSchema = z.strictObject({ kind: z.literal('end'), bookings: z.int().min(0) });

export const statementLineSchema = z.discriminatedUnion('kind', [
  statementHeadSchema,
  amsBookingSchema,
  statementEndSchema,
]);
export type StatementLine = z.output<typeof statementLineSchema>;
