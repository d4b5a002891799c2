import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { currency, funds, limit, type Target } from './target';

/** Where a real switch's services are, without slashes at the end. */
export interface RealSwitchAddresses {
  /** account-lookup-service */
  readonly parties: string;
  /** quoting-service */
  readonly quotes: string;
  /** ml-api-adapter */
  readonly transfers: string;
  /** transaction-requests-service */
  readonly transactionRequests?: string | undefined;
  /** central-ledger, for onboarding and positions */
  readonly ledger: string;
}

/** Every how many seconds of the clock the ledger looks for expired transfers: its default. */
const sweepEveryMs = 15_000;
/** So long after the last callback nothing more is expected; on a busy machine it can take a second. */
const quietMs: Readonly<Record<string, number>> = { quotes: 2_500, transfers: 2_500 };
const quietMsDefault = 900;

/** Until a service that started again has taken up its topics, and repeated what it repeats. */
const crashRecoveryMs = 12_000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A real Mojaloop switch by address. It keeps time itself, so that here one has to wait. */
export class RealSwitch implements Target {
  /**
   * @param crashCommand a shell command that kills ml-api-adapter with -9, starts it again and ends when
   *   it is up
   */
  constructor(
    private readonly addresses: RealSwitchAddresses,
    private readonly crashCommand?: string,
  ) {}

  url(resource: string): string {
    const { quotes, transactionRequests } = this.addresses;
    if (resource === 'quotes') return quotes;
    if (/^(transactionRequests|authorizations)$/.test(resource)) return transactionRequests ?? '';
    return resource === 'transfers' ? this.addresses.transfers : this.addresses.parties;
  }

  async addFsp(fspId: string, callbackUrl: string): Promise<void> {
    const participant = `${this.addresses.ledger}/participants/${fspId}`;
    await call('POST', `${this.addresses.ledger}/participants`, { name: fspId, currency });
    await call('POST', `${participant}/initialPositionAndLimits`, {
      currency,
      limit: { type: 'NET_DEBIT_CAP', value: Number(limit) },
      initialPosition: 0,
    });
    const accounts = (await call('GET', `${participant}/accounts`)) as readonly {
      id: number;
      ledgerAccountType: string;
    }[];
    const settlement = accounts.find(({ ledgerAccountType }) => ledgerAccountType === 'SETTLEMENT');
    if (!settlement) throw new Error(`${fspId} has no settlement account`);
    await call('POST', `${participant}/accounts/${settlement.id}`, {
      transferId: randomUUID(),
      externalReference: 'recording',
      action: 'recordFundsIn',
      reason: 'recording',
      amount: { amount: funds, currency },
    });
    for (const [type, path] of Object.entries(callbackPaths)) {
      await call('POST', `${participant}/endpoints`, { type, value: callbackUrl + path });
    }
  }

  async position(fspId: string): Promise<string> {
    const url = `${this.addresses.ledger}/participants/${fspId}/positions?currency=${currency}`;
    const { value } = (await call('GET', url)) as { value: number };
    return String(value);
  }

  now(): number {
    return Date.now();
  }

  async quiet(resource: string, idleMs: () => number): Promise<void> {
    const wanted = quietMs[resource] ?? quietMsDefault;
    for (let left = wanted - idleMs(); left > 0; left = wanted - idleMs()) await sleep(left);
  }

  async farFromSweep(): Promise<void> {
    const sinceSweepMs = Date.now() % sweepEveryMs;
    const isFar = sinceSweepMs > 1_000 && sinceSweepMs < 5_000;
    if (!isFar) await sleep(sweepEveryMs - sinceSweepMs + 1_500);
  }

  async pass(ms: number): Promise<void> {
    await sleep(ms);
  }

  async sweep(): Promise<void> {
    await sleep(sweepEveryMs - (Date.now() % sweepEveryMs) + 2_500);
  }

  async crash(): Promise<void> {
    if (this.crashCommand === undefined) throw new Error('no --crash command was given');
    execFileSync('/bin/sh', ['-c', this.crashCommand], { stdio: 'ignore' });
    await sleep(crashRecoveryMs);
  }

  async startRace(): Promise<void> {
    // The race is there by itself.
  }

  async endRace(): Promise<void> {
    await sleep(quietMsDefault);
  }
}

const party = '/{{partyIdType}}/{{partyIdentifier}}';
const subParty = `${party}/{{partySubIdOrType}}`;

const callbackPaths: Readonly<Record<string, string>> = {
  FSPIOP_CALLBACK_URL_PARTICIPANT_PUT: `/participants${party}`,
  FSPIOP_CALLBACK_URL_PARTICIPANT_PUT_ERROR: `/participants${party}/error`,
  FSPIOP_CALLBACK_URL_PARTICIPANT_SUB_ID_PUT: `/participants${subParty}`,
  FSPIOP_CALLBACK_URL_PARTICIPANT_SUB_ID_PUT_ERROR: `/participants${subParty}/error`,
  FSPIOP_CALLBACK_URL_PARTICIPANT_DELETE: `/participants${party}`,
  FSPIOP_CALLBACK_URL_PARTIES_GET: `/parties${party}`,
  FSPIOP_CALLBACK_URL_PARTIES_PUT: `/parties${party}`,
  FSPIOP_CALLBACK_URL_PARTIES_PUT_ERROR: `/parties${party}/error`,
  FSPIOP_CALLBACK_URL_PARTIES_SUB_ID_GET: `/parties${subParty}`,
  FSPIOP_CALLBACK_URL_PARTIES_SUB_ID_PUT: `/parties${subParty}`,
  FSPIOP_CALLBACK_URL_PARTIES_SUB_ID_PUT_ERROR: `/parties${subParty}/error`,
  FSPIOP_CALLBACK_URL_PARTICIPANT_BATCH_PUT: '/participants/{{requestId}}',
  FSPIOP_CALLBACK_URL_PARTICIPANT_BATCH_PUT_ERROR: '/participants/{{requestId}}/error',
  FSPIOP_CALLBACK_URL_QUOTES: '',
  FSPIOP_CALLBACK_URL_BULK_QUOTES: '',
  FSPIOP_CALLBACK_URL_AUTHORIZATIONS: '',
  FSPIOP_CALLBACK_URL_TRX_REQ_SERVICE: '',
  FSPIOP_CALLBACK_URL_TRANSFER_POST: '/transfers',
  FSPIOP_CALLBACK_URL_TRANSFER_PUT: '/transfers/{{transferId}}',
  FSPIOP_CALLBACK_URL_TRANSFER_ERROR: '/transfers/{{transferId}}/error',
};

async function call(method: string, url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
