import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { v5 as uuidV5 } from 'uuid';
import { secretIdsOf, transactionIdOf } from '../../../connectors/common/contracts/keys';
import { acceptOf, contentTypeOf } from '../../../connectors/mojaloop/api/media-type';
import { currency } from '../../kit/stack/dfsps';
import { idSecretOf } from '../../kit/stack/tenant-files';
import type { SwitchAddresses } from '../../kit/real/addresses';

/** A member of the scheme that says to a payer's DFSP, over the switch, what it was not asked. */
export interface Stranger {
  readonly fspId: string;
  putsParty(msisdn: string): Promise<void>;
  putsPartyError(msisdn: string): Promise<void>;
  putsQuoteError(quoteId: string): Promise<void>;
  /** A transfer of its own, to the payer's DFSP, under the id that it foresees. */
  postsTransfer(transferId: string): Promise<void>;
  /** What a payer is said to have entered at a device. */
  putsAuthorization(transactionRequestId: string, authenticationValue: string): Promise<void>;
}

export function createStranger(
  fspId: string,
  payerFspId: string,
  addresses: SwitchAddresses,
): Stranger {
  type Resource = 'parties' | 'quotes' | 'transfers' | 'authorizations';
  const { parties, quotes, transfers, transactionRequests = transfers } = addresses;
  const servedAt = { parties, quotes, transfers, authorizations: transactionRequests };
  const say = async (method: 'PUT' | 'POST', resource: Resource, path: string, body: object) => {
    const url = `${servedAt[resource]}/${resource}${path}`;
    const headers = {
      'content-type': contentTypeOf(resource, '1.1'),
      date: new Date().toUTCString(),
      'fspiop-source': fspId,
      'fspiop-destination': payerFspId,
      ...(method === 'POST' && { accept: acceptOf(resource, '1.1') }),
    };
    const status = await deliver(method, url, headers, JSON.stringify(body));
    if (status !== (method === 'PUT' ? 200 : 202)) {
      throw new Error(`the switch answered ${status} to ${method} ${url}`);
    }
  };
  const put = (resource: Resource, path: string, body: object) =>
    say('PUT', resource, `/${path}`, body);
  const error = { errorInformation: { errorCode: '3204', errorDescription: 'Party not found' } };
  return {
    fspId,
    putsParty: (msisdn) => {
      const partyIdInfo = { partyIdType: 'MSISDN', partyIdentifier: msisdn, fspId };
      return put('parties', `MSISDN/${msisdn}`, { party: { partyIdInfo } });
    },
    putsPartyError: (msisdn) => put('parties', `MSISDN/${msisdn}/error`, error),
    putsAuthorization: (transactionRequestId, authenticationValue) =>
      put('authorizations', transactionRequestId, {
        authenticationInfo: { authentication: 'OTP', authenticationValue },
        responseType: 'ENTERED',
      }),
    putsQuoteError: (quoteId) => put('quotes', `${quoteId}/error`, error),
    postsTransfer: (transferId) =>
      say('POST', 'transfers', '', {
        transferId,
        payerFsp: fspId,
        payeeFsp: payerFspId,
        amount: { amount: '1', currency },
        ilpPacket: Buffer.from('of nobody').toString('base64url'),
        condition: createHash('sha256').digest('base64url'),
        expiration: new Date(Date.now() + 60_000).toISOString(),
      }),
  };
}

/** An id as anybody could once compute it, and as it is, which a stranger must have from somebody. */
export interface PaymentId {
  readonly foreseen: string;
  readonly real: string;
}

export interface PaymentIds {
  readonly quoteId: PaymentId;
  readonly transferId: PaymentId;
}

export function paymentIdsOf(payerFspId: string, clientCorrelationId: string): PaymentIds {
  const transactionId = transactionIdOf(payerFspId, clientCorrelationId);
  const { quoteId, transferId } = secretIdsOf(idSecretOf(payerFspId), transactionId);
  return {
    quoteId: { foreseen: uuidV5('quote', transactionId), real: quoteId },
    transferId: { foreseen: uuidV5('transfer', transactionId), real: transferId },
  };
}

/** Not with fetch: that sends an Accept of its own, which the switch refuses on callbacks. */
function deliver(
  method: string,
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sized = { ...headers, 'content-length': Buffer.byteLength(body) };
    const request = httpRequest(url, { method, headers: sized }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject).end(body);
  });
}
