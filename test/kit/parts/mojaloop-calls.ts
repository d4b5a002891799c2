/** The resources that no process uses yet: how a peer calls each route, and the message that it becomes. */
import { digestOf } from '../../../connectors/common/authorizations/codes';
import { authorizationKeysOf } from '../../../connectors/common/authorizations/keys';
import { requestedTransactionIdOf } from '../../../connectors/common/contracts/keys';
import { authorizationsOfTenant, traceparent } from '../mojaloop';
import type { Call } from './mojaloop';

const id = '0d1b7a7e-9a0b-4c39-8a53-9f0f3f9c2b11';
const otherId = '85feac2f-39b2-491b-817e-4a03203d4f14';
const tzs = (amount: string) => ({ amount, currency: 'TZS' });
const payerIdInfo = { partyIdType: 'MSISDN', partyIdentifier: '255700000001', fspId: 'buffalofsp' };
const payee = {
  partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000002', fspId: 'lionfsp' },
};
const transactionType = { scenario: 'TRANSFER', initiator: 'PAYEE', initiatorType: 'CONSUMER' };
const condition = 'NdJhqNS8eoArb9zpCgHdjIFsEqGMYNUt6TZjfXRs16U';
const expiration = '2026-11-21T10:24:30.000Z';
const completedTimestamp = '2026-11-21T10:24:01.000Z';
const errorInformation = { errorCode: '5100', errorDescription: 'no' };

const transactionRequest = {
  transactionRequestId: id,
  payee,
  payer: payerIdInfo,
  amount: tzs('100.12'),
  transactionType,
  geoCode: { latitude: '-6.8', longitude: '39.28' },
  authenticationType: 'OTP',
  expiration,
};
const transactionRequestAnswer = { transactionRequestState: 'RECEIVED', transactionId: otherId };
const authorizationAnswer = {
  responseType: 'ENTERED',
  authenticationInfo: { authentication: 'OTP', authenticationValue: '1234' },
};
const transactionAnswer = { transactionState: 'COMPLETED', completedTimestamp, code: 'A1B2C3' };
const bulkQuoteRequest = {
  bulkQuoteId: id,
  payer: { partyIdInfo: payerIdInfo },
  individualQuotes: [
    {
      quoteId: otherId,
      transactionId: otherId,
      payee,
      amountType: 'RECEIVE',
      amount: tzs('1'),
      transactionType,
    },
  ],
};
const bulkQuoteAnswer = {
  individualQuoteResults: [
    { quoteId: otherId, transferAmount: tzs('1'), ilpPacket: 'AYIB', condition },
    { quoteId: id, errorInformation },
  ],
  expiration,
};
const bulkTransferRequest = {
  bulkTransferId: id,
  bulkQuoteId: otherId,
  payerFsp: 'lionfsp',
  payeeFsp: 'buffalofsp',
  individualTransfers: [
    { transferId: otherId, transferAmount: tzs('1'), ilpPacket: 'AYIB', condition },
  ],
  expiration,
};
const bulkTransferAnswer = {
  bulkTransferState: 'COMPLETED',
  completedTimestamp,
  individualTransferResults: [
    { transferId: otherId, fulfilment: condition },
    { transferId: id, errorInformation },
  ],
};
const participantsAnswer = {
  partyList: [{ partyId: payerIdInfo }, { partyId: payee.partyIdInfo, errorInformation }],
  currency: 'TZS',
};

export const authorizationQuery = 'authenticationType=OTP&retriesLeft=2&amount=102.1&currency=TZS';

/** How each route is called, but for the /error of each PUT. */
const rightCalls: Record<string, Call> = {
  'POST /transactionRequests': {
    method: 'POST',
    path: '/transactionRequests',
    body: transactionRequest,
  },
  'GET /transactionRequests': { method: 'GET', path: `/transactionRequests/${id}` },
  'PUT /transactionRequests': {
    method: 'PUT',
    path: `/transactionRequests/${id}`,
    body: transactionRequestAnswer,
  },
  'GET /authorizations': { method: 'GET', path: `/authorizations/${id}?${authorizationQuery}` },
  'PUT /authorizations': {
    method: 'PUT',
    path: `/authorizations/${id}`,
    body: authorizationAnswer,
  },
  'PUT /transactions': { method: 'PUT', path: `/transactions/${id}`, body: transactionAnswer },
  'POST /bulkQuotes': { method: 'POST', path: '/bulkQuotes', body: bulkQuoteRequest },
  'GET /bulkQuotes': { method: 'GET', path: `/bulkQuotes/${id}` },
  'PUT /bulkQuotes': { method: 'PUT', path: `/bulkQuotes/${id}`, body: bulkQuoteAnswer },
  'POST /bulkTransfers': { method: 'POST', path: '/bulkTransfers', body: bulkTransferRequest },
  'GET /bulkTransfers': { method: 'GET', path: `/bulkTransfers/${id}` },
  'PUT /bulkTransfers': { method: 'PUT', path: `/bulkTransfers/${id}`, body: bulkTransferAnswer },
  'PUT /participants': {
    method: 'PUT',
    path: '/participants/MSISDN/255700000001',
    headers: { 'FSPIOP-Source': 'Hub' },
    body: { fspId: 'lionfsp' },
  },
  'PUT /participants with SubId': {
    method: 'PUT',
    path: '/participants/BUSINESS/shop/till%201',
    headers: { 'FSPIOP-Source': 'Hub' },
    body: { fspId: 'lionfsp' },
  },
  'PUT /participants of a batch': {
    method: 'PUT',
    path: `/participants/${id}`,
    headers: { 'FSPIOP-Source': 'Hub' },
    body: participantsAnswer,
  },
};

