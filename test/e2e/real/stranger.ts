import { request as httpRequest } from 'node:http';
import { v5 as uuidV5 } from 'uuid';
import { secretIdsOf, transactionIdOf } from '../../../connectors/common/contracts/keys';
import { contentTypeOf } from '../../../connectors/mojaloop/api/media-type';
import { idSecretOf } from '../../kit/stack/tenant-files';
import type { SwitchAddresses } from '../../kit/real/addresses';

/** A member of the scheme that says to a payer's DFSP, over the switch, what it was not asked. */
export interface Stranger {
  readonly fspId: string;
  putsParty(msisdn: string): Promise<void>;
  putsPartyError(msisdn: string): Promise<void>;
  putsQuoteError(quoteId: string): Promise<void>;
}

export function createStranger(
  fspId: string,
  payerFspId: string,
  addresses: SwitchAddresses,
): Stranger {
  const put = async (resource: 'parties' | 'quotes', path: string, body: object) => {
    const url = `${addresses[resource]}/${resource}/${path}`;
    const headers = {
      'content-type': contentTypeOf(resource, '1.1'),
      date: new Date().toUTCString(),
      'fspiop-source': fspId,
      'fspiop-destination': payerFspId,
    };
    const status = await deliver(url, headers, JSON.stringify(body));
    if (status !== 200) throw new Error(`the switch answered ${status} to PUT ${url}`);
  };
  const error = { errorInformation: { errorCode: '3204', errorDescription: 'Party not found' } };
  return {
    fspId,
    putsParty: (msisdn) => {
      const partyIdInfo = { partyIdType: 'MSISDN', partyIdentifier: msisdn, fspId };
      return put('parties', `MSISDN/${msisdn}`, { party: { partyIdInfo } });
    },
    putsPartyError: (msisdn) => put('parties', `MSISDN/${msisdn}/error`, error),
    putsQuoteError: (quoteId) => put('quotes', `${quoteId}/error`, error),
  };
}

/** The quoteId as anybody could once compute it, and as it is, which a stranger must have from somebody. */
export function quoteIdsOf(payerFspId: string, clientCorrelationId: string) {
  const transactionId = transactionIdOf(payerFspId, clientCorrelationId);
  return {
    foreseen: uuidV5('quote', transactionId),
    real: secretIdsOf(idSecretOf(payerFspId), transactionId).quoteId,
  };
}

/** Not with fetch: that sends an Accept of its own, which the switch refuses on callbacks. */
function deliver(url: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sized = { ...headers, 'content-length': Buffer.byteLength(body) };
    const request = httpRequest(url, { method: 'PUT', headers: sized }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject).end(body);
  });
}
