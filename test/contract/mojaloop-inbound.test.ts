/** What the FSPIOP server takes from the switch, what it makes of it, and what it refuses. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { withArrival } from '../../connectors/common/contracts/arrival';
import { signalNames } from '../../connectors/common/contracts/messages';
import { amountPattern } from '../../connectors/common/money';
import type { TransferAnswer } from '../../connectors/common/contracts/answers';
import type { Logger } from '../../connectors/common/runtime';
import { mojaloopTenant, silentLog, traceparent } from '../kit/mojaloop';
import { sealAgreement } from '../../connectors/mojaloop/ilp/agreement';
import { resourceCalls, resourceMessages } from '../kit/parts/mojaloop-calls';
import { startMojaloop, type Call, type RunningMojaloop } from '../kit/parts/mojaloop';

/** Of a tenant that has only one. */
const switchName = 'switch';
/** Who calls, unless it is the switch. */
const answeredBy = 'lionfsp';
const transferId = 'b51ec534-ee48-4575-b6a9-ead2955b8069';
const quoteId = '7c23e80c-d078-4077-8263-2c047876fcf6';
const ulid = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const tzs = (amount: string) => ({ amount, currency: 'TZS' });
const msisdn = { partyIdType: 'MSISDN', partyIdentifier: '255700000002' } as const;
const errorBody = { errorInformation: { errorCode: '3204', errorDescription: 'Party not found' } };
const condition = 'NdJhqNS8eoArb9zpCgHdjIFsEqGMYNUt6TZjfXRs16U';
const expiration = '2026-11-21T10:24:30.000Z';

const quoteRequest = {
  quoteId,
  transactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
  payee: { partyIdInfo: { ...msisdn, fspId: 'buffalofsp' } },
  payer: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000001' } },
  amountType: 'SEND',
  amount: tzs('100.12'),
  transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
};
const quote = { transferAmount: tzs('100.12'), expiration, ilpPacket: 'AYIB', condition };
const transferRequest = {
  transferId,
  payeeFsp: 'buffalofsp',
  payerFsp: 'lionfsp',
  amount: tzs('100.12'),
  ilpPacket: 'AYIB',
  condition,
  expiration,
};
const committed = {
  transferState: 'COMMITTED',
  fulfilment: condition,
  completedTimestamp: '2026-11-21T10:24:01.000Z',
};

let mojaloop: RunningMojaloop;

beforeAll(async () => {
  const buffalo = mojaloopTenant('buffalo', { handsOnTransferQuestions: true });
  mojaloop = await startMojaloop([mojaloopTenant('lion'), buffalo], {
    MOJALOOP_BODY_MAX_BYTES: '65536',
    MOJALOOP_STATE_QUESTIONS_MAX: '1',
  });
});

afterAll(() => mojaloop.close());

beforeEach(() => {
  const { engine } = mojaloop;
  engine.published.length = 0;
  engine.broadcasts.length = 0;
  engine.asked.length = 0;
  engine.isDown = false;
  engine.answer = undefined;
});

/** Every route, as a peer should use it. */
const calls: Record<string, Call> = {
  'GET /parties': { method: 'GET', path: '/parties/MSISDN/255700000002' },
  'GET /parties with SubId': { method: 'GET', path: '/parties/BUSINESS/shop%2F1/till%201' },
  'PUT /parties': {
    method: 'PUT',
    path: '/parties/MSISDN/255700000002',
    body: { party: { partyIdInfo: msisdn, name: 'Asha' } },
  },
  'PUT /parties with SubId': {
    method: 'PUT',
    path: '/parties/BUSINESS/shop%2F1/till%201',
    body: { party: { partyIdInfo: msisdn } },
  },
  'PUT /parties/error': { method: 'PUT', path: '/parties/MSISDN/1/error', body: errorBody },
  'PUT /parties/SubId/error': { method: 'PUT', path: '/parties/MSISDN/1/x/error', body: errorBody },
  'POST /quotes': { method: 'POST', path: '/quotes', body: quoteRequest },
  'GET /quotes': { method: 'GET', path: `/quotes/${quoteId}` },
  'PUT /quotes': { method: 'PUT', path: `/quotes/${quoteId}`, body: quote },
  'PUT /quotes/error': { method: 'PUT', path: `/quotes/${quoteId}/error`, body: errorBody },
  'POST /transfers': { method: 'POST', path: '/transfers', body: transferRequest },
  'GET /transfers': { method: 'GET', path: `/transfers/${transferId}` },
  'GET /transactions': { method: 'GET', path: `/transactions/${transferId}` },
  'PUT /transfers': { method: 'PUT', path: `/transfers/${transferId}`, body: committed },
  'PUT /transfers/error': {
    method: 'PUT',
    path: `/transfers/${transferId}/error`,
    body: errorBody,
  },
  'PATCH /transfers': {
    method: 'PATCH',
    path: `/transfers/${transferId}`,
    headers: { 'FSPIOP-Source': 'Hub' },
    body: { transferState: 'COMMITTED', completedTimestamp: '2026-11-21T10:24:01.000Z' },
  },
  ...resourceCalls,
};
const names = Object.keys(calls);
const call = (name: string): Call => {
  const found = calls[name];
  if (found === undefined) throw new Error(`there is no call ${name}`);
  return found;
};
const withBody = names.filter((name) => call(name).body !== undefined);
const strict = withBody.filter((name) => !name.endsWith('/error'));