export const resourceCalls: Record<string, Call> = {
  ...rightCalls,
  ...Object.fromEntries(
    Object.entries(rightCalls)
      .filter(([, { method }]) => method === 'PUT')
      .map(([name, call]) => [
        `${name}/error`,
        { ...call, path: `${call.path}/error`, body: { errorInformation } },
      ]),
  ),
};

const begun = {
  tenant: 'buffalo',
  traceparent,
  peer: { fspId: 'lionfsp', version: '1.1', switchName: 'switch' },
};

const buffalosKeys = authorizationKeysOf(authorizationsOfTenant('buffalo'));
const enteredHidden = {
  responseType: 'ENTERED',
  authentication: 'OTP',
  digest: digestOf(buffalosKeys, id, '1234'),
};

type Expected = [name: string, correlationKey: string, variables: object];

/** An answer and its /error. */
function answered(name: string, key: string, variable: string, answer: object): Expected[] {
  const isSignal = name === 'participant-answered';
  const answeredBy = isSignal
    ? {}
    : { answeredBy: name === 'participants-answered' ? null : 'lionfsp' };
  return [answer, { errorInformation }].map((value) => [
    name,
    key,
    { [variable]: value, ...answeredBy },
  ]);
}

const answers = {
  'PUT /transactionRequests': answered(
    'transaction-request-answered',
    `buffalo:${id}`,
    'transactionRequestAnswer',
    transactionRequestAnswer,
  ),
  'PUT /authorizations': [enteredHidden, { errorInformation }].map((value): Expected => [
    'authorization-answered',
    `buffalo:${id}`,
    { authorizationAnswer: { ...value, answeredBy: 'lionfsp', switchName: 'switch' } },
  ]),
  'PUT /transactions': answered(
    'transaction-answered',
    `buffalo:${id}`,
    'transactionAnswer',
    transactionAnswer,
  ),
  'PUT /bulkQuotes': answered(
    'bulk-quote-answered',
    `buffalo:${id}`,
    'bulkQuoteAnswer',
    bulkQuoteAnswer,
  ),
  'PUT /bulkTransfers': answered(
    'bulk-transfer-answered',
    `buffalo:${id}`,
    'bulkTransferAnswer',
    bulkTransferAnswer,
  ),
  'PUT /participants': answered(
    'participant-answered',
    'buffalo:MSISDN/255700000001',
    'participantAnswer',
    { fspId: 'lionfsp' },
  ),
  'PUT /participants with SubId': answered(
    'participant-answered',
    'buffalo:BUSINESS/shop/till%201',
    'participantAnswer',
    { fspId: 'lionfsp' },
  ),
  'PUT /participants of a batch': answered(
    'participants-answered',
    `buffalo:${id}`,
    'participantsAnswer',
    participantsAnswer,
  ),
};

/** The message that each call becomes. GETs ask: see stateQuestions. */
export const resourceMessages: Record<string, Expected> = {
  'POST /transactionRequests': [
    'transaction-request-received',
    `buffalo:${id}`,
    {
      ...{ tenant: begun.tenant, peer: begun.peer, transactionRequestId: id },
      // Made from the switch, who asks and the id, with a secret of the tenant.
      transactionId: requestedTransactionIdOf('a secret of the buffalo', begun.peer, id),
      arrival: expect.objectContaining({
        traceparent: begun.traceparent,
        retention: 'PT10M',
        transactionRequest,
      }) as object,
    },
  ],
  'POST /bulkQuotes': [
    'bulk-quote-received',
    `buffalo:${id}`,
    { ...begun, bulkQuoteRequest, bulkQuoteId: id },
  ],
  'POST /bulkTransfers': [
    'bulk-transfer-received',
    `buffalo:${id}`,
    { ...begun, bulkTransferRequest, bulkTransferId: id },
  ],
  ...Object.fromEntries(
    Object.entries(answers).flatMap(([name, [answer, error]]) => [
      [name, answer],
      [`${name}/error`, error],
    ]),
  ),
};
