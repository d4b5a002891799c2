import type { AccountSeed } from '../control-client';

/**
 * A named list of steps that runs against any Fineract. Strings may hold placeholders, filled in per run:
 * {run} eight characters that no other run has; {today}, {yesterday}, {tomorrow} of the tenant;
 * {id:alias} and {client} internal ids; {name} whatever a step remembered.
 */
export interface Scenario {
  readonly name: string;
  /** By alias; the accountId becomes `{run}-alias`. All belong to one fresh client. */
  readonly accounts?: Readonly<Record<string, AccountSetup>>;
  /** Permissions of the user `limited`, where a step needs one who may not do everything. */
  readonly limitedUser?: readonly string[];
  readonly steps: readonly Step[];
}

/** `balance` is deposited on 2026-01-01, the day of activation. */
export type AccountSetup = Omit<
  AccountSeed,
  'externalId' | 'clientId' | 'currency' | 'identifiers'
>;

export type Step = Call | Act;

/** A request that is recorded with its answer. */
export interface Call {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /fineract-provider/api/v1. */
  readonly path: string;
  readonly body?: unknown;
  /** In place of `body`: what is no JSON. */
  readonly rawBody?: string;
  /** Over the usual ones; null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly user?: 'limited';
  /** Takes a value out of the answer for later placeholders. */
  readonly remember?: {
    readonly name: string;
    readonly find: (body: unknown) => number | undefined;
  };
}

/** A change that an operator or a database administrator makes; not recorded. */
export type Act =
  | {
      readonly act: 'sub-status';
      readonly account: string;
      readonly subStatus: 'NONE' | 'BLOCK' | 'BLOCK_DEBIT' | 'BLOCK_CREDIT';
    }
  | { readonly act: 'client-active'; readonly active: boolean }
  /** All who send an empty key share it, so it must not have been used in this database. */
  | { readonly act: 'forget-empty-key' }
  | { readonly act: 'stick-key'; readonly idempotencyKey: string }
  | { readonly act: 'non-cash-payment-type'; readonly present: boolean }
  | { readonly act: 'maker-checker'; readonly permissions: readonly string[] };

/** Acts that a real Fineract allows only in its database. */
export function needsDatabase(scenario: Scenario): boolean {
  const inDatabase = ['client-active', 'stick-key', 'forget-empty-key', 'non-cash-payment-type'];
  return scenario.steps.some((step) => 'act' in step && inDatabase.includes(step.act));
}

/** What a scenario runs in, once its client and accounts exist. */
export interface World {
  readonly run: string;
  readonly clientId: number;
  /** Internal id by alias. */
  readonly accountIds: Readonly<Record<string, number>>;
  /** yyyy-MM-dd */
  readonly today: string;
}

/** A Fineract, real or simulated. */
export interface Target {
  readonly baseUrl: string;
  readonly authorization: string;
  readonly tenant: string;
  readonly limitedAuthorization: string;
  readonly build: (scenario: Scenario) => Promise<World>;
  readonly perform: (act: Act, world: World) => Promise<void>;
}

export interface RecordedStep {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string | null>>;
    readonly user?: string;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly contentType?: string;
    readonly servedFromCache?: true;
    readonly body?: unknown;
  };
}

export interface RecordedScenario {
  readonly name: string;
  readonly steps: readonly RecordedStep[];
}

/** One file below recordings/. */
export interface Recording {
  readonly topic: string;
  readonly recordedOn: string;
  readonly scenarios: readonly RecordedScenario[];
}
