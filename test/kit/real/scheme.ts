import { currency } from '../stack/dfsps';
import { RealSwitch } from '../../simulators/switch/recording/real-switch';
import type { SwitchAddresses } from './addresses';

/** What the switch calls on a DFSP, by the part of its name that follows FSPIOP_CALLBACK_URL_. */
export type Callback =
  | 'PARTIES_GET'
  | 'QUOTES'
  | 'TRANSFER_POST'
  | 'TRANSFER_PUT'
  /** All of requests to pay. */
  | 'TRX_REQ_SERVICE';

/** What an operator of a real switch does: admit DFSPs, register phone numbers, look at positions. */
export class Scheme {
  private readonly real: RealSwitch;

  constructor(private readonly addresses: SwitchAddresses) {
    this.real = new RealSwitch(addresses);
  }

  /** `elsewhere`: callbacks that go to another address than the rest. */
  async admit(
    fspId: string,
    callbackUrl: string,
    elsewhere: readonly (readonly [Callback, string])[],
  ): Promise<void> {
    await this.real.addFsp(fspId, callbackUrl);
    const endpoints = `${this.addresses.ledger}/participants/${fspId}/endpoints`;
    for (const [callback, url] of elsewhere) {
      const type = `FSPIOP_CALLBACK_URL_${callback}`;
      await post(endpoints, { type, value: url + paths[callback] });
    }
  }

  async register(msisdn: string, fspId: string): Promise<void> {
    await post(`${this.addresses.oracle}/participants/MSISDN/${encodeURIComponent(msisdn)}`, {
      fspId,
      currency,
    });
  }

  /** A decimal, negative for what the DFSP is owed. */
  position(fspId: string): Promise<string> {
    return this.real.position(fspId);
  }
}

/** The templates that the switch fills in. */
const paths: Readonly<Record<Callback, string>> = {
  PARTIES_GET: '/parties/{{partyIdType}}/{{partyIdentifier}}',
  QUOTES: '',
  TRX_REQ_SERVICE: '',
  TRANSFER_POST: '/transfers',
  TRANSFER_PUT: '/transfers/{{transferId}}',
};

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${url}: ${response.status} ${text}`);
}
