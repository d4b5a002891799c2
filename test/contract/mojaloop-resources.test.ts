/** What of the FSPIOP API no process of ours uses yet, and what holds for every URI and header. */
import { request as httpRequest } from 'node:http';
import { digestOf } from '../../connectors/common/authorizations/codes';
import { authorizationKeysOf } from '../../connectors/common/authorizations/keys';
import { errorCodeOf } from '../../connectors/common/fspiop-errors';
import { MessageTooLarge } from '../../connectors/common/runtime';
import { authorizationsOfTenant, mojaloopTenant, traceparent } from '../kit/mojaloop';
import { authorizationQuery, resourceCalls } from '../kit/parts/mojaloop-calls';
import { startMojaloop, type Call, type RunningMojaloop } from '../kit/parts/mojaloop';

const id = '0d1b7a7e-9a0b-4c39-8a53-9f0f3f9c2b11';
const asker = { fspId: 'lionfsp', version: '1.1', switchName: 'switch' };

let mojaloop: RunningMojaloop;

beforeAll(async () => {
  mojaloop = await startMojaloop([mojaloopTenant('lion'), mojaloopTenant('buffalo')]);
});

afterAll(() => mojaloop.close());

beforeEach(() => {
  mojaloop.engine.published.length = 0;
  mojaloop.engine.broadcasts.length = 0;
  mojaloop.engine.asked.length = 0;
  mojaloop.engine.answer = undefined;
});