const peer = { fspId: 'lionfsp', version: '1.1', switchName: 'switch' };
const tenant = 'buffalo';
const error = errorBody.errorInformation;
const sha256: unknown = expect.stringMatching(/^[0-9a-f]{64}$/);
const payeeTimers = {
  transferConfirmation: 'PT30S',
  askTransferState: 'PT10S',
  quoteRetention: 'PT5M',
  transferRetention: 'PT10M',
  operatorPauseMax: 'PT15M',
};
// Nothing is known of the switch's clock: the request's Date, less the skew that is tolerated.
const receivedAt = '2026-11-21T10:23:58.000Z';
const arrived = { traceparent, receivedAt, requestHash: sha256 };

/** The message that each call becomes: name, correlation key, variables. */
const messages: Record<string, [string, string, object]> = {
  'GET /parties': [
    'party-lookup-received',
    expect.stringMatching(/^buffalo:.{36}$/) as string,
    { tenant, arrival: { traceparent, peer, partyId: msisdn } },
  ],
  'GET /parties with SubId': [
    'party-lookup-received',
    expect.stringMatching(/^buffalo:.{36}$/) as string,
    {
      tenant,
      arrival: {
        traceparent,
        peer,
        partyId: { partyIdType: 'BUSINESS', partyIdentifier: 'shop/1', partySubIdOrType: 'till 1' },
      },
    },
  ],
  'PUT /parties': [
    'party-found',
    'buffalo:MSISDN/255700000002',
    {
      partyAnswer: {
        party: { partyIdInfo: { ...msisdn, fspId: 'lionfsp' }, name: 'Asha' },
        answeredBy,
      },
    },
  ],
  'PUT /parties with SubId': [
    'party-found',
    'buffalo:BUSINESS/shop%2F1/till%201',
    {
      // The party that was asked for, whoever the body names.
      partyAnswer: {
        party: {
          partyIdInfo: {
            partyIdType: 'BUSINESS',
            partyIdentifier: 'shop/1',
            partySubIdOrType: 'till 1',
            fspId: 'lionfsp',
          },
        },
        answeredBy,
      },
    },
  ],
  'PUT /parties/error': [
    'party-not-found',
    'buffalo:MSISDN/1',
    { partyAnswer: { errorInformation: error, answeredBy } },
  ],
  'PUT /parties/SubId/error': [
    'party-not-found',
    'buffalo:MSISDN/1/x',
    { partyAnswer: { errorInformation: error, answeredBy } },
  ],
  'POST /quotes': [
    'quote-received',
    `buffalo:${quoteId}`,
    { tenant, quoteId, payeeTimers, arrival: { ...arrived, peer, quoteRequest } },
  ],
  'PUT /quotes': [
    'quote-answered',
    `buffalo:${quoteId}`,
    { quoteAnswer: { quote, payeeFspId: 'lionfsp', answeredBy, switchName } },
  ],
  'PUT /quotes/error': [
    'quote-answered',
    `buffalo:${quoteId}`,
    { quoteAnswer: { errorInformation: error, answeredBy, switchName } },
  ],
  'POST /transfers': [
    'transfer-received',
    `buffalo:${transferId}`,
    {
      tenant,
      transferId,
      peer,
      payeeTimers,
      arrival: {
        ...{ ...arrived, transferRequest },
        errorInformation: expect.objectContaining({ errorCode: '3101' }) as unknown,
      },
      // No packet of a quote: nothing to be found by.
      transactionId: transferId,
    },
  ],
  'PUT /transfers': [
    'transfer-answered',
    `buffalo:${transferId}`,
    {
      transferAnswer: {
        verdict: 'FULFILLED',
        fulfilment: condition,
        fulfilledCondition: expect.stringMatching(/^[\w-]{43}$/) as string,
        completedTimestamp: '2026-11-21T10:24:01.000Z',
        answeredBy,
        switchName,
      },
    },
  ],
  'PUT /transfers/error': [
    'transfer-answered',
    `buffalo:${transferId}`,
    { transferAnswer: { verdict: 'ERROR', errorInformation: error, answeredBy, switchName } },
  ],
  'PATCH /transfers': [
    'transfer-answered',
    `buffalo:${transferId}`,
    {
      transferAnswer: {
        verdict: 'COMMITTED',
        completedTimestamp: '2026-11-21T10:24:01.000Z',
        switchName,
        saidAt: '2026-11-21T10:24:00.000Z',
      },
    },
  ],
  ...resourceMessages,
};

const told = () => [...mojaloop.engine.published, ...mojaloop.engine.broadcasts];

