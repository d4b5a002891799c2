import { z } from 'zod';
import { formerSecrets } from '../common/config/former-secrets';
import { tenantNamed, type Tenant, type Tenants } from '../common/config/tenants';
import { operatorPauseMaxSetting, payeeTimersSchema } from '../common/contracts/timers';
import type { Deps, TlsSource } from '../common/runtime';
import { requestTimeoutMsMax } from '../common/retries/steps';
import { durationMs } from '../common/time';
import type { SwitchClocks } from './clocks/switch-clocks';
import type { Signatures } from './signature/signatures';
import { betweenEnginesEnvironment } from './engines/settings';
import { switchesOf, switchFields, type SwitchSettings } from './switch-settings';

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
    .default(200)
    .describe(
      'Such questions that may wait at one time, half of them at one tenant; one more is answered 503',
    ),
  ...betweenEnginesEnvironment.shape,
});

/** A process that is remembered costs memory in the engine: see bpmn/DECISIONS.md, 6. */
const retentionSchema = payeeTimersSchema.shape.quoteRetention.refine(
  (retention) => durationMs(retention) >= 60_000 && durationMs(retention) <= 86_400_000,
  'must be from PT1M to P1D',
);

const payeeTimersSectionSchema = z.strictObject({
  transferConfirmation: payeeTimersSchema.shape.transferConfirmation.default('PT30S'),
  askTransferState: payeeTimersSchema.shape.askTransferState.default('PT10S'),
  operatorPauseMax: operatorPauseMaxSetting,
  quoteRetention: retentionSchema.default('PT5M'),
  transferRetention: retentionSchema.default('PT10M'),
});

const ilpSecretSchema = z.string().min(16);

/** Each costs a transfer that none of them sealed two hashes. */
const formerIlpSecretsMax = 10;

/**
 * Our quote is the payer's DFSP's to use, whose hub may be another build: a hold that dies with its process is tried again
 * after up to 25 s and 5 s for reporting there, and what comes before and after it takes up to 10 s.
 */
const quoteExpiryMsMin = (25 + 5 + 10) * 1_000;
const quoteExpiryProblem = `must be ${quoteExpiryMsMin} or more, so that payments outlive the death of a process: the payer's hold is tried again after up to 25 s + 5 s, and 10 s are for the steps around it`;
const quoteExpirySchema = z.int().min(1_000).max(86_400_000).default(60_000);

/** A tenant's section `mojaloop`. */
const hastySectionSchema = z.strictObject({
  ...switchFields,
  /** The fulfilments are made from it: whoever knows it can make them too. `ilpSecretFile` reads a file. */
  ilpSecret: ilpSecretSchema,
  /**
   * Those that seal no longer: what they sealed is still taken and fulfilled. A list, or with
   * `formerIlpSecretsFile` the lines of a file.
   */
  formerIlpSecrets: formerSecrets(ilpSecretSchema, formerIlpSecretsMax),
  /** Left out: version 4 packets in FSPIOP 2.0 and version 1 packets before. */
  ilpPacketVersion: z.literal([1, 4]).optional(),
  /** COMMITTED trusts the switch; RESERVED waits for its PATCH (FSPIOP 6.7.2.6). */
  transferAnswer: z.enum(['RESERVED', 'COMMITTED']).default('RESERVED'),
  /** How long our quotes hold, unless the payer asks for less. */
  quoteExpiryMs: quoteExpirySchema,
  /** By how much the clocks of two FSPs may differ. */
  clockSkewMs: z.int().min(0).max(300_000).default(2_000),
  /** Below a job's time-out, so that no second attempt starts while the first one still waits. */
  requestTimeoutMs: z.int().min(100).max(requestTimeoutMsMax).default(requestTimeoutMsMax),
  payeeTimers: payeeTimersSectionSchema.prefault({}),
});

const sectionSchema = hastySectionSchema.extend({
  quoteExpiryMs: quoteExpirySchema.refine((ms) => ms >= quoteExpiryMsMin, quoteExpiryProblem),
});

const withSwitches = (section: z.output<typeof hastySectionSchema>, context: z.RefinementCtx) => {
  const { switches, problems, rest } = switchesOf(section);
  for (const message of problems) {
    context.addIssue({ code: 'custom', message, path: ['switches'] });
  }
  return { ...rest, switches };
};

export const settingsSchema = sectionSchema.transform(withSwitches);

/** The same for tests that wait for a quote's end, and where no process dies meanwhile. */
export const hastySettingsSchema = hastySectionSchema.transform(withSwitches);

export type MojaloopSettings = z.output<typeof settingsSchema>;
export type MojaloopTenant = Tenant<MojaloopSettings>;

/** Those that open what we have sealed, the newest first. */
export function ilpSecretsOf({
  ilpSecret,
  formerIlpSecrets,
}: Pick<MojaloopSettings, 'ilpSecret' | 'formerIlpSecrets'>): readonly string[] {
  return [ilpSecret, ...formerIlpSecrets];
}

/** What the workers of this part have besides what every worker has. */
export interface MojaloopDeps extends Deps {
  readonly tenants: Tenants<MojaloopSettings>;
  /** Undefined for a switch without tlsDirectory. */
  readonly tls: (via: SwitchSettings) => TlsSource | undefined;
  readonly signatures: (via: SwitchSettings) => Signatures;
  readonly switchClocks: SwitchClocks;
}

/** @throws NotConfiguredHere when the tenant of a running payment is not configured, or no longer. */
export function tenantOf(deps: MojaloopDeps, name: string): MojaloopTenant {
  return tenantNamed(deps.tenants, name);
}
