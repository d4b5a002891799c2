/** As many rules as wanted, by DFSP and amount, in canonical text. */
export function tariff(ruleCount: number): string {
  return Array.from({ length: ruleCount }, (_, index) => rule(index)).join('');
}

function rule(index: number): string {
  return `/* Fee ${index} */
if(
/* Charged by ${index} */
(
(
Transaction.amount.currency EQ "TZS"
)
AND
(
Transaction.payer.partyIdInfo.fspId EQ "dfsp${index % 500}"
)
AND
(
Transaction.amount.amount GT ${index}
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
}