describe('what is taken', () => {
  test.each(Object.entries(messages))(
    '%s becomes one message, or a signal to all who wait',
    async (name, expected) => {
      const given = await mojaloop.call(call(name));
      const isRequest = name.startsWith('GET') || name.startsWith('POST');
      expect({ status: given.status, text: given.text }).toEqual({
        status: isRequest ? 202 : 200,
        text: '',
      });
      const [messageName, correlationKey, variables] = expected;
      expect(told()).toEqual(newsOf(messageName, correlationKey, variables));
    },
  );

  /** A signal has the switch in its name, and the DFSP that speaks. */
  function newsOf(name: string, key: string, variables: object): unknown[] {
    const isSignal = (Object.values(signalNames) as string[]).includes(name);
    if (!isSignal) return [expect.objectContaining({ name, correlationKey: key, variables })];
    const isFromHub = name === signalNames.participantAnswered;
    const ofWhom = isFromHub ? '' : ':lionfsp';
    return [{ name: `${name}:${key.replace(':', ':switch:')}${ofWhom}`, variables }];
  }

  describe.each([
    ['POST /quotes', 'quote-state-asked', quoteId, 300_000, { note: 'another' }],
    ['POST /transfers', 'transfer-state-asked', transferId, 600_000, { amount: tzs('100.13') }],
  ])('%s that comes again', (name, question, id, retentionMs, change) => {
    const hash = (which: number, variable: string) =>
      withArrival(mojaloop.engine.published[which]?.variables as Record<string, unknown>)[variable];

    test('is known by the engine for the retention, and told to the process that answers', async () => {
      await mojaloop.call(call(name));
      expect(mojaloop.engine.published[0]).toMatchObject({
        messageId: `buffalo:${id}`,
        timeToLiveMs: retentionMs,
      });
      const traceparent = '00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const headers = { 'FSPIOP-Source': 'hyenafsp', traceparent };
      expect((await mojaloop.call({ ...call(name), headers })).status).toBe(202);
      expect(mojaloop.engine.published.slice(1)).toEqual([
        {
          name: question,
          correlationKey: `buffalo:${id}`,
          timeToLiveMs: 30_000,
          variables: {
            asker: { ...peer, fspId: 'hyenafsp' },
            traceparent,
            repeatedHash: sha256,
          },
        },
      ]);
    });

    test('is the same whatever the order of its keys and the white space, and another when a value differs', async () => {
      const body = call(name).body as object;
      await mojaloop.call(call(name));
      const reordered = Object.fromEntries(Object.entries(body).reverse());
      await mojaloop.call({ ...call(name), body: JSON.stringify(reordered, null, 2) });
      await mojaloop.call({ ...call(name), body: { ...body, ...change } });
      expect(hash(1, 'repeatedHash')).toBe(hash(0, 'requestHash'));
      expect(hash(2, 'repeatedHash')).not.toBe(hash(0, 'requestHash'));
    });
  });

  test('a transfer can be found by the transaction that its packet names', async () => {
    const transaction = {
      ...quoteRequest,
      payee: { partyIdInfo: { ...msisdn, fspId: 'buffalofsp' } },
      payer: { partyIdInfo: { ...msisdn, fspId: 'lionfsp' } },
      transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
      expiration,
    } as const;
    const sealed = sealAgreement(transaction, 'a secret of nobody we know', 1);
    await mojaloop.call({ ...call('POST /transfers'), body: { ...transferRequest, ...sealed } });
    expect(mojaloop.engine.published[0]?.variables).toMatchObject({
      transactionId: quoteRequest.transactionId,
    });
  });

  test('what decides nothing about a transfer lies in the engine for seconds, a verdict for minutes', async () => {
    const headers = { ...call('PUT /transfers').headers, 'FSPIOP-Source': 'Hub' };
    const notFound = { errorInformation: { errorCode: '3208', errorDescription: 'not found' } };
    const bodies = [notFound, { transferState: 'RESERVED' }, { transferState: 'ABORTED' }];
    for (const body of bodies) await mojaloop.call({ ...call('PUT /transfers'), headers, body });
    expect(mojaloop.engine.published.map((message) => message.timeToLiveMs)).toEqual([
      5_000, 5_000, 300_000,
    ]);
  });

  test('two look-ups of one party are two questions', async () => {
    await mojaloop.call(call('GET /parties'));
    await mojaloop.call(call('GET /parties'));
    const keys = mojaloop.engine.published.map((message) => message.correlationKey);
    expect(new Set(keys).size).toBe(2);
  });

  test.each(withBody)('%s is taken from a hub that says version=2.0', async (name) => {
    if (call(name).method === 'POST') return;
    const headers = { ...call(name).headers, 'FSPIOP-Source': 'Hub' };
    const given = await mojaloop.call({ ...call(name), headers, version: '2.0' });
    expect(given.status).toBe(200);
    const future = await mojaloop.call({ ...call(name), headers, version: '3.7' });
    expect(future.status).toBe(200);
  });

  test.each(['1.0', '1.1', '2.0'])('in version %s, ULIDs are ids as UUIDs are', async (version) => {
    const given = [
      await mojaloop.call({
        ...call('POST /quotes'),
        version,
        body: { ...quoteRequest, quoteId: ulid, transactionId: ulid },
      }),
      await mojaloop.call({
        ...call('POST /transfers'),
        version,
        body: { ...transferRequest, transferId: ulid },
      }),
      await mojaloop.call({ ...call('PUT /quotes'), version, path: `/quotes/${ulid}` }),
      await mojaloop.call({ ...call('PUT /transfers'), version, path: `/transfers/${ulid}` }),
    ];
    expect(given.map((one) => one.status)).toEqual([202, 202, 200, 200]);
    expect(mojaloop.engine.published.map((one) => one.correlationKey)).toEqual(
      Array(4).fill(`buffalo:${ulid}`),
    );
  });

  test.each([
    ['1.0', '1', '1.1'],
    ['1.0', '1.0', '1.0'],
    ['1.1', '2', '2.0'],
  ])('a %s request that accepts %s is answered in %s', async (version, accepted, answered) => {
    const Accept = `application/vnd.interoperability.parties+json;version=${accepted}`;
    await mojaloop.call({ ...call('GET /parties'), version, headers: { Accept } });
    expect(mojaloop.engine.published[0]?.variables).toMatchObject({
      arrival: { peer: { version: answered } },
    });
  });

  test('fields that the standard does not know pass, and stay outside', async () => {
    const body = { ...quoteRequest, surprise: { at: 'all' } };
    expect((await mojaloop.call({ ...call('POST /quotes'), body, version: '2.0' })).status).toBe(
      202,
    );
    expect(JSON.stringify(mojaloop.engine.published)).not.toContain('surprise');
  });

  test('a request without a trace begins one', async () => {
    await mojaloop.call({ ...call('GET /parties'), headers: { traceparent: 'garbage' } });
    expect(mojaloop.engine.published[0]?.variables).toMatchObject({
      arrival: {
        traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/) as string,
      },
    });
  });
});

