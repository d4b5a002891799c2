/** What a payment of the benchmark looks like, real or not. */
export const currency = 'TZS';
export const amount = { amount: '1', currency };
export const payer = { partyIdType: 'MSISDN', partyIdentifier: '255710000001' };
export const payee = { partyIdType: 'MSISDN', partyIdentifier: '255720000001' };

/** Both sides' payees forget as soon as they may: what a long memory costs is another question. */
export const payeeTimers = {
  transferConfirmation: 'PT30S',
  askTransferState: 'PT10S',
  quoteRetention: 'PT1M',
  transferRetention: 'PT1M',
};

export const messageTimeToLiveMs = 60_000;

/** As large as a real one: the packet holds the whole transaction in base64. */
export function quote() {
  return {
    transferAmount: amount,
    payeeReceiveAmount: amount,
    expiration: new Date(Date.now() + 60_000).toISOString(),
    ilpPacket: 'A'.repeat(900),
    condition: 'x'.repeat(43),
  };
}
