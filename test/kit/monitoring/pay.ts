import { asha, baraka, currency } from '../stack/dfsps';
import type { Stack } from '../stack/stack';

const party = (partyIdentifier: string) => ({ partyIdType: 'MSISDN', partyIdentifier });

/** Asks for a small payment, and resolves with what the app hears. */
export async function pay(
  stack: Stack,
  clientCorrelationId: string,
  waitS = 30,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly state: string | undefined }> {
  const response = await fetch(`${stack.channelAddress}/channel/transfer`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await stack.token('lion')}`,
      'content-type': 'application/json',
      ...headers,
      ...(waitS > 0 && { prefer: `wait=${waitS}` }),
    },
    body: JSON.stringify({
      clientCorrelationId,
      payer: party(asha.msisdn),
      payee: party(baraka.msisdn),
      amount: { amount: '1', currency },
    }),
  });
  const { state } = (await response.json()) as { readonly state?: string };
  return { status: response.status, state };
}
