/** The requirement's own rule, as canonical text. */
export const interchangeFee = `/* Interchange fee test */
if(
/* Transaction is not an on-us transfer */
(
(
Transaction.payee.partyIdInfo.fspId NEQ Transaction.payer.partyIdInfo.fspId
)
)
AND
/* Transaction is a wallet-to-wallet transfer */
(
(
Transaction.payee.accountType EQCI "Wallet"
)
AND
(
Transaction.payer.accountType EQCI "Wallet"
)
)
AND
/* Transaction is a P2P transaction */
(
(
Transaction.transactionType.scenario EQCI "TRANSFER"
)
AND
(
Transaction.transactionType.initiator EQCI "PAYER"
)
AND
(
Transaction.transactionType.initiatorType EQCI "CONSUMER"
)
)
)
{
result.ledgerEntryType = "INTERCHANGE_FEE";
result.currency = Transaction.amount.currency;
result.payer.dfspId = Transaction.payer.partyIdInfo.fspId;
result.payer.amount = Transaction.amount.amount * 0.6%;
result.payee.dfspId = Transaction.payee.partyIdInfo.fspId;
result.payee.amount = Transaction.amount.amount * 0.6% * -1;
};
`;

/** What the extensionList of a payment says when both accounts are wallets. */
export const wallets = {
  extension: [
    { key: 'payerAccountType', value: 'Wallet' },
    { key: 'payeeAccountType', value: 'Wallet' },
  ],
};