describe('what real switches send', () => {
  const hub = { 'FSPIOP-Source': 'Hub' };
  const answerTo = async (name: string, body: object | string) => {
    const given = await mojaloop.call({ ...call(name), headers: hub, body, version: '2.0' });
    expect(given.status).toBe(200);
    const { variables } = mojaloop.engine.published[0] ?? {};
    const { transferAnswer } = variables as { transferAnswer: TransferAnswer };
    const { switchName: speaker, saidAt, ...answer } = transferAnswer;
    expect(saidAt).toBe('2026-11-21T10:24:00.000Z');
    expect(speaker).toBe(switchName);
    return answer;
  };

  test('an /error whose body is the payee’s fulfilment is an error', async () => {
    const body = { transferState: 'RESERVED', fulfilment: 'wrong', completedTimestamp: 'x' };
    expect(await answerTo('PUT /transfers/error', body)).toEqual({ verdict: 'ERROR' });
  });

  test.each(['', '{}', '[]', 'null', '"x"', '{"errorInformation":{}}'])(
    'an /error with the body %p is an error',
    async (body) => {
      expect(await answerTo('PUT /transfers/error', body)).toEqual({ verdict: 'ERROR' });
    },
  );

  test.each(['PUT /parties/error', 'PUT /quotes/error'])(
    '%s that names no reason still answers the process',
    async (name) => {
      expect((await mojaloop.call({ ...call(name), headers: hub, body: '' })).status).toBe(200);
      expect(JSON.stringify(told()[0]?.variables)).toContain('"errorCode":"2000"');
    },
  );

  test('a PUT that carries an error is that error', async () => {
    const errorInformation = { errorCode: '5105', errorDescription: 'no' };
    const answer = await answerTo('PUT /transfers', { errorInformation });
    expect(answer).toEqual({ verdict: 'ERROR', errorInformation });
  });

  test('a PATCH with a time that is not ISO and a long cause is an abortion', async () => {
    const cause = `3100: ${'very '.repeat(40)}wrong`;
    const answer = await answerTo('PATCH /transfers', {
      transferState: 'ABORTED',
      completedTimestamp: '2026-11-21 09:05:15.000',
      extensionList: { extension: [{ key: 'cause', value: cause }] },
    });
    expect(answer).toMatchObject({
      verdict: 'ABORTED',
      completedTimestamp: '2026-11-21T09:05:15.000Z',
      errorInformation: { errorCode: '3100' },
    });
  });

  test.each([
    ['2027-01-01T00:00:00.000+19:00', '2026-12-31T05:00:00.000Z'],
    ['2027-01-01T00:00:00.000-18:30', '2027-01-01T18:30:00.000Z'],
  ])('a quote’s expiration %s is told to the process in UTC', async (given, told) => {
    await mojaloop.call({ ...call('PUT /quotes'), body: { ...quote, expiration: given } });
    expect(mojaloop.engine.published[0]?.variables).toMatchObject({
      quoteAnswer: { quote: { expiration: told } },
    });
  });

  test('a DFSP tells of its own customers only, the switch of everyone’s', async () => {
    const body = { party: { partyIdInfo: { ...msisdn, fspId: 'buffalofsp' } } };
    const given = await mojaloop.call({ ...call('PUT /parties'), body });
    expect(given.status).toBe(400);
    expect(given.text).toContain('is not FSPIOP-Source');
    expect(mojaloop.engine.published).toEqual([]);
    expect((await mojaloop.call({ ...call('PUT /parties'), headers: hub, body })).status).toBe(200);
  });

  test('a PATCH from anybody but the switch ends no transfer', async () => {
    const headers = { 'FSPIOP-Source': 'lionfsp' };
    const given = await mojaloop.call({ ...call('PATCH /transfers'), headers });
    expect(given.status).toBe(400);
    expect(given.text).toContain('FSPIOP-Source');
    expect(mojaloop.engine.published).toEqual([]);
  });

  test('an ABORTED of the other DFSP is no verdict', async () => {
    await mojaloop.call({ ...call('PUT /transfers'), body: { transferState: 'ABORTED' } });
    expect(mojaloop.engine.published[0]?.variables).toEqual({
      transferAnswer: { verdict: 'ERROR', answeredBy, switchName },
    });
  });

  test.each([tzs('0'), tzs('1.001')])(
    'a quote of %j, which nobody can pay, is the end of the payment and not a wait',
    async (transferAmount) => {
      const body = { ...quote, transferAmount };
      expect((await mojaloop.call({ ...call('PUT /quotes'), body })).status).toBe(200);
      expect(mojaloop.engine.published).toMatchObject([
        {
          name: 'quote-answered',
          variables: {
            quoteAnswer: {
              errorInformation: {
                errorCode: '3100',
                errorDescription: expect.stringContaining('transferAmount.amount') as string,
              },
            },
          },
        },
      ]);
    },
  );

  test('a party that the switch gives without a DFSP cannot be paid', async () => {
    await mojaloop.call({ ...call('PUT /parties'), headers: hub });
    expect(told()[0]?.variables).toMatchObject({
      partyAnswer: { errorInformation: { errorCode: '3203' } },
    });
  });
});

