/** The requirement's own tables, as an administrator types them. */
export const conditions = {
  name: 'Sheet1',
  rows: [
    ['Name', 'Variable', 'Test', 'Value'],
    ['Transaction is not an on-us transfer', 'Payee DFSP', 'Not equal to', 'Payer DFSP'],
    ['Transaction is a wallet-to-wallet transfer', 'Payee Account Type', 'EQCI', '"Wallet"'],
    ['', 'Payer Account Type', 'EQCI', '"Wallet"'],
    ['Transaction is a P2P transaction', 'Scenario', 'EQCI', '"TRANSFER"'],
    ['', 'Initiator', 'EQCI', '"PAYER"'],
    ['', 'Initiator Type', 'EQCI', '"CONSUMER"'],
  ],
};

export const statements = {
  name: 'Sheet2',
  rows: [
    ['Name', 'Connector', 'Test', 'Item', 'Reference', 'Value'],
    ['Interchange fee test', '', 'Transaction is not an on-us transfer', '', '', ''],
    ['', 'AND', 'Transaction is a wallet-to-wallet transfer', '', '', ''],
    ['', 'AND', 'Transaction is a P2P transaction', '', '', ''],
    ['', 'THEN', '', 'Journal entry type', '', '"INTERCHANGE_FEE"'],
    ['', '', '', 'Currency', 'Currency', ''],
    ['', '', '', 'Payer DFSP', 'Payer DFSP', ''],
    ['', '', '', 'Payer Amount', 'Amount', '*0.6%'],
    ['', '', '', 'Payee DFSP', 'Payee DFSP', ''],
    ['', '', '', 'Payee amount', 'Amount', '*0.6%*-1'],
  ],
};

export const interchangeFeeTables = [conditions, statements];
