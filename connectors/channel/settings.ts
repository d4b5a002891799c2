import { z } from 'zod';
import { tokensSchema } from '../common/api/token-settings';
import type { Tenant, Tenants } from '../common/config/tenants';
import { paymentDocumentsSettings } from '../common/contracts/payment-documents';
import { personTokensSettings } from '../common/contracts/person-tokens';
import { operatorPauseMaxSetting, timersSchema } from '../common/contracts/timers';
import { webhookSecretSchema } from '../common/http/webhook-signature';
import { durationMs } from '../common/time';
import { addressProblem, allowedAddressProblem } from './callback-addresses';
import { betweenChannelsEnvironment } from './engines/settings';
import { qrCodesSchema } from './qr/settings';
import { requireTimeToOutliveADeath } from './shortest-timers';

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** Settings of the process. */
export const channelEnvironment = z.object({
  CHANNEL_HOST: z.string().default('127.0.0.1').describe('Address that the channel API listens on'),
  CHANNEL_PORT: whole(0, 65_535).default(5001).describe('Port of the channel API'),
  CHANNEL_UNSAFE_DEVELOPMENT_MODE: z
    .stringbool()
    .default(false)
    .describe(
      'Checks no tokens and believes the header Platform-TenantId. Never where money is real',
    ),
  CHANNEL_CLOCK_SKEW_S: whole(0, 300)
    .default(10)
    .describe('How many seconds a token may be over its time, for clocks that differ'),
  CHANNEL_WAIT_MAX_S: whole(1, 300).default(60).describe('Longest wait of `Prefer: wait=n`'),
  CHANNEL_WAITING_REQUESTS_MAX: whole(0, 100_000)
    .default(2_000)
    .describe(
      'Requests that may wait at one time, half of them of one tenant; one more is answered at once',
    ),
  CHANNEL_DEDUPE_WINDOW_S: whole(60, 30 * 86_400)
    .default(86_400)
    .describe(
      'How long a clientCorrelationId is remembered: after its payment started, and how it ended after that',
    ),
  CHANNEL_REPEAT_ANSWER_TIMEOUT_MS: whole(100, 30_000)
    .default(2_000)
    .describe('How long a repeated request or a GET waits for its payment to say how it stands'),
  CHANNEL_BODY_MAX_BYTES: whole(1_024, 1_048_576).default(32_768).describe('Largest request body'),
  CHANNEL_BODY_TIMEOUT_MS: whole(100, 60_000)
    .default(10_000)
    .describe('How long a request body may take to arrive'),
  CHANNEL_REQUESTS_PER_MINUTE_MAX: whole(1, 10_000_000)
    .default(60_000)
    .describe('Requests that each tenant may send to one process in a minute'),
  CHANNEL_CALLBACK_TIMEOUT_MS: whole(100, 10_000)
    .default(5_000)
    .describe('How long one attempt to tell an outcome at a callback address may take'),
  CHANNEL_PAST_PAYMENTS: z
    .stringbool()
    .default(false)
    .describe(
      'Ask Elasticsearch, where the role indexer has written them, for payments that the engine has forgotten: a GET, and a repeat of a request (with PAYMENT_EVENTS_PERSON_SECRET), hear how they ended',
    ),
  CHANNEL_PAST_PAYMENTS_TIMEOUT_MS: whole(20, 5_000)
    .default(250)
    .describe(
      'How long such a question may take, before a payment too; after one without an answer none is asked for 5 s',
    ),
  ...paymentDocumentsSettings.shape,
  ...personTokensSettings.shape,
  ...betweenChannelsEnvironment.shape,
});
export type ChannelEnvironment = z.output<typeof channelEnvironment>;

const addressSchema = (problemOf: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const message = problemOf(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const callbacksSchema = z.strictObject({
  /** Addresses that requests may name, and all paths below them. */
  allowed: z.array(addressSchema(allowedAddressProblem)).default([]),
  /** Where outcomes go when a request names no address. */
  default: addressSchema(addressProblem).optional(),
  /** Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. `secretFile` keeps it out of the file. */
  secret: webhookSecretSchema.optional(),
  /** The one before it, while receivers change over: outcomes bear the signatures of both. */
  formerSecret: webhookSecretSchema.optional(),
});

/** A switch sweeps each 15 s, and an answer from before may lie in the engine for 5 s. */
const switchSweepMsMin = 20_000;

const { shape: timer } = timersSchema;
const anyTimersSchema = z
  .strictObject({
    partyLookup: timer.partyLookup.default('PT30S'),
    quote: timer.quote.default('PT30S'),
    payerDecision: timer.payerDecision.default('PT2M'),
    requestToPay: timer.requestToPay.unwrap().default('PT5M'),
    transferAnswer: timer.transferAnswer.default('PT45S'),
    transferExpiry: timer.transferExpiry.default('PT30S'),
    switchSweep: timer.switchSweep.default('PT20S'),
    askTransferState: timer.askTransferState.default('PT10S'),
    operatorPauseMax: operatorPauseMaxSetting,
  })
  .refine((timers) => durationMs(timers.transferAnswer) > durationMs(timers.transferExpiry), {
    path: ['transferAnswer'],
    message: 'must be longer than transferExpiry: only then has the switch a verdict',
  })
  .refine((timers) => durationMs(timers.switchSweep) >= switchSweepMsMin, {
    path: ['switchSweep'],
    message:
      'must be PT20S or more: "not found" before the switch has swept would release the hold',
  });

const common = {
  /** Whose tokens act for this tenant. Without it only the unsafe development mode works. */
  tokens: tokensSchema.optional(),
  /**
   * The ids of quotes and transfers are made with it, so that nobody can use one first or answer in another's
   * name. `idSecretFile` reads a file. May change at any time: payments under way keep their ids.
   */
  idSecret: z.string().min(16),
  callbacks: callbacksSchema.prefault({}),
  /** Whose merchants' QR codes this DFSP's customers may pay. Without it none are read or made. */
  qrCodes: qrCodesSchema.optional(),
};

/** The section `channel` of a tenant file. */
export const channelTenantSection = z.strictObject({
  ...common,
  timers: anyTimersSchema.superRefine(requireTimeToOutliveADeath).prefault({}),
});

/** The same for tests that wait for a timer's end, and where no process dies meanwhile. */
export const hastyChannelSection = z.strictObject({
  ...common,
  timers: anyTimersSchema.prefault({}),
});

type ChannelTenantSettings = z.output<typeof channelTenantSection>;
export type ChannelTenant = Tenant<ChannelTenantSettings>;
export type ChannelTenants = Tenants<ChannelTenantSettings>;
