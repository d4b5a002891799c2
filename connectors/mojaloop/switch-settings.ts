/** A tenant's ways into its schemes: one switch, or several with a name each. */
import { z } from 'zod';
import { httpBaseUrl as baseUrl } from '../common/config/http-url';
import { onlySwitchName } from '../common/config/switch-names';
import { resources, supportedVersions, type FspiopVersion, type Resource } from './api/media-type';
import { signatureSettingsSchema, type SignatureSettings } from './signature/settings';

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

/** The part of a tenant's section `mojaloop` that is about switches. */
export const switchFields = {
  /** Either one switch, or several with a name each. */
  switch: addressesSchema.optional(),
  switches: z.array(namedSwitchSchema).min(1).optional(),
  ...switchOptions,
};

type SwitchFields = z.output<z.ZodObject<typeof switchFields>>;

/** Takes the fields about switches out of a section: what they come to, what is wrong with it, and the rest. */
export function switchesOf<Section extends SwitchFields>(section: Section) {
  const { switch: only, switches: named, ...others } = section;
  const { version, hubNames, handsOnTransferQuestions, hosts, tlsDirectory, signatures, ...rest } =
    others;
  const options = { version, hubNames, handsOnTransferQuestions, hosts, tlsDirectory, signatures };
  const switches = named?.map(({ address, ...one }) => switchOf(one, address, options)) ?? [];
  if (only !== undefined) switches.push(switchOf({ name: onlySwitchName }, only, options));
  const both = only !== undefined && named !== undefined;
  return { switches, problems: [...problemsOfSwitches(switches, both)], rest };
}

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
