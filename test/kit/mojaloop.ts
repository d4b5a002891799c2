/** In-memory surroundings of the mojaloop part: a tenant, a clock that stands, a switch that notes down. */
import { Registry } from 'prom-client';
import type { z } from 'zod';
import type {
  Clock,
  Deps,
  HttpRequest,
  HttpResponse,
  Logger,
  Message,
} from '../../connectors/common/runtime';
import { authorizationsSchema } from '../../connectors/common/authorizations/settings';
import type { Timers } from '../../connectors/common/contracts/timers';
import type { JobContext } from '../../connectors/common/hub/worker';
import {
  settingsSchema,
  type MojaloopDeps,
  type MojaloopTenant,
} from '../../connectors/mojaloop/settings';
import { createSwitchClocks } from '../../connectors/mojaloop/clocks/switch-clocks';
import { createSignatures } from '../../connectors/mojaloop/signature/signatures';
import { madePerSwitch } from '../../connectors/mojaloop/switches';
import { fixedTenants } from './tenants';

export const now = Date.parse('2026-11-21T10:24:00.000Z');
/** As a payment has them by default. */
export const timers: Timers = {
  partyLookup: 'PT30S',
  quote: 'PT30S',
  payerDecision: 'PT2M',
  transferAnswer: 'PT45S',
  transferExpiry: 'PT30S',
  switchSweep: 'PT20S',
  askTransferState: 'PT10S',
};
export const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** A payment as a channel's request begins it. */
export const order = {
  origin: 'channel-transfer',
  payer: { partyIdType: 'MSISDN', partyIdentifier: '1' },
  payee: { partyIdType: 'MSISDN', partyIdentifier: '2' },
  amountType: 'SEND',
  amount: { amount: '1', currency: 'TZS' },
  transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
  askPayer: false,
} as const;

/** With which a tenant of the tests makes its one-time passwords. */
export function authorizationsOfTenant(name: string) {
  return authorizationsSchema.parse({ secret: `an authorization secret of the ${name}` });
}

export function mojaloopTenant(
  name: string,
  section: Partial<z.input<typeof settingsSchema>> = {},
): MojaloopTenant {
  const settings = settingsSchema.parse({
    switch: 'http://switch.example',
    ilpSecret: `a secret of the ${name}`,
    ...section,
  });
  return {
    tenant: name,
    fspId: `${name}fsp`,
    currencies: ['TZS', 'JPY'],
    authorizations: authorizationsOfTenant(name),
    settings,
  };
}

export const silentLog: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};

export interface Surroundings extends MojaloopDeps {
  /** What went out over HTTP. */
  readonly sent: HttpRequest[];
  readonly published: Message[];
}

/** `answer` decides what the switch answers or throws; 202 by default. */
export function surroundings(
  tenants: readonly MojaloopTenant[],
  answer: (request: HttpRequest) => Partial<HttpResponse> = () => ({}),
  clock: Pick<Clock, 'now'> = { now: () => now },
): Surroundings {
  const sent: HttpRequest[] = [];
  const published: Message[] = [];
  let spans = 0;
  const deps: Deps = {
    clock: { ...clock, sleep: () => Promise.resolve() },
    random: {
      uuid: () => `00000000-0000-4000-8000-${String(++spans).padStart(12, '0')}`,
      fraction: () => 0.5,
    },
    http: {
      request: async (request) => {
        sent.push(request);
        return Promise.resolve({ status: 202, headers: {}, body: '', ...answer(request) });
      },
    },
    log: silentLog,
    messages: {
      publish: (message) => {
        published.push(message);
        return Promise.resolve('published' as const);
      },
      broadcast: () => Promise.resolve(),
    },
  };
  const fixed = fixedTenants(tenants);
  return {
    ...deps,
    tls: () => undefined,
    switchClocks: createSwitchClocks({ ...deps, metrics: new Registry() }),
    tenants: fixed,
    signatures: madePerSwitch(fixed, ({ signatures }) => createSignatures(signatures, deps)),
    sent,
    published,
  };
}

export const job: JobContext = {
  key: '1',
  processInstanceKey: '2',
  attempt: 1,
  attemptsLeft: 2,
  engineAheadMs: 0,
  signal: new AbortController().signal,
};

export function errorBody(errorCode: string, errorDescription = 'some reason') {
  return { errorInformation: { errorCode, errorDescription } };
}
