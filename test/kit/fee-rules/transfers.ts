import type { TransferRecord } from '../../../connectors/common/contracts/fees';

const occurredAt = '2026-11-21T08:00:00.000Z';

/** A transfer between two people of two DFSPs. */
export function transferRecord(
  transactionId: string,
  amount: string,
  { payerFsp = 'lion', payeeFsp = 'buffalo' } = {},
): TransferRecord {
  const party = (fspId: string, partyIdentifier: string) => ({
    partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier, fspId },
  });
  return {
    transferId: transactionId,
    executionPoint: 'transfer.committed',
    occurredAt,
    transaction: {
      transactionId,
      quoteId: transactionId,
      payer: party(payerFsp, '255700000001'),
      payee: party(payeeFsp, '255700000002'),
      amount: { amount, currency: 'TZS' },
      transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    },
  };
}
