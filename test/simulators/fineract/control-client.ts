import type {
  AccountChange,
  AccountSeed,
  AccountState,
  ClientChange,
  ClientSeed,
  Fault,
  OptionsChange,
  RecordedCall,
  TenantChange,
  TenantSeed,
  TenantState,
} from './http/control';
import type { FaultSeed } from './http/faults';

export type { AccountSeed, AccountState, FaultSeed, RecordedCall, TenantSeed, TenantState };

interface NewAccounts {
  readonly tenant?: string;
  readonly clients?: readonly ClientSeed[];
  readonly accounts?: readonly AccountSeed[];
}

/** The control plane of a running simulator, in this process or another. */
export interface FineractControl {
  readonly reset: () => Promise<void>;
  /** Puts a tenant in the place of one of the same name. */
  readonly seed: (seed: TenantSeed) => Promise<void>;
  /** Adds to a tenant; answers the internal ids. */
  readonly add: (what: NewAccounts) => Promise<{ clientIds: number[]; accountIds: number[] }>;
  /** The tenant may be left out where there is one only. */
  readonly state: (tenant?: string) => Promise<TenantState>;
  readonly account: (accountId: string, tenant?: string) => Promise<AccountState>;
  /** What the Fineract side has received, oldest first. */
  readonly calls: () => Promise<readonly RecordedCall[]>;
  readonly addFault: (fault: FaultSeed) => Promise<void>;
  readonly faults: () => Promise<readonly Fault[]>;
  readonly clearFaults: () => Promise<void>;
  readonly changeAccount: (change: AccountChange) => Promise<void>;
  readonly changeClient: (change: ClientChange) => Promise<void>;
  readonly changeTenant: (change: TenantChange) => Promise<void>;
  readonly setOptions: (options: OptionsChange) => Promise<void>;
  /** Makes a used key answer 425 for ever. */
  readonly stickKey: (idempotencyKey: string, tenant?: string) => Promise<void>;
}

/** `address`: http://host:port of the simulator. */
export function fineractControl(address: string): FineractControl {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${address}/simulator/${path}`, init);
    const answer = (await response.json()) as T;
    if (!response.ok)
      throw new Error(`${method} /simulator/${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const state = (tenant?: string): Promise<TenantState> =>
    call('GET', `state${tenant === undefined ? '' : `?tenant=${encodeURIComponent(tenant)}`}`);
  return {
    state,
    account: async (accountId, tenant) => {
      const { accounts } = await state(tenant);
      const found = accounts.find((account) => account.accountId === accountId);
      if (found === undefined) throw new Error(`no account ${accountId}`);
      return found;
    },
    reset: () => call('POST', 'reset'),
    seed: (seed) => call('POST', 'seed', seed),
    add: (what) => call('POST', 'accounts', what),
    calls: () => call('GET', 'calls'),
    addFault: (fault) => call('POST', 'faults', fault),
    faults: () => call('GET', 'faults'),
    clearFaults: () => call('DELETE', 'faults'),
    changeAccount: (change) => call('PUT', 'account', change),
    changeClient: (change) => call('PUT', 'client', change),
    changeTenant: (change) => call('PUT', 'tenant', change),
    setOptions: (options) => call('PUT', 'options', options),
    stickKey: (idempotencyKey, tenant) => call('POST', 'stuck-key', { idempotencyKey, tenant }),
  };
}
