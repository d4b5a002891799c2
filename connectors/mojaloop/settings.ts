import { z } from 'zod';
import type { Tenant, Tenants } from '../common/config/tenants';
import { payeeTimersSchema } from '../common/contracts/variables';
import { CannotWork } from '../common/failures';
import type { Deps, TlsSource } from '../common/runtime';
import { durationMs } from '../common/time';
import { resources, supportedVersions, type FspiopVersion, type Resource } from './api/media-type';
import { requestTimeoutMsMax } from './job-defaults';
import { signatureSettingsSchema, type SignatureSettings } from './signature/settings';
import type { Signatures } from './signature/signatures';

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** FSPIOP 3.1.1 */
const bodyBytesMax = 5 * 1024 * 1024;

/** Settings of the process. */
export const mojaloopEnvironment = z.object({
  MOJALOOP_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address that the FSPIOP server listens on'),
  MOJALOOP_PORT: whole(0, 65_535).default(5002).describe('Port of the FSPIOP server'),
  MOJALOOP_TLS_DIRECTORY: z
    .string()
    .optional()
    .describe(
      'Folder with `tls.crt` and `tls.key` to serve HTTPS, and `ca.crt` to let in only clients with a certificate of that authority. Read again when it changes',
    ),
  MOJALOOP_BODY_MAX_BYTES: whole(1_024, bodyBytesMax)
    .default(bodyBytesMax)
    .describe(
      'Largest request body; FSPIOP allows 5 MB. What becomes a message of more than 1.25 MB is refused all the same: the engine takes no more',
    ),
  MOJALOOP_BODIES_MAX_BYTES: whole(bodyBytesMax, 4_294_967_296)
    .default(67_108_864)
    .describe(
      'Of all bodies over 64 KB that are being read or worked on at one time; one more is answered 503',
    ),
  MOJALOOP_DEFAULT_TENANT: z
    .string()
    .optional()
    .describe('Tenant of requests without FSPIOP-Destination; without it they are refused'),
  MOJALOOP_STATE_TIMEOUT_MS: whole(100, 60_000)
    .default(5_000)
    .describe(
      'How long GET of a quote, transfer or transaction waits for its process before "not found" is sent',
    ),
  MOJALOOP_STATE_QUESTIONS_MAX: whole(1, 10_000)
    .default(100)
    .describe('Such questions that may wait at one time; one more is answered 503'),
});

const baseUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

/** Resources that usually stand behind the same service as another one of theirs. */
const addressSchema = z
  .strictObject({
    parties: baseUrl,
    quotes: baseUrl,
    transfers: baseUrl,
    participants: baseUrl.optional(),
    transactionRequests: baseUrl.optional(),
    authorizations: baseUrl.optional(),
    transactions: baseUrl.optional(),
    bulkQuotes: baseUrl.optional(),
    bulkTransfers: baseUrl.optional(),
  })
  .transform(({ parties, quotes, transfers, ...others }): Addresses => ({
    parties,
    quotes,
    transfers,
    participants: others.participants ?? parties,
    transactionRequests: others.transactionRequests ?? transfers,
    authorizations: others.authorizations ?? others.transactionRequests ?? transfers,
    transactions: others.transactions ?? transfers,
    bulkQuotes: others.bulkQuotes ?? quotes,
    bulkTransfers: others.bulkTransfers ?? transfers,
  }));

export type Addresses = Readonly<Record<Resource, string>>;

/** One address for all resources, or one a resource: Mojaloop's services stand apart without a gateway. */
const addressesSchema = z.union([
  baseUrl.transform(
    (url) => Object.fromEntries(resources.map((resource) => [resource, url])) as Addresses,
  ),
  addressSchema,
]);

/** YAML reads an unquoted 1.1 as a number. */
const versionSchema = z.preprocess(
  (value) => (typeof value === 'number' ? value.toFixed(1) : value),
  z.enum(supportedVersions),
);

/** What may differ from switch to switch; said once for all of them, or for one. */
const switchOptions = {
  /** FSPIOP version of our requests. Answers are in the version that the peer asked for. */
  version: versionSchema.optional(),
  /** FSPIOP-Source of what the switch itself says. Only its word ends a transfer. */
  hubNames: z.array(z.string().min(1).max(32)).min(1).optional(),
  /**
   * A Mojaloop switch answers GET /transfers/{ID} itself, and takes our "not found" (3208) for a refusal that
   * undoes the transfer: so none is sent. True for a switch that hands such questions on to the payee.
   */
  handsOnTransferQuestions: z.boolean().optional(),
  /** Names under which the switch reaches us (HTTP header Host, without port). */
  hosts: z.array(z.string().toLowerCase()).optional(),
  /** Folder with `tls.crt` and `tls.key`, who we are to the switch, and `ca.crt`, who has signed for it. */
  tlsDirectory: z.string().min(1).optional(),
  signatures: signatureSettingsSchema.optional(),
};

const namedSwitchSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  address: addressesSchema,
  /** Payments in these go over this switch. */
  currencies: z.array(z.string()).min(1),
  ...switchOptions,
});

/** One way into a scheme: a tenant has one or more. */
export interface SwitchSettings {
  readonly name: string;
  readonly addresses: Addresses;
  /** Undefined for a tenant's only switch, which takes all. */
  readonly currencies: readonly string[] | undefined;
  readonly version: FspiopVersion;
  readonly hubNames: readonly string[];
  readonly handsOnTransferQuestions: boolean;
  readonly hosts: readonly string[];
  readonly tlsDirectory: string | undefined;
  readonly signatures: SignatureSettings;
}

