import { Ajv } from 'ajv';

/**
 * What the real switch's own OpenAPI files ask of a body, as JSON schema. They differ a little from
 * each other, and from the standard: unknown fields pass, except in quotes.
 */
const id = {
  type: 'string',
  pattern:
    '^[0-9a-f]{8}-[0-9a-f]{4}-[1-7][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$|^[0-9A-HJKMNP-TV-Z]{26}$',
};
const fspId = { type: 'string', minLength: 1, maxLength: 32 };
const dateTime = {
  type: 'string',
  pattern:
    '^(?:[1-9]\\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|(?:[1-9]\\d(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)-02-29)T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:(\\.\\d{3}))(?:Z|[+-][01]\\d:[0-5]\\d)$',
};
const currency = {
  type: 'string',
  minLength: 3,
  maxLength: 3,
  enum: (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD ' +
    'CDF CHF CLP CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GGP GHS GIP GMD ' +
    'GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS IMP INR IQD IRR ISK JEP JMD JOD JPY KES KGS KHR KMF KPW KRW KWD ' +
    'KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRO MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK ' +
    'NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLL SOS SPL SRD ' +
    'STD SVC SYP SZL THB TJS TMT TND TOP TRY TTD TVD TWD TZS UAH UGX USD UYU UZS VEF VND VUV WST XAF XCD XDR ' +
    'XOF XPF XTS XXX YER ZAR ZMW ZWD'
  ).split(' '),
};
const money = {
  type: 'object',
  properties: {
    currency,
    amount: { type: 'string', pattern: '^([0]|([1-9][0-9]{0,17}))([.][0-9]{0,3}[1-9])?$' },
  },
  required: ['currency', 'amount'],
};
const extensionList = {
  type: 'object',
  properties: {
    extension: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          key: { type: 'string', minLength: 1, maxLength: 32 },
          value: { type: 'string', minLength: 1, maxLength: 128 },
        },
        required: ['key', 'value'],
      },
      minItems: 1,
      maxItems: 16,
    },
  },
  required: ['extension'],
};
const ilpPacket = {
  type: 'string',
  pattern: '^[A-Za-z0-9-_]+[=]{0,2}$',
  minLength: 1,
  maxLength: 32768,
};
const ilpHash = { type: 'string', pattern: '^[A-Za-z0-9-_]{43}$', maxLength: 48 };
const transferState = { type: 'string', enum: ['RECEIVED', 'RESERVED', 'COMMITTED', 'ABORTED'] };

export const partyIdTypes = [
  'MSISDN',
  'EMAIL',
  'PERSONAL_ID',
  'BUSINESS',
  'DEVICE',
  'ACCOUNT_ID',
  'IBAN',
  'ALIAS',
] as const;

const text128 = { type: 'string', minLength: 1, maxLength: 128 };
const party = {
  type: 'object',
  required: ['partyIdInfo'],
  properties: {
    partyIdInfo: {
      type: 'object',
      required: ['partyIdType', 'partyIdentifier'],
      properties: {
        partyIdType: { type: 'string', enum: partyIdTypes },
        partyIdentifier: text128,
        partySubIdOrType: text128,
        fspId,
        extensionList,
      },
    },
    merchantClassificationCode: { type: 'string', pattern: '^[\\d]{1,4}$' },
    name: text128,
  },
};

function errorInformation(codePattern: string) {
  return {
    type: 'object',
    required: ['errorInformation'],
    properties: {
      errorInformation: {
        type: 'object',
        required: ['errorCode', 'errorDescription'],
        properties: {
          errorCode: { type: 'string', pattern: codePattern },
          errorDescription: text128,
          extensionList,
        },
      },
    },
  };
}

/** The real services let a number pass for a string, and go on with the string. */
const ajv = new Ajv({ strict: false, coerceTypes: true });

export const isTransferRequest = ajv.compile({
  type: 'object',
  properties: {
    transferId: id,
    payeeFsp: fspId,
    payerFsp: fspId,
    amount: money,
    ilpPacket,
    condition: ilpHash,
    expiration: dateTime,
    extensionList,
  },
  required: [
    'transferId',
    'payeeFsp',
    'payerFsp',
    'amount',
    'ilpPacket',
    'condition',
    'expiration',
  ],
});

export const isTransferAnswer = ajv.compile({
  type: 'object',
  properties: { fulfilment: ilpHash, completedTimestamp: dateTime, transferState, extensionList },
  required: ['transferState'],
});