interface Expected {
  readonly status?: number;
  readonly code: string;
  readonly naming?: string;
}

/** The request is refused in FSPIOP's words, and nothing has begun. */
async function expectRefusal(refused: Call, { status = 400, code, naming = '' }: Expected) {
  const given = await mojaloop.call(refused);
  const { errorInformation } = JSON.parse(given.text) as {
    errorInformation: { errorCode: string; errorDescription: string };
  };
  expect({ status: given.status, code: errorInformation.errorCode }).toEqual({ status, code });
  expect(errorInformation.errorDescription).toContain(naming);
  expect(errorInformation.errorDescription.length).toBeLessThanOrEqual(128);
  expect(mojaloop.engine.published).toEqual([]);
  expect(mojaloop.engine.asked).toEqual([]);
  return given;
}

/** FSPIOP 7.2.13: each is one rule of Amount broken. */
const unwrittenAmounts = [
  ...['100.50', '1.0', '0.00', '0.0', '00', '01', '.5', '1.', '.', ''],
  ...['1e2', '1E2', '-1', '+1', ' 1', '1 ', '1\n', '1,5', '1_0', '0x1', 'NaN', 'Infinity'],
  ...['٣', '１', '1٫5', '1234567890123456789', '1.12345', '1.2.3'],
  ...[1, 0.1, null, true, ['1'], {}],
];

