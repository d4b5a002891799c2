import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface FineractAddress {
  /** `.../fineract-provider`: what stands before `/api/v1`. */
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  /** Fineract's own tenant. Both DFSPs keep their accounts in it. */
  readonly tenant: string;
}

/** Mojaloop's services stand apart: one address each, without a slash at the end. */
export interface SwitchAddresses {
  /** account-lookup-service */
  readonly parties: string;
  /** quoting-service */
  readonly quotes: string;
  /** ml-api-adapter */
  readonly transfers: string;
  /** transaction-requests-service; not every switch has one. */
  readonly transactionRequests?: string;
  /** central-ledger, for onboarding and positions. */
  readonly ledger: string;
  /** The oracle of MSISDNs, to register parties. */
  readonly oracle: string;
}

/** Where a real part comes from. */
export type Source<Addresses> =
  | { readonly kind: 'given'; readonly addresses: Addresses }
  /** Packed in a folder, to be started from a copy. */
  | { readonly kind: 'packed'; readonly folder: string }
  | { readonly kind: 'missing'; readonly words: string };

type Environment = Readonly<Record<string, string | undefined>>;

const settingOf = (environment: Environment, name: string): string | undefined => {
  const value = environment[name]?.replace(/\/+$/, '');
  return value === '' ? undefined : value;
};

/** `sharedFolder` may hold `fineract` and `mojaloop-switch`. */
export function findFineract(
  environment: Environment,
  sharedFolder: string,
): Source<FineractAddress> {
  const baseUrl = settingOf(environment, 'FINERACT_BASE_URL');
  if (baseUrl === undefined) return packed(join(sharedFolder, 'fineract'), 'FINERACT_BASE_URL');
  return {
    kind: 'given',
    addresses: {
      baseUrl: baseUrl.replace(/\/api\/v1$/, ''),
      username: settingOf(environment, 'FINERACT_USERNAME') ?? 'mifos',
      password: environment['FINERACT_PASSWORD'] ?? 'password',
      tenant: settingOf(environment, 'FINERACT_TENANT') ?? 'default',
    },
  };
}

const switchSettings = {
  parties: 'SWITCH_PARTIES_URL',
  quotes: 'SWITCH_QUOTES_URL',
  transfers: 'SWITCH_TRANSFERS_URL',
  ledger: 'SWITCH_LEDGER_URL',
  oracle: 'SWITCH_ORACLE_URL',
} as const;

/** All addresses or none: a switch is one thing, whose services know each other. */
export function findSwitch(
  environment: Environment,
  sharedFolder: string,
): Source<SwitchAddresses> {
  const names = Object.values(switchSettings);
  const missing = names.filter((name) => settingOf(environment, name) === undefined);
  if (missing.length === names.length) {
    return packed(join(sharedFolder, 'mojaloop-switch'), names.join(', '));
  }
  if (missing.length > 0) return { kind: 'missing', words: `${missing.join(', ')} not set` };
  const transactionRequests = settingOf(environment, 'SWITCH_TRANSACTION_REQUESTS_URL');
  const valueOf = (resource: keyof typeof switchSettings) =>
    settingOf(environment, switchSettings[resource]) ?? '';
  return {
    kind: 'given',
    addresses: {
      parties: valueOf('parties'),
      quotes: valueOf('quotes'),
      transfers: valueOf('transfers'),
      ...(transactionRequests !== undefined && { transactionRequests }),
      ledger: valueOf('ledger'),
      oracle: valueOf('oracle'),
    },
  };
}

function packed(folder: string, names: string): Source<never> {
  if (existsSync(folder)) return { kind: 'packed', folder };
  return { kind: 'missing', words: `${names} not set, and no folder ${folder}` };
}