export const isQuoteRequest = ajv.compile({
  type: 'object',
  required: [
    'amount',
    'amountType',
    'payee',
    'payer',
    'quoteId',
    'transactionId',
    'transactionType',
  ],
  additionalProperties: false,
  properties: {
    quoteId: id,
    transactionId: id,
    transactionRequestId: id,
    payee: party,
    payer: party,
    amountType: { type: 'string', enum: ['SEND', 'RECEIVE'] },
    amount: money,
    fees: money,
    transactionType: {
      type: 'object',
      required: ['initiator', 'initiatorType', 'scenario'],
      properties: {
        scenario: {
          type: 'string',
          enum: ['DEPOSIT', 'WITHDRAWAL', 'TRANSFER', 'PAYMENT', 'REFUND'],
        },
        initiator: { type: 'string', enum: ['PAYER', 'PAYEE'] },
        initiatorType: { type: 'string', enum: ['CONSUMER', 'AGENT', 'BUSINESS', 'DEVICE'] },
      },
    },
    geoCode: { type: 'object' },
    note: text128,
    expiration: dateTime,
    extensionList,
    converter: { type: 'string' },
    currencyConversion: { type: 'object' },
  },
});

export const isQuoteAnswer = ajv.compile({
  type: 'object',
  required: ['condition', 'expiration', 'ilpPacket', 'transferAmount'],
  additionalProperties: false,
  properties: {
    transferAmount: money,
    payeeReceiveAmount: money,
    payeeFspFee: money,
    payeeFspCommission: money,
    geoCode: { type: 'object' },
    expiration: dateTime,
    ilpPacket,
    condition: ilpHash,
    extensionList,
  },
});

export const isPartyAnswer = ajv.compile({
  type: 'object',
  required: ['party'],
  properties: { party },
});

export const isParticipantRequest = ajv.compile({
  type: 'object',
  required: ['fspId'],
  properties: { fspId, currency, extensionList },
});

export const isErrorBody = ajv.compile(errorInformation('^[1-9]\\d{3}$'));
/** The quoting service knows the codes' first digits. */
export const isQuoteErrorBody = ajv.compile(
  errorInformation('^(10|20|3[0-4]|4[0-4]|5[0-4])[0-9]{2}$'),
);

/** The transaction requests service knows which fields there are, and no more: a text may hold anything. */
const text = { type: 'string' };
const texts = (required: readonly string[], optional: readonly string[] = []) => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties: Object.fromEntries([...required, ...optional].map((name) => [name, text])),
});
const requestParty = texts(['partyIdType', 'partyIdentifier'], ['partySubIdOrType', 'fspId']);
const requestTransactionType = texts(
  ['scenario', 'initiator', 'initiatorType'],
  ['subScenario', 'balanceOfPayments'],
);

export const isTransactionRequest = ajv.compile({
  type: 'object',
  required: ['transactionRequestId', 'payee', 'payer', 'amount', 'transactionType'],
  additionalProperties: false,
  properties: {
    transactionRequestId: text,
    payee: {
      type: 'object',
      required: ['partyIdInfo'],
      additionalProperties: false,
      properties: {
        partyIdInfo: requestParty,
        merchantClassificationCode: text,
        name: text,
        personalInfo: { type: 'object' },
      },
    },
    payer: requestParty,
    amount: texts(['currency', 'amount']),
    transactionType: {
      ...requestTransactionType,
      properties: { ...requestTransactionType.properties, refundInfo: { type: 'object' } },
    },
    note: text,
    geoCode: { type: 'object' },
    authenticationType: text,
    expiration: text,
    extensionList,
  },
});

export const isTransactionRequestAnswer = ajv.compile({
  type: 'object',
  required: ['transactionRequestState'],
  additionalProperties: false,
  properties: { transactionId: text, transactionRequestState: text, extensionList },
});

/** Numbers are read as texts. */
const coercing = new Ajv({ coerceTypes: true });

export const isAuthorizationAnswer = coercing.compile({
  type: 'object',
  required: ['responseType'],
  additionalProperties: false,
  properties: {
    authenticationInfo: {
      type: 'object',
      required: ['authentication', 'authenticationValue'],
      properties: { authentication: text, authenticationValue: text },
    },
    responseType: text,
  },
});

export const isAuthorizationQuery = coercing.compile({
  type: 'object',
  required: ['authenticationType', 'retriesLeft', 'amount', 'currency'],
  additionalProperties: false,
  properties: {
    authenticationType: { type: 'string', enum: ['OTP', 'QRCODE'] },
    retriesLeft: { type: 'integer' },
    amount: money.properties.amount,
    currency,
  },
});

export const isRequestErrorBody = ajv.compile({
  type: 'object',
  required: ['errorInformation'],
  additionalProperties: false,
  properties: {
    errorInformation: {
      type: 'object',
      required: ['errorCode', 'errorDescription'],
      additionalProperties: false,
      properties: { errorCode: text, errorDescription: text, extensionList },
    },
  },
});
