import { useCases, type UseCaseName } from '../../../connectors/common/contracts/use-cases';
import type { Heard, Order, Report } from '../payments/world';

/** An app of one DFSP's customer. */
export interface App {
  pay(payerMsisdn: string, order: Order, waitS?: number): Promise<Heard>;
  decide(
    transactionId: string,
    decision: 'accept' | 'refuse',
    useCase?: UseCaseName,
  ): Promise<Heard>;
  stateOf(transactionId: string): Promise<Heard>;
  /** Anything else: what is answered within so many seconds, at once where they are 0. */
  post(path: string, body: object, waitS: number): Promise<Heard>;
}

const usualWaitS = 50;

export const partyOf = (msisdn: string) => ({ partyIdType: 'MSISDN', partyIdentifier: msisdn });

export function createApp(channelAddress: string, token: string): App {
  const authorization = `Bearer ${token}`;
  const post = (path: string, body: object, waitS: number): Promise<Heard> =>
    call(path, {
      method: 'POST',
      headers: {
        authorization,
        'content-type': 'application/json',
        ...(waitS > 0 && { prefer: `wait=${waitS}` }),
      },
      body: JSON.stringify(body),
    });
  const call = async (path: string, init: RequestInit): Promise<Heard> => {
    const startedMs = Date.now();
    const response = await fetch(`${channelAddress}${path}`, init);
    const report = (await response.json()) as Report;
    return { status: response.status, report, tookMs: Date.now() - startedMs };
  };
  return {
    post,
    pay: (
      payerMsisdn,
      { payeeMsisdn, amount, useCase = 'channel-transfer', ...order },
      waitS = usualWaitS,
    ) => {
      // A merchant's code says whom to pay and how much.
      const said = order.qrCode === undefined && { payee: partyOf(payeeMsisdn), amount };
      const body = { ...order, payer: partyOf(payerMsisdn), ...said };
      return post(`/channel/${useCases[useCase].resource}`, body, waitS);
    },
    decide: (transactionId, decision, useCase = 'channel-transfer') => {
      const path = `/channel/${useCases[useCase].resource}/${transactionId}/decision`;
      return post(path, { decision }, usualWaitS);
    },
    stateOf: (transactionId) =>
      call(`/channel/transfer/${transactionId}`, { headers: { authorization } }),
  };
}