/** A process that is remembered costs memory in the engine: see bpmn/README.md. */
const retentionSchema = payeeTimersSchema.shape.quoteRetention.refine(
  (retention) => durationMs(retention) >= 60_000 && durationMs(retention) <= 86_400_000,
  'must be from PT1M to P1D',
);

const payeeTimersSectionSchema = z.strictObject({
  transferConfirmation: payeeTimersSchema.shape.transferConfirmation.default('PT30S'),
  askTransferState: payeeTimersSchema.shape.askTransferState.default('PT10S'),
  quoteRetention: retentionSchema.default('PT5M'),
  transferRetention: retentionSchema.default('PT10M'),
});

/** A tenant's section `mojaloop`. */
const sectionSchema = z.strictObject({
  /** Either one switch, or several with a name each. */
  switch: addressesSchema.optional(),
  switches: z.array(namedSwitchSchema).min(1).optional(),
  ...switchOptions,
  /** The fulfilments are made from it: whoever knows it can make them too. `ilpSecretFile` reads a file. */
  ilpSecret: z.string().min(16),
  /** Left out: version 4 packets in FSPIOP 2.0 and version 1 packets before. */
  ilpPacketVersion: z.literal([1, 4]).optional(),
  /** COMMITTED trusts the switch; RESERVED waits for its PATCH (FSPIOP 6.7.2.6). */
  transferAnswer: z.enum(['RESERVED', 'COMMITTED']).default('RESERVED'),
  /** How long our quotes hold, unless the payer asks for less. */
  quoteExpiryMs: z.int().min(1_000).max(86_400_000).default(60_000),
  /** By how much the clocks of two FSPs may differ. */
  clockSkewMs: z.int().min(0).max(300_000).default(2_000),
  /** Below a job's time-out, so that no second attempt starts while the first one still waits. */
  requestTimeoutMs: z.int().min(100).max(requestTimeoutMsMax).default(requestTimeoutMsMax),
  payeeTimers: payeeTimersSectionSchema.prefault({}),
});

export const settingsSchema = sectionSchema.transform(
  (
    {
      switch: only,
      switches: named,
      version,
      hubNames,
      hosts,
      tlsDirectory,
      handsOnTransferQuestions,
      signatures,
      ...settings
    },
    context,
  ) => {
    const options = {
      version,
      hubNames,
      hosts,
      tlsDirectory,
      handsOnTransferQuestions,
      signatures,
    };
    const switches = named?.map(({ address, ...one }) => switchOf(one, address, options)) ?? [];
    if (only !== undefined) switches.push(switchOf({ name: 'switch' }, only, options));
    for (const message of problemsOfSwitches(switches, only !== undefined && named !== undefined)) {
      context.addIssue({ code: 'custom', message, path: ['switches'] });
    }
    return { ...settings, switches };
  },
);

type SwitchOptions = {
  readonly [Name in keyof typeof switchOptions]?: SwitchSettings[Name] | undefined;
};

function switchOf(
  own: SwitchOptions & { name: string; currencies?: string[] },
  addresses: Addresses,
  common: SwitchOptions,
): SwitchSettings {
  return {
    name: own.name,
    addresses,
    currencies: own.currencies,
    version: own.version ?? common.version ?? '1.1',
    hubNames: own.hubNames ?? common.hubNames ?? ['Hub'],
    handsOnTransferQuestions:
      own.handsOnTransferQuestions ?? common.handsOnTransferQuestions ?? false,
    hosts: own.hosts ?? common.hosts ?? [],
    tlsDirectory: own.tlsDirectory ?? common.tlsDirectory,
    signatures: own.signatures ?? common.signatures ?? {},
  };
}

/** Nothing may be left to chance about which switch a payment or an answer takes. */
function* problemsOfSwitches(switches: readonly SwitchSettings[], both: boolean) {
  if (switches.length === 0) yield 'there must be a switch';
  if (both) yield 'set either switch or switches, not both';
  const names = switches.map(({ name }) => name);
  const currencies = switches.flatMap((one) => one.currencies ?? []);
  const hosts = switches.flatMap((one) => one.hosts);
  for (const [what, values] of Object.entries({ names, currencies, hosts })) {
    if (new Set(values).size < values.length) yield `two switches share ${what}`;
  }
  for (const { name, tlsDirectory, addresses } of switches) {
    const isPlain = Object.values(addresses).some((url) => url.startsWith('http:'));
    if (tlsDirectory !== undefined && isPlain) {
      yield `${name} has a tlsDirectory, but an address that begins with http:`;
    }
  }
  if (switches.length > 1 && switches.some((one) => one.hosts.length === 0)) {
    yield 'each of several switches needs hosts: by them the hub knows which one is speaking';
  }
}

export type MojaloopSettings = z.output<typeof settingsSchema>;
export type MojaloopTenant = Tenant<MojaloopSettings>;

/** What the workers of this part have besides what every worker has. */
export interface MojaloopDeps extends Deps {
  readonly tenants: Tenants<MojaloopSettings>;
  /** Undefined for a switch without tlsDirectory. */
  readonly tls: (via: SwitchSettings) => TlsSource | undefined;
  readonly signatures: (via: SwitchSettings) => Signatures;
}

/** @throws CannotWork when the tenant of a running payment is no longer configured. */
export function tenantOf(deps: MojaloopDeps, name: string): MojaloopTenant {
  const tenant = deps.tenants.get(name);
  if (tenant === undefined) throw new CannotWork(`tenant ${name} is not configured here`);
  return tenant;
}