describe('what is refused, with nothing begun', () => {
  describe.each(names)('%s', (name) => {
    test.each(['Content-Type', 'Date', 'FSPIOP-Source', 'FSPIOP-Destination'])(
      'without %s',
      async (header) => {
        // An empty value, because the client that makes these calls fills in a missing Content-Type.
        const headers = { ...call(name).headers, [header]: '' };
        await expectRefusal(
          { ...call(name), headers },
          { code: '3102', naming: header.toLowerCase() },
        );
      },
    );

    test.each([
      ['Content-Type', 'application/json'],
      ['Content-Type', 'application/vnd.interoperability.fxQuotes+json;version=1.1'],
      ['Date', 'yesterday'],
      ['FSPIOP-Source', 'a name with spaces'],
      ['FSPIOP-Source', 'x'.repeat(33)],
      ['FSPIOP-Destination', 'x'.repeat(33)],
    ])('with %s: %s', async (header, value) => {
      const headers = { ...call(name).headers, [header]: value };
      await expectRefusal(
        { ...call(name), headers },
        { code: '3101', naming: header.toLowerCase() },
      );
    });

    test('for an FSP that is not configured here: no definite no, for another replica may know it', async () => {
      const headers = { ...call(name).headers, 'FSPIOP-Destination': 'hyenafsp' };
      const given = await expectRefusal(
        { ...call(name), headers },
        { status: 503, code: '3201', naming: 'fspiop-destination is not configured here' },
      );
      expect(given.headers.get('retry-after')).toBe('2');
    });
  });

  describe.each(names.filter((name) => /^(GET|POST)/.test(name)))('%s', (name) => {
    test.each(['*/*', 'application/json'])('that accepts %s', async (Accept) => {
      await expectRefusal(
        { ...call(name), headers: { Accept } },
        { code: '3101', naming: 'accept' },
      );
    });

    test('in a version that we do not support: 406 and the supported ones', async () => {
      const given = await expectRefusal(
        { ...call(name), version: '3.0' },
        { status: 406, code: '3001' },
      );
      const { extension } = (
        JSON.parse(given.text) as { errorInformation: { extensionList: { extension: unknown } } }
      ).errorInformation.extensionList;
      expect(extension).toEqual([
        { key: '1', value: '0' },
        { key: '1', value: '1' },
        { key: '2', value: '0' },
      ]);
    });
  });

  describe.each(withBody)('%s', (name) => {
    test.each(['{', '{"a":1}}', 'undefined', "{'a':1}"])('with the body %p', async (body) => {
      await expectRefusal({ ...call(name), body }, { code: '3101', naming: 'JSON' });
    });

    test('with bytes that are not UTF-8', async () => {
      const body = Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]);
      await expectRefusal({ ...call(name), body }, { code: '3101' });
    });

    test('with a body that is too large', async () => {
      const body = JSON.stringify({ padding: 'x'.repeat(70_000) });
      await expectRefusal({ ...call(name), body }, { status: 413, code: '3104', naming: 'body' });
    });

    test('with a compressed body', async () => {
      const body = gzipSync(JSON.stringify(call(name).body));
      const headers = { ...call(name).headers, 'Content-Encoding': 'gzip' };
      await expectRefusal(
        { ...call(name), headers, body },
        { code: '3101', naming: 'Content-Encoding' },
      );
    });
  });

  const needy = strict.filter((name) => !/^PUT \/participants(?! of a batch)/.test(name));
  test.each(needy)('%s without a body, or with an element missing, naming it', async (name) => {
    await expectRefusal({ ...call(name), body: '' }, { code: '3102', naming: 'body' });
    await expectRefusal({ ...call(name), body: {} }, { code: '3102' });
  });

  describe.each(strict)('%s', (name) => {
    test.each(['null', '[]', '"text"', '17', 'true'])('with the body %s', async (body) => {
      await expectRefusal({ ...call(name), body }, { code: '3100', naming: 'body' });
    });
  });

  // {} says of a party that it belongs to no FSP.
  test.each(strict.filter((name) => !/^PUT .participants( with SubId)?$/.test(name)))(
    '%s with an element missing, naming it',
    async (name) => {
      await expectRefusal({ ...call(name), body: {} }, { code: '3102' });
    },
  );

  test.each([
    ['POST /quotes', { ...quoteRequest, amount: { amount: '100.10', currency: 'TZS' } }, 'amount'],
    ['POST /quotes', { ...quoteRequest, amount: { amount: 100.12, currency: 'TZS' } }, 'amount'],
    ['POST /quotes', { ...quoteRequest, amount: { amount: '-1', currency: 'TZS' } }, 'amount'],
    ['POST /quotes', { ...quoteRequest, amount: { amount: '1', currency: 'TSH' } }, 'currency'],
    ['POST /quotes', { ...quoteRequest, quoteId: '17' }, 'quoteId'],
    ['POST /quotes', { ...quoteRequest, amountType: 'TAKE' }, 'amountType'],
    ['POST /quotes', { ...quoteRequest, expiration: '2026-11-21T10:24:30Z' }, 'expiration'],
    ['POST /quotes', { ...quoteRequest, note: 'x'.repeat(129) }, 'note'],
    ['PUT /quotes', { ...quote, condition: 'short' }, 'condition'],
    ['PUT /quotes', { ...quote, ilpPacket: '!' }, 'ilpPacket'],
    ['POST /transfers', { ...transferRequest, payeeFsp: 'x'.repeat(33) }, 'payeeFsp'],
    ['POST /transfers', { ...transferRequest, expiration: 'soon' }, 'expiration'],
    ['PUT /transfers', { transferState: 'DONE' }, 'transferState'],
    ['PUT /transfers', { ...committed, fulfilment: 'short' }, 'fulfilment'],
    ['PUT /parties', { party: { partyIdInfo: { ...msisdn, partyIdType: 'SHOE' } } }, 'partyIdType'],
  ])('%s with a wrong %#', async (name, body, naming) => {
    await expectRefusal({ ...call(name), body }, { code: '3100', naming });
  });

  /** Every place where an amount comes in, with that amount in it. */
  const withAmount: Record<string, (money: unknown) => Call> = {
    'POST /quotes': (amount) => ({ ...call('POST /quotes'), body: { ...quoteRequest, amount } }),
    'POST /transfers': (amount) => ({
      ...call('POST /transfers'),
      body: { ...transferRequest, amount },
    }),
    'PUT /quotes': (transferAmount) => ({
      ...call('PUT /quotes'),
      body: { ...quote, transferAmount },
    }),
  };

  describe.each(Object.entries(withAmount))('%s', (name, withMoney) => {
    test('with an amount that FSPIOP does not write so', async () => {
      for (const amount of unwrittenAmounts) {
        const refused = withMoney({ amount, currency: 'TZS' });
        await expectRefusal(refused, { code: '3100', naming: 'mount.amount' });
      }
    });

    test('with any text for an amount: it is taken if FSPIOP would write it so, and only then', async () => {
      const character = fc.constantFrom(...'0123456789.-+eE ٣０'.split(''));
      const text = fc.oneof(
        fc.string({ unit: character, maxLength: 24 }),
        fc.stringMatching(/^[1-9][0-9]{0,19}(\.[0-9]{1,5})?$/),
        fc.string(),
      );
      await fc.assert(
        // A currency that ISO 4217 no longer has, so that its decimals say nothing.
        fc.asyncProperty(text, async (amount) => {
          const { status } = await mojaloop.call(withMoney({ amount, currency: 'MRO' }));
          expect(status < 300).toBe(amountPattern.test(amount));
        }),
        { numRuns: 60 },
      );
    });
  });

  describe.each(['POST /quotes', 'POST /transfers'])('%s', (name) => {
    // What nobody can pay is refused by callback: the published files allow it.
    test.each([
      ['0', 'TZS'],
      ['0', 'JPY'],
      ['100.1234', 'TZS'],
      ['0.001', 'TZS'],
      ['999999999999999999.9999', 'TZS'],
      ['1.5', 'JPY'],
      ['1.0001', 'KWD'],
      ['999999999999999999', 'JPY'],
      ['999999999999999999.99', 'TZS'],
      ['0.01', 'TZS'],
      ['1.234', 'KWD'],
      ['0.001', 'TND'],
    ])('of %s %s is taken as it stands', async (amount, currency) => {
      const taken = withAmount[name]?.({ amount, currency });
      expect((await mojaloop.call(taken ?? { method: 'GET', path: '/' })).status).toBe(202);
      expect(mojaloop.engine.published[0]?.variables).toMatchObject({
        arrival: {
          [name === 'POST /quotes' ? 'quoteRequest' : 'transferRequest']: {
            amount: { amount, currency },
          },
        },
      });
    });
  });

  test('too many extensions', async () => {
    const extension = Array.from({ length: 17 }, (_, index) => ({ key: `k${index}`, value: 'v' }));
    const body = { ...quoteRequest, extensionList: { extension } };
    await expectRefusal({ ...call('POST /quotes'), body }, { code: '3103', naming: 'extension' });
  });

  test.each([
    ['/parties/SHOE/42', 'Type'],
    [`/parties/MSISDN/${'1'.repeat(129)}`, 'ID'],
    [`/parties/MSISDN/1/${'1'.repeat(129)}`, 'SubId'],
    ['/transfers/17', 'ID'],
    ['/transfers/not-a-uuid-at-all', 'ID'],
  ])('GET %s', async (path, naming) => {
    await expectRefusal({ method: 'GET', path }, { code: '3100', naming });
  });

  test('a path that cannot be decoded', async () => {
    const path = '/parties/MSISDN/%E0%A4%A';
    await expectRefusal({ method: 'GET', path }, { code: '3101', naming: 'path' });
  });

  test.each([
    '/',
    '/parties',
    '/parties/MSISDN',
    '/fxQuotes',
    '/transfers/a/b/c',
    '/../etc/passwd',
  ])('GET %s, which nobody serves', async (path) => {
    await expectRefusal({ method: 'GET', path }, { status: 404, code: '3002' });
  });

  test.each([
    ['DELETE', `/transfers/${transferId}`, 'GET, PUT, PATCH'],
    ['PATCH', `/quotes/${quoteId}`, 'GET, PUT'],
    ['POST', '/parties/MSISDN/1', 'GET, PUT'],
    ['OPTIONS', '/quotes', 'POST'],
  ])('%s %s: 405', async (method, path, allow) => {
    const given = await expectRefusal({ method, path }, { status: 405, code: '3000' });
    expect(given.headers.get('allow')).toBe(allow);
  });

  test('HEAD, which would be a GET', async () => {
    expect((await mojaloop.call({ ...call('GET /parties'), method: 'HEAD' })).status).toBe(405);
    expect(mojaloop.engine.published).toEqual([]);
  });

  const acknowledgedFirst = (name: string) =>
    name.startsWith('GET') && !name.startsWith('GET /parties');

  test.each(names)('%s while the engine is down: 503, try again', async (name) => {
    if (acknowledgedFirst(name)) return;
    mojaloop.engine.isDown = true;
    await expectRefusal(call(name), { status: 503, code: '2003' });
  });
});