const call = (name: string): Call => {
  const found = resourceCalls[name];
  if (found === undefined) throw new Error(`there is no call ${name}`);
  return found;
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function refused(one: Call): Promise<{ status: number; code: string; description: string }> {
  const { status, text } = await mojaloop.call(one);
  const { errorInformation } = JSON.parse(text) as {
    errorInformation: { errorCode: string; errorDescription: string };
  };
  expect(mojaloop.engine.published).toEqual([]);
  expect(mojaloop.engine.asked).toEqual([]);
  const { errorCode: code, errorDescription: description } = errorInformation;
  return { status, code, description };
}

describe('a question by GET', () => {
  const authorizationRequest = {
    authenticationType: 'OTP',
    retriesLeft: 2,
    amount: '102.1',
    currency: 'TZS',
  };
  const questions: [string, string, object, string][] = [
    ['GET /transactionRequests', 'transaction-request-state-asked', {}, '3206'],
    ['GET /authorizations', 'authorization-asked', { authorizationRequest }, '3206'],
    ['GET /bulkQuotes', 'bulk-quote-state-asked', {}, '3209'],
    ['GET /bulkTransfers', 'bulk-transfer-state-asked', {}, '3210'],
  ];

  test.each(questions)('%s is put to the process that runs', async (name, message, variables) => {
    mojaloop.engine.answer = 'taken';
    const before = mojaloop.sent.length;
    expect((await mojaloop.call(call(name))).status).toBe(202);
    await settled();
    expect(mojaloop.engine.asked.map((question) => question.message)).toEqual([
      {
        name: message,
        correlationKey: `buffalo:${id}`,
        timeToLiveMs: 5_000,
        variables: { ...variables, asker, traceparent },
      },
    ]);
    expect(mojaloop.sent.length).toBe(before);
  });

  test.each(questions)('%s where none runs is answered: not found', async (name, _m, _v, code) => {
    await mojaloop.call(call(name));
    await settled();
    const sent = mojaloop.sent.at(-1);
    const resource = call(name).path.split('/')[1] ?? '';
    expect(sent).toMatchObject({
      method: 'PUT',
      url: `http://switch.example/${resource}/${id}/error`,
      headers: { 'FSPIOP-Destination': 'lionfsp' },
    });
    expect(sent?.body).toContain(`"errorCode":"${code}"`);
  });
});

describe('the query of GET /authorizations', () => {
  const ask = (query: string) =>
    refused({ method: 'GET', path: `/authorizations/${id}${query === '' ? '' : `?${query}`}` });
  const parameters = authorizationQuery.split('&');
  const without = (name: string) =>
    parameters.filter((one) => !one.startsWith(`${name}=`)).join('&');

  test.each(['authenticationType', 'retriesLeft', 'amount', 'currency'])(
    'without %s: 3102',
    async (name) => {
      const answer = await ask(without(name));
      expect(answer).toMatchObject({ status: 400, code: '3102' });
      expect(answer.description).toContain(name);
    },
  );

  test('that is not there: 3102', async () => {
    expect(await ask('')).toMatchObject({ status: 400, code: '3102' });
  });

  test.each([
    ['authenticationType', 'FINGER'],
    ['retriesLeft', '0'],
    ['retriesLeft', '1.5'],
    ['retriesLeft', '12345678901234567890'],
    ['amount', '102.10'],
    ['amount', ''],
    ['currency', 'TSH'],
    ['currency', '__proto__'],
  ])('with %s=%s: 3100', async (name, value) => {
    const answer = await ask(`${without(name)}&${name}=${value}`);
    expect(answer).toMatchObject({ status: 400, code: '3100' });
    expect(answer.description).toContain(name);
  });

  test('with a parameter twice: 3100, for who reads the other one reads another', async () => {
    expect(await ask(`${authorizationQuery}&amount=1`)).toMatchObject({ code: '3100' });
  });

  test.each(['0', '0.001'])('may name the amount %s: the files allow it', async (amount) => {
    const path = `/authorizations/${id}?${without('amount')}&amount=${amount}`;
    expect((await mojaloop.call({ method: 'GET', path })).status).toBe(202);
  });

  test.each(['U2F', 'QRCODE'])('may ask for %s', async (type) => {
    const query = authorizationQuery.replace('OTP', type);
    const path = `/authorizations/${id}?${query}&surprise=1`;
    expect((await mojaloop.call({ method: 'GET', path })).status).toBe(202);
  });
});

describe('PUT /authorizations', () => {
  const put = call('PUT /authorizations');
  const entering = (authenticationValue: unknown, more: Partial<Call> = {}): Call => ({
    ...put,
    ...more,
    body: {
      responseType: 'ENTERED',
      authenticationInfo: { authentication: 'OTP', authenticationValue },
    },
  });
  const [mine, others] = ['buffalo', 'lion'].map((name) =>
    authorizationKeysOf(authorizationsOfTenant(name)),
  );

  test('tells the process a keyed digest of what was entered, and nobody what it was', async () => {
    await mojaloop.call(entering('40711'));
    const said = JSON.stringify(mojaloop.engine.published);
    expect(said).not.toContain('40711');
    expect(mine && said.includes(digestOf(mine, id, '40711'))).toBe(true);
    expect(others && said.includes(digestOf(others, id, '40711'))).toBe(false);
  });

  test('that comes again is one answer; another entry, and one a second later, are others', async () => {
    const later = { headers: { Date: 'Sat, 21 Nov 2026 10:24:01 GMT' } };
    for (const one of [
      entering('1234'),
      entering('1234'),
      entering('1235'),
      entering('1234', later),
    ]) {
      expect((await mojaloop.call(one)).status).toBe(200);
    }
    expect(mojaloop.engine.published.length).toBe(3);
  });

  test('of a stranger in the same second with the same words does not take the place of the one that counts', async () => {
    const stranger = { headers: { 'FSPIOP-Source': 'jackalfsp' } };
    for (const one of [entering('1234', stranger), entering('1234')]) {
      expect((await mojaloop.call(one)).status).toBe(200);
    }
    expect(mojaloop.engine.published.map(({ variables }) => variables)).toMatchObject([
      { authorizationAnswer: { answeredBy: 'jackalfsp' } },
      { authorizationAnswer: { answeredBy: 'lionfsp' } },
    ]);
  });

  test.each(['REJECTED', 'RESEND'])(
    '%s goes to the process, without what stands beside it',
    async (responseType) => {
      const authenticationInfo = { authentication: 'OTP', authenticationValue: '40711' };
      await mojaloop.call({ ...put, body: { responseType, authenticationInfo } });
      expect(mojaloop.engine.published.map(({ variables }) => variables)).toEqual([
        { authorizationAnswer: { responseType, answeredBy: 'lionfsp', switchName: 'switch' } },
      ]);
    },
  );

  test('that says ENTERED and not what has no digest', async () => {
    await mojaloop.call({ ...put, body: { responseType: 'ENTERED' } });
    expect(mojaloop.engine.published).toMatchObject([
      { variables: { authorizationAnswer: { responseType: 'ENTERED' } } },
    ]);
    expect(JSON.stringify(mojaloop.engine.published)).not.toContain('digest');
  });

  test('to a DFSP that asks for none: 3206', async () => {
    const { tenant, fspId, currencies, settings } = mojaloopTenant('hyena');
    const hyena = await startMojaloop([{ tenant, fspId, currencies, settings }]);
    try {
      const headers = { 'FSPIOP-Destination': 'hyenafsp' };
      const { text } = await hyena.call(entering('1234', { headers }));
      expect(text).toContain('"errorCode":"3206"');
      expect(hyena.engine.published).toEqual([]);
    } finally {
      await hyena.close();
    }
  });
});

describe('PUT /participants', () => {
  const told = async (body: object | string, source = 'Hub') => {
    const headers = { 'FSPIOP-Source': source };
    const given = await mojaloop.call({ ...call('PUT /participants'), headers, body });
    const { variables } = mojaloop.engine.broadcasts[0] ?? {};
    return { status: given.status, ...variables };
  };
  const party = { partyIdType: 'MSISDN', partyIdentifier: '255700000001' };

  test.each([
    ['flat, as a real account lookup writes it', { ...party, fspId: 'lionfsp' }],
    ['wrapped, as the standard has it', { partyId: { ...party, fspId: 'lionfsp' } }],
  ])('a list of the one party, %s, is the answer to POST', async (_how, entry) => {
    expect(await told({ partyList: [entry], currency: 'TZS' })).toEqual({
      status: 200,
      participantAnswer: { fspId: 'lionfsp' },
    });
  });

  test('a list that says what went wrong is an error', async () => {
    const errorInformation = { errorCode: '3003', errorDescription: 'no' };
    expect(await told({ partyList: [{ partyId: party, errorInformation }] })).toEqual({
      status: 200,
      participantAnswer: { errorInformation },
    });
  });

  test('of a party that belongs to no FSP any more says so', async () => {
    const none = { status: 200, participantAnswer: { fspId: null } };
    for (const body of [{}, '']) {
      expect(await told(body)).toEqual(none);
      mojaloop.engine.broadcasts.length = 0;
    }
  });

  test.each([{ partyList: [] }, { partyList: 'x' }, { partyList: [1] }, { partyList: [{}, {}] }])(
    'with %j is refused',
    async (body) => {
      expect(await told(body)).toEqual({ status: 400 });
    },
  );

  test('a DFSP says nothing here, not even of itself: the account lookup was asked', async () => {
    expect(await told({ fspId: 'hyenafsp' }, 'hyenafsp')).toEqual({ status: 400 });
  });

  test.each(['PUT /participants/error', 'PUT /participants of a batch'])(
    'nor by %s',
    async (name) => {
      const headers = { 'FSPIOP-Source': 'hyenafsp' };
      expect((await mojaloop.call({ ...call(name), headers })).status).toBe(400);
      expect([...mojaloop.engine.published, ...mojaloop.engine.broadcasts]).toEqual([]);
    },
  );
});

describe('bulk', () => {
  const items = (name: string, field: string, count: number) => {
    const body = call(name).body as Record<string, unknown[]>;
    const [first] = body[field] ?? [];
    return { ...call(name), body: { ...body, [field]: Array(count).fill(first) } };
  };
  const lists: [string, string][] = [
    ['POST /bulkQuotes', 'individualQuotes'],
    ['PUT /bulkQuotes', 'individualQuoteResults'],
    ['POST /bulkTransfers', 'individualTransfers'],
    ['PUT /bulkTransfers', 'individualTransferResults'],
  ];

  test.each(lists)('%s takes 1,000 items and no more', async (name, field) => {
    expect(await refused(items(name, field, 1_001))).toMatchObject({ status: 400, code: '3103' });
    const given = await mojaloop.call(items(name, field, 1_000));
    expect(given.status).toBe(call(name).method === 'POST' ? 202 : 200);
  });

  test.each(lists.filter(([name]) => name.startsWith('POST')))(
    '%s of nothing is refused',
    async (name, field) => {
      expect(await refused(items(name, field, 0))).toMatchObject({ status: 400, code: '3100' });
    },
  );

  test.each([['POST /transactionRequests'], ['POST /bulkQuotes'], ['POST /bulkTransfers']])(
    '%s of nothing, or of parts of a cent, is answered by callback',
    async (name) => {
      for (const amount of ['0', '0.001']) {
        const text = JSON.stringify(call(name).body).replace(
          /"amount":"[\d.]+"/,
          `"amount":"${amount}"`,
        );
        expect((await mojaloop.call({ ...call(name), body: text })).status).toBe(202);
      }
    },
  );

  test.each([
    'POST /transactionRequests',
    'POST /bulkQuotes',
    'PUT /bulkQuotes',
    'PUT /participants of a batch',
  ])('%s may name a party . or ..: it is no path there', async (name) => {
    for (const identifier of ['.', '..']) {
      const text = JSON.stringify(call(name).body).replace(
        /"partyIdentifier":"\d+"/,
        `"partyIdentifier":"${identifier}"`,
      );
      expect((await mojaloop.call({ ...call(name), body: text })).status).toBeLessThan(300);
    }
  });

  test('more than the engine takes in one message is refused: 3104, not "try again"', async () => {
    const publish = () => Promise.reject(new MessageTooLarge('too large'));
    const messages = { publish, broadcast: publish };
    const full = await startMojaloop([mojaloopTenant('buffalo')], {}, { messages });
    const { status, text } = await full.call(call('POST /bulkTransfers'));
    expect([status, text]).toEqual([413, expect.stringContaining('"3104"')]);
    await full.close();
  });

  test('a wrong id deep in a list is named', async () => {
    const bulk = items('POST /bulkTransfers', 'individualTransfers', 3);
    const list = bulk.body['individualTransfers'];
    const body = { ...bulk.body, individualTransfers: [...(list as []), { transferId: '1' }] };
    const { code, description } = await refused({ ...bulk, body });
    expect(code).toBe('3102');
    expect(description).toContain('individualTransfers[3]');
  });
});

describe('URIs', () => {
  test.each(['1.0', '1.1', '2.0'])('ULIDs are ids in version %s', async (version) => {
    const ulid = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const statuses = [];
    for (const name of ['PUT /transactionRequests', 'PUT /transactions', 'PUT /bulkTransfers']) {
      const path = call(name).path.replace(id, ulid);
      statuses.push((await mojaloop.call({ ...call(name), path, version })).status);
    }
    for (const name of ['POST /transactionRequests', 'POST /bulkQuotes', 'POST /bulkTransfers']) {
      const body = JSON.parse(JSON.stringify(call(name).body).replaceAll(id, ulid)) as object;
      statuses.push((await mojaloop.call({ ...call(name), body, version })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 202, 202, 202]);
    expect(mojaloop.engine.published.map((one) => one.correlationKey)).toEqual(
      Array(6).fill(`buffalo:${ulid}`),
    );
  });

  test.each([
    '/Quotes',
    '/transactionrequests',
    '/quotes/',
    '//quotes',
    '/%71uotes/x',
    `/bulkQuotes/${id}/`,
    `/bulkQuotes//${id}`,
    `/bulkQuotes/${id}/error/more`,
    '/authorizations',
    '/services',
    '/services/FXP/TZS',
  ])('GET %s is unknown: 3002', async (path) => {
    expect(await refused({ method: 'GET', path })).toMatchObject({ status: 404, code: '3002' });
  });

  test('a slash that is encoded belongs to the identifier', async () => {
    await mojaloop.call({
      ...call('PUT /participants'),
      path: '/participants/ALIAS/a%2Fb',
    });
    const [signal] = mojaloop.engine.broadcasts;
    expect(signal?.name).toBe('participant-answered:buffalo:switch:ALIAS/a%2Fb');
  });

  test.each([
    ['GET', '/participants/MSISDN/1', 'PUT'],
    ['DELETE', '/participants/MSISDN/1/x', 'PUT'],
    ['POST', '/participants', ''],
    ['POST', `/authorizations/${id}`, 'GET, PUT'],
    ['DELETE', '/bulkQuotes', 'POST'],
    ['PATCH', `/bulkTransfers/${id}`, 'GET, PUT'],
    ['PATCH', `/transfers/${id}/error`, 'PUT'],
  ])('%s %s is not for a DFSP to serve: 405', async (method, path, allowed) => {
    const given = await mojaloop.call({ method, path });
    expect([given.status, given.headers.get('allow')]).toEqual([405, allowed]);
    expect(given.text).toContain('"errorCode":"3000"');
  });

  test.each([
    ['POST', '/fxQuotes'],
    ['GET', `/fxQuotes/${id}`],
    ['PUT', `/fxTransfers/${id}/error`],
    ['PATCH', `/fxTransfers/${id}`],
    ['GET', '/services/FXP'],
    ['PUT', '/services/FXP/TZS/KES'],
  ])('%s %s exists since 2.0, and is not implemented', async (method, path) => {
    const inTwo = await refused({ method, path, version: '2.0' });
    expect(inTwo).toMatchObject({ status: 501, code: errorCodeOf('NOT_IMPLEMENTED') });
    const before = await refused({ method, path, version: '1.1' });
    expect(before).toMatchObject({ status: 404, code: errorCodeOf('UNKNOWN_URI') });
  });
});

describe('headers', () => {
  /** As fetch does not send them: repeated, or many. */
  async function send(more: readonly string[]): Promise<{ status: number; text: string }> {
    const { hostname, port } = new URL(mojaloop.url);
    const type = 'application/vnd.interoperability.parties+json;version=1.1';
    const usual = {
      Host: hostname,
      'Content-Type': type,
      Accept: type,
      Date: 'Sat, 21 Nov 2026 10:24:00 GMT',
      'FSPIOP-Source': 'lionfsp',
      'FSPIOP-Destination': 'buffalofsp',
    };
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          hostname,
          port,
          path: '/parties/MSISDN/1',
          headers: [...Object.entries(usual).flat(), ...more],
        },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      request.on('error', reject).end();
    });
  }

  test.each([
    ['FSPIOP-Source', 'lionfsp'],
    ['FSPIOP-Source', 'hyenafsp'],
    ['FSPIOP-Destination', 'lionfsp'],
    ['Content-Type', 'application/vnd.interoperability.parties+json;version=2.0'],
    ['Date', 'Sat, 21 Nov 2026 10:24:01 GMT'],
    ['fspiop-signature', '{}'],
  ])('%s twice is refused', async (name, value) => {
    const twice = name === 'fspiop-signature' ? [name, value, name, value] : [name, value];
    const { status, text } = await send(twice);
    expect(status).toBe(400);
    expect(text).toContain('is there twice');
    expect(mojaloop.engine.published).toEqual([]);
  });

  test('a second Accept is one more choice', async () => {
    const other = 'application/vnd.interoperability.parties+json;version=2.0';
    expect((await send(['Accept', other])).status).toBe(202);
  });

  test('more than 200 are refused', async () => {
    const many = Array.from({ length: 200 }, (_, index) => [`X-${index}`, 'x']).flat();
    const { status, text } = await send(many);
    expect(status).toBe(400);
    expect(text).toContain('too many headers');
    expect(mojaloop.engine.published).toEqual([]);
  });

  const tracestateOf = () => {
    const { variables } = mojaloop.engine.published[0] ?? {};
    return (variables as { peer: { tracestate?: string } }).peer.tracestate;
  };

  test('the tracestate goes back to the switch with the answer', async () => {
    const tracestate = 'acmevendor=eyJzcGFuSWQiOiJ4In0=,other=1';
    await mojaloop.call({
      ...call('POST /bulkQuotes'),
      headers: { tracestate },
    });
    expect(tracestateOf()).toBe(tracestate);
    const { variables } = mojaloop.engine.published[0] ?? {};
    const fspiop = {
      operation: 'PUT /bulkQuotes/{ID}/error',
      id,
      body: { errorInformation: { errorCode: '5102', errorDescription: 'x' } },
    };
    await mojaloop.run('mojaloop:send:1', { ...variables, fspiop });
    const sent = mojaloop.sent.at(-1);
    expect(sent?.headers).toMatchObject({
      tracestate,
      traceparent: expect.stringContaining('0af7651916cd43dd8448eb211c80319c') as string,
    });
  });

  test.each([
    ['garbage', { tracestate: 'garbage' }],
    ['too long', { tracestate: `a=${'x'.repeat(511)}` }],
    ['without its traceparent', { tracestate: 'a=b', traceparent: undefined }],
  ])('a tracestate that is %s is left out', async (_what, headers) => {
    await mojaloop.call({ ...call('POST /transactionRequests'), headers });
    expect(tracestateOf()).toBeUndefined();
  });
});
