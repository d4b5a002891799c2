import { z } from 'zod';
import type { Tenant, Tenants } from '../../common/config/tenants';
import { httpUrl } from '../../common/config/http-url';
import { callsEnvironment } from '../../common/contracts/calls';
import { decisionTopicsEnvironment } from '../../common/contracts/decision-topics';
import { duration } from '../../common/contracts/fee-settings';
import { paymentDocumentsSettings } from '../../common/contracts/payment-documents';
import { paymentEventsTopicSettings } from '../../common/contracts/payment-events';
import { operatorWorkEnvironment } from '../../common/contracts/operator-work';
import { webhookSecretSchema } from '../../common/http/webhook-signature';
import { pageUrlEnvironment } from '../page/page-url';
import { mailEnvironment } from './mail-settings';

export const onCallEnvironment = z.object({
  ...callsEnvironment.shape,
  ...decisionTopicsEnvironment.shape,
  ...operatorWorkEnvironment.shape,
  ...paymentDocumentsSettings.shape,
  ...paymentEventsTopicSettings.shape,
  ON_CALL_LOOK_EVERY_S: z.coerce
    .number()
    .min(1)
    .max(600)
    .default(20)
    .describe('How often it is looked whether money is stuck'),
  ...pageUrlEnvironment.shape,
  ...mailEnvironment.shape,
  ON_CALL_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(30_000)
    .default(10_000)
    .describe('How long a webhook or mail server may take to answer'),
});
export type OnCallEnvironment = z.output<typeof onCallEnvironment>;

/** As people write it (`PT15M`), in milliseconds. */
const between = (least: number, most: number, usual: string) =>
  duration()
    .refine(
      (ms) => ms >= least && ms <= most,
      `must be from ${least / 1_000} s to ${most / 1_000} s`,
    )
    .prefault(usual);

const minuteMs = 60_000;
const dayMs = 86_400_000;
const limit = (usual: string) => between(minuteMs, 30 * dayMs, usual);

const webhookSchema = z.strictObject({
  url: httpUrl,
  /** Standard Webhooks. `secretFile` keeps it out of the file. */
  secret: webhookSecretSchema,
  /** The one before it, while the receiver changes over. */
  formerSecret: webhookSecretSchema.optional(),
});
export type Webhook = z.output<typeof webhookSchema>;

const personSchema = z
  .strictObject({ email: z.email().optional(), webhook: webhookSchema.optional() })
  .refine(({ email, webhook }) => email !== undefined || webhook !== undefined, {
    message: 'must have an email or a webhook: nobody could call them',
  });

const nameSchema = z.string().regex(/^[a-z][a-z0-9.-]{0,31}$/, 'must be small letters and digits');
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const timeSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time like 18:30');

const shiftSchema = z.strictObject({
  people: z.array(nameSchema).min(1),
  days: z
    .array(z.enum(weekdays))
    .min(1)
    .default([...weekdays]),
  from: timeSchema.default('00:00'),
  /** Not later than `from`: it ends on the next day. */
  to: timeSchema.default('24:00'),
});
export type Shift = z.output<typeof shiftSchema>;

const timeZoneSchema = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, 'is no time zone such as Africa/Dar_es_Salaam');

const schema = z.strictObject({
  /** What is older is stuck. */
  limits: z
    .strictObject({
      /** Since the money is held on the account of the payer. */
      heldForMax: limit('PT15M'),
      /** Since the switch has the transfer and has not said how it ended. */
      unknownForMax: limit('PT15M'),
      /** Since a payment or a process waits for a person. */
      waitingForMax: limit('PT10M'),
      /** Since somebody has taken it: then it counts as taken by nobody. */
      takenForMax: limit('PT1H'),
      /** Since it was last seen whether anything is stuck. */
      unseenForMax: limit('PT15M'),
    })
    .prefault({}),
  /** The same thing is a reason to call no more often than this. */
  repeatEvery: between(minuteMs, dayMs, 'PT15M'),
  /** All that gets stuck meanwhile is told in one call. */
  callAtMostEvery: between(minuteMs, dayMs, 'PT5M'),
  people: z.record(nameSchema, personSchema).default({}),
  /** Of the hours in `duty`, and of the times in a call. */
  timeZone: timeZoneSchema.default('UTC'),
  /** Without it all people are on duty at all times. */
  duty: z.array(shiftSchema).min(1).optional(),
  /** Whom else to call when nobody takes it. */
  escalation: z
    .array(
      z.strictObject({
        afterRepeats: z.int().min(1).max(1_000),
        people: z.array(nameSchema).min(1),
      }),
    )
    .default([]),
  /** Those that hear of every call: a pager with a rota of its own, a chat. */
  webhooks: z.record(nameSchema, webhookSchema).default({}),
});

/** The section `onCall` of a tenant's file. */
export const onCallSection = schema
  .superRefine(({ people, duty = [], escalation, callAtMostEvery, repeatEvery }, context) => {
    const lists = [
      ...duty.map((shift, at) => [shift.people, ['duty', at, 'people']] as const),
      ...escalation.map((step, at) => [step.people, ['escalation', at, 'people']] as const),
    ];
    for (const [names, path] of lists) {
      const unknown = names.find((name) => !Object.hasOwn(people, name));
      if (unknown === undefined) continue;
      context.addIssue({ code: 'custom', path: [...path], message: `${unknown} is not in people` });
    }
    if (callAtMostEvery > repeatEvery) {
      const message = 'must not be longer than repeatEvery';
      context.addIssue({ code: 'custom', path: ['callAtMostEvery'], message });
    }
  })
  .prefault({});
export type OnCallSettings = z.output<typeof onCallSection>;
export type OnCallTenant = Tenant<OnCallSettings>;
export type OnCallTenants = Tenants<OnCallSettings>;
