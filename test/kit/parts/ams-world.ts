import { parseLosslessJson } from '../../../connectors/common/lossless-json';
import type { AccountSeed, FineractControl } from '../../simulators/fineract/control-client';
import type { FineractSimulator } from '../../simulators/fineract/simulator';

export type AccountSetup = Omit<
  AccountSeed,
  'externalId' | 'clientId' | 'currency' | 'identifiers'
>;

export interface OpenAccount {
  readonly accountId: string;
  readonly msisdn: string;
  readonly clientId: number;
}

/** A Fineract, real or simulated, as far as the tests prepare and read it. */
export interface World {
  /** `http://host:port/fineract-provider` */
  readonly baseUrl: string;
  /** An account in TZS of a new client, with an MSISDN of its own. */
  open(setup: AccountSetup): Promise<OpenAccount>;
  setSubStatus(
    account: OpenAccount,
    subStatus: 'NONE' | 'BLOCK_DEBIT' | 'BLOCK_CREDIT',
  ): Promise<void>;
}

/** Amounts as Fineract tells them, without the zeros at the end. */
export interface Standing {
  readonly ledger: string;
  readonly held: string;
  /** transferCode of each debit and credit that stands, and its amount. */
  readonly debits: Readonly<Record<string, string>>;
  readonly credits: Readonly<Record<string, string>>;
}

interface Row {
  readonly amount: string;
  readonly reversed: boolean;
  readonly isReversal: boolean;
  readonly transactionType: { readonly deposit: boolean; readonly withdrawal: boolean };
  readonly paymentDetailData?: { readonly receiptNumber?: string };
}

/** What the account's books say, through Fineract's own API. A transferCode booked twice is an error. */
export async function standingOf(world: World, { accountId }: OpenAccount): Promise<Standing> {
  const account = (await call(
    world,
    'GET',
    `savingsaccounts/external-id/${accountId}?associations=transactions`,
  )) as {
    readonly summary: { readonly accountBalance: string };
    readonly savingsAmountOnHold?: string;
    readonly transactions?: readonly Row[];
  };
  const booked = (kind: 'deposit' | 'withdrawal'): Record<string, string> => {
    const found: Record<string, string> = {};
    for (const row of account.transactions ?? []) {
      const code = row.paymentDetailData?.receiptNumber ?? '';
      if (!row.transactionType[kind] || row.reversed || row.isReversal || code === '') continue;
      if (code in found) throw new Error(`${code} is booked twice on ${accountId}`);
      found[code] = plain(row.amount);
    }
    return found;
  };
  return {
    ledger: plain(account.summary.accountBalance),
    held: plain(account.savingsAmountOnHold ?? '0'),
    debits: booked('withdrawal'),
    credits: booked('deposit'),
  };
}

function plain(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}

export async function call(
  { baseUrl }: Pick<World, 'baseUrl'>,
  method: string,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const response = await fetch(`${baseUrl}/api/v1/${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from('mifos:password').toString('base64')}`,
      'fineract-platform-tenantid': 'default',
      'content-type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return parseLosslessJson(text);
}

/** New ids for each account, so that tests share one Fineract and do not see each other. */
export function simulatedWorld({ address, control }: FineractSimulator): World {
  let accounts = 0;
  return {
    baseUrl: `${address}/fineract-provider`,
    open: async (setup) => {
      accounts += 1;
      return openSimulated(control, accounts, setup);
    },
    setSubStatus: ({ accountId }, subStatus) => control.changeAccount({ accountId, subStatus }),
  };
}

async function openSimulated(
  control: FineractControl,
  number: number,
  setup: AccountSetup,
): Promise<OpenAccount> {
  const accountId = `AMS-${number}`;
  const msisdn = String(255_700_000_000 + number);
  const { clientIds } = await control.add({
    clients: [{ firstname: 'Asha', lastname: 'Mwinyi', mobileNo: msisdn }],
  });
  const clientId = clientIds[0] ?? 0;
  const identifiers = [{ idType: 'MSISDN', idValue: msisdn } as const];
  await control.add({
    accounts: [{ ...setup, externalId: accountId, clientId, currency: 'TZS', identifiers }],
  });
  return { accountId, msisdn, clientId };
}
