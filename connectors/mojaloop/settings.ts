import { z } from 'zod';
import type { Tenant, Tenants } from '../common/config/tenants';
import { payeeTimersSchema } from '../common/contracts/variables';
import { CannotWork } from '../common/failures';
import type { Deps } from '../common/runtime';
import { supportedVersions } from './api/media-type';

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** Settings of the process. */
export const mojaloopEnvironment = z.object({
  MOJALOOP_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address that the FSPIOP server listens on'),
  MOJALOOP_PORT: whole(0, 65_535).default(5002).describe('Port of the FSPIOP server'),
  MOJALOOP_BODY_MAX_BYTES: whole(1_024, 5_242_880)
    .default(262_144)
    .describe(
      'Largest request body. FSPIOP allows 5 MB, but no message served here comes near: many such at a time would fill the memory',
    ),
  MOJALOOP_DEFAULT_TENANT: z
    .string()
    .optional()
    .describe('Tenant of requests without FSPIOP-Destination; without it they are refused'),
  MOJALOOP_STATE_TIMEOUT_MS: whole(100, 60_000)
    .default(5_000)
    .describe('How long GET /transfers/{ID} waits for the running transfer before 3208 is sent'),
  MOJALOOP_STATE_QUESTIONS_MAX: whole(1, 10_000)
    .default(100)
    .describe('GET /transfers/{ID} that may wait at one time; one more is answered 503'),
});

const baseUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

/** One address for all resources, or one a resource: Mojaloop's services stand apart without a gateway. */
const switchSchema = z.union([
  baseUrl.transform((url) => ({ parties: url, quotes: url, transfers: url })),
  z.strictObject({ parties: baseUrl, quotes: baseUrl, transfers: baseUrl }),
]);

/** YAML reads an unquoted 1.1 as a number. */
const versionSchema = z.preprocess(
  (value) => (typeof value === 'number' ? value.toFixed(1) : value),
  z.enum(supportedVersions),
);

/** A tenant's section `mojaloop`. */
export const settingsSchema = z.strictObject({
  switch: switchSchema,
  /** FSPIOP version of our requests. Answers are in the version that the peer asked for. */
  version: versionSchema.default('1.1'),
  /** The fulfilments are made from it: whoever knows it can make them too. `ilpSecretFile` reads a file. */
  ilpSecret: z.string().min(16),
  /** Left out: version 4 packets in FSPIOP 2.0 and version 1 packets before. */
  ilpPacketVersion: z.literal([1, 4]).optional(),
  /** FSPIOP-Source of what the switch itself says. Only its word ends a transfer. */
  hubNames: z.array(z.string().min(1).max(32)).min(1).default(['Hub']),
  /** COMMITTED trusts the switch; RESERVED waits for its PATCH (FSPIOP 6.7.2.6). */
  transferAnswer: z.enum(['RESERVED', 'COMMITTED']).default('RESERVED'),
  /** How long our quotes hold, unless the payer asks for less. */
  quoteExpiryMs: z.int().min(1_000).max(86_400_000).default(60_000),
  /** By how much the clocks of two FSPs may differ. */
  clockSkewMs: z.int().min(0).max(300_000).default(2_000),
  /** How long a repeated POST /transfers is recognised by the engine after the first one. */
  transferDedupeMs: z.int().min(60_000).max(604_800_000).default(3_600_000),
  requestTimeoutMs: z.int().min(100).max(20_000).default(10_000),
  payeeTimers: payeeTimersSchema.default({
    transferConfirmation: 'PT30S',
    askTransferState: 'PT10S',
  }),
});
export type MojaloopSettings = z.output<typeof settingsSchema>;
export type MojaloopTenant = Tenant<MojaloopSettings>;

/** What the workers of this part have besides what every worker has. */
export interface MojaloopDeps extends Deps {
  readonly tenants: Tenants<MojaloopSettings>;
}

/** @throws CannotWork when the tenant of a running payment is no longer configured. */
export function tenantOf(deps: MojaloopDeps, name: string): MojaloopTenant {
  const tenant = deps.tenants.get(name);
  if (tenant === undefined) throw new CannotWork(`tenant ${name} is not configured here`);
  return tenant;
}