describe.each([
  ['GET /quotes', 'quote-state-asked', `/quotes/${quoteId}`, '3205'],
  ['GET /transfers', 'transfer-state-asked', `/transfers/${transferId}`, '3208'],
  ['GET /transactions', 'transaction-state-asked', `/transactions/${transferId}`, '3207'],
])('%s/{ID}', (name, question, path, notFound) => {
  const settled = async () => {
    await new Promise((resolve) => setImmediate(resolve));
  };

  test('is the running process’s to answer', async () => {
    mojaloop.engine.answer = 'RECEIVED';
    const before = mojaloop.sent.length;
    expect((await mojaloop.call(call(name))).status).toBe(202);
    await settled();
    expect(mojaloop.engine.asked).toEqual([
      {
        message: {
          name: question,
          correlationKey: `buffalo:${path.split('/')[2]}`,
          timeToLiveMs: 5_000,
          variables: { asker: peer, traceparent },
        },
        timeoutMs: 5_000,
      },
    ]);
    expect(mojaloop.sent.length).toBe(before);
  });

  test('that no process answers is answered with not found', async () => {
    await mojaloop.call(call(name));
    await settled();
    const sent = mojaloop.sent.at(-1);
    expect(sent).toMatchObject({
      method: 'PUT',
      url: `http://switch.example${path}/error`,
      headers: { 'FSPIOP-Source': 'buffalofsp', 'FSPIOP-Destination': 'lionfsp' },
    });
    expect(sent?.body).toContain(`"errorCode":"${notFound}"`);
  });

  test('while the engine is down is answered by nobody: "not found" would be a lie', async () => {
    mojaloop.engine.isDown = true;
    const before = mojaloop.sent.length;
    expect((await mojaloop.call(call(name))).status).toBe(202);
    await settled();
    expect(mojaloop.sent.length).toBe(before);
  });

  test('is put off while too many such questions wait', async () => {
    let release: () => void = () => undefined;
    mojaloop.engine.held = new Promise((resolve) => (release = resolve));
    expect((await mojaloop.call(call(name))).status).toBe(202);
    expect((await mojaloop.call(call(name))).status).toBe(503);
    release();
    await settled();
    expect((await mojaloop.call(call(name))).status).toBe(202);
    await settled();
  });
});

test('questions for one tenant’s states take half of the places, and another’s are still taken', async () => {
  const tenants = [mojaloopTenant('lion'), mojaloopTenant('buffalo')];
  const one = await startMojaloop(tenants, { MOJALOOP_STATE_QUESTIONS_MAX: '4' });
  let letGo: () => void = () => undefined;
  one.engine.held = new Promise((resolve) => (letGo = resolve));
  const ask = (destination: string) =>
    one.call({ ...call('GET /transfers'), headers: { 'FSPIOP-Destination': destination } });
  expect((await ask('lionfsp')).status).toBe(202);
  expect((await ask('lionfsp')).status).toBe(202);
  const refused = await ask('lionfsp');
  expect([refused.status, refused.text]).toEqual([503, expect.stringContaining('"2003"')]);
  expect((await ask('buffalofsp')).status).toBe(202);
  expect(one.engine.asked).toHaveLength(3);
  letGo();
  await one.close();
});

test('a Mojaloop switch is not told that a transfer is not found: it would undo it', async () => {
  const one = await startMojaloop([mojaloopTenant('buffalo')]);
  expect((await one.call(call('GET /transfers'))).status).toBe(202);
  expect((await one.call(call('GET /quotes'))).status).toBe(202);
  await one.close();
  expect(one.engine.asked).toHaveLength(2);
  expect(one.sent.map(({ url }) => url)).toEqual([`http://switch.example/quotes/${quoteId}/error`]);
});

describe('tenants', () => {
  test('a replica without the tenant’s file raises the alarm, and the next one takes the same request', async () => {
    const alarms: object[] = [];
    const log: Logger = { ...silentLog, error: (fields) => alarms.push(fields), child: () => log };
    const without = await startMojaloop([mojaloopTenant('lion')], {}, { log });
    const transfer = call('POST /transfers');
    expect((await without.call(transfer)).status).toBe(503);
    expect(without.engine.published).toEqual([]);
    expect(alarms).toMatchObject([{ errorCode: '3201', destination: 'buffalofsp' }]);
    expect((await mojaloop.call(transfer)).status).toBe(202);
    expect(mojaloop.engine.published[0]?.variables).toMatchObject({ tenant: 'buffalo' });
    await without.close();
  });

  test('a switch that names no destination gets the default tenant', async () => {
    const one = await startMojaloop([mojaloopTenant('lion'), mojaloopTenant('buffalo')], {
      MOJALOOP_DEFAULT_TENANT: 'lion',
    });
    const headers = { 'FSPIOP-Destination': undefined };
    expect((await one.call({ ...call('GET /parties'), headers })).status).toBe(202);
    expect(one.engine.published[0]?.variables).toMatchObject({ tenant: 'lion' });
    await one.close();
  });

  test('a default tenant that does not exist does not start', async () => {
    const lion = mojaloopTenant('lion');
    const unknown = startMojaloop([lion], { MOJALOOP_DEFAULT_TENANT: 'hyena' });
    await expect(unknown).rejects.toThrow('MOJALOOP_DEFAULT_TENANT');
  });
});
