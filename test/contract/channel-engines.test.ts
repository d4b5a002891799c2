/** Two channels, each with an engine in memory and a door for the other over HTTPS with client certificates. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { systemClock } from '../../connectors/common/clock';
import {
  authorizationCodeIdOf,
  requestIdOf,
  secretIdsOf,
  transactionIdOf,
} from '../../connectors/common/contracts/keys';
import { createPersonTokens } from '../../connectors/common/contracts/person-tokens';
import type { PaymentDocument } from '../../connectors/common/contracts/payment-documents';
import { engineNumberIn } from '../../connectors/common/engines/engine-mark';
import { orderFor } from '../../connectors/common/engines/rendezvous';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { personSecret } from '../kit/engine-records/events';
import { createAuthority, TlsFolder, type Authority, type Pair } from '../kit/certificates';
import { eventually } from '../kit/kafka';
import { silentLog, startChannel, tenantOf, type Answer, type Channel } from '../kit/parts/channel';
import { MemoryElasticsearch } from '../kit/memory-elasticsearch';
import { findFreePorts } from '../kit/stack/ports';

const names = ['dar-1', 'dodoma-1'] as const;
const callbacks = {
  allowed: ['https://app.lion.example/hub'],
  default: 'https://app.lion.example/hub',
};
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const tokens = {
  ...{ issuer: 'https://id.lion.example', audience: 'hub', algorithms: ['ES256' as const] },
  publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};
const lion = tenantOf('lion', { tokens, callbacks });
const body = {
  payer: { partyIdType: 'MSISDN', partyIdentifier: '1' },
  payee: { partyIdType: 'MSISDN', partyIdentifier: '2' },
  amount: { amount: '10', currency: 'TZS' },
};

const pastPayments = {
  CHANNEL_PAST_PAYMENTS: 'true',
  PAYMENT_EVENTS_PERSON_SECRET: personSecret,
};

let authority: Authority;
let headers: Record<string, string>;
let folder: string;
let tls: TlsFolder;
let ports: readonly number[];
let channels: Channel[];
/** Looks at the file of engines are two seconds apart. */
let lookedMs = 0;
const clock = { ...systemClock, now: () => systemClock.now() + lookedMs };
const ago = (minutes: number) => new Date(clock.now() - minutes * 60_000).toISOString();

function writeEngines(
  change: Partial<Record<(typeof names)[number], string>> = {},
  directory = folder,
): void {
  const lines = names.map((name, number) => {
    const door = `https://127.0.0.1:${ports[number] ?? 0}`;
    return `  - { name: ${name}, number: ${number}, address: "${door}", channel: "${door}"${change[name] ?? ''} }`;
  });
  writeFileSync(join(directory, 'engines.yaml'), `engines:\n${lines.join('\n')}\n`);
  lookedMs += 3_000;
}

function start(
  at: number,
  tenant = lion,
  directory = folder,
  elasticsearch?: MemoryElasticsearch,
): Promise<Channel> {
  const environment = {
    ...(elasticsearch && pastPayments),
    ENGINES_PATH: join(directory, 'engines.yaml'),
    ENGINE_NAME: names[at] ?? '',
    ENGINES_TLS_DIRECTORY: tls.path,
    CHANNEL_REPEAT_ANSWER_TIMEOUT_MS: '100',
  };
  return startChannel(
    [tenant],
    environment,
    clock,
    undefined,
    elasticsearch,
    undefined,
    undefined,
    {
      enginesPort: ports[at] ?? 0,
    },
  );
}

beforeAll(async () => {
  authority = await createAuthority('engines');
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(tokens.issuer)
    .setAudience(tokens.audience)
    .setExpirationTime('2h')
    .sign(privateKey);
  headers = { authorization: `Bearer ${token}` };
});

beforeEach(async () => {
  lookedMs = 0;
  folder = mkdtempSync(join(tmpdir(), 'engines-'));
  tls = new TlsFolder({ pair: await authority.issue(), authority });
  ports = await findFreePorts(2);
  writeEngines();
  channels = [await start(0), await start(1)];
});

afterEach(async () => {
  await Promise.all(channels.map((one) => one.close()));
  rmSync(folder, { recursive: true });
  tls.remove();
});

const at = (number: number): Channel => {
  const one = channels[number];
  if (one === undefined) throw new Error(`there is no engine ${number}`);
  return one;
};
function engineOf(id: string): number {
  const [first] = orderFor(
    id,
    names.map((name) => ({ name })),
  );
  return first?.name === names[1] ? 1 : 0;
}
/** clientCorrelationIds whose ids belong to this one of the two. */
function ofEngine(number: number, idOf = transactionIdOf): [string, string] {
  const orders = Array.from({ length: 64 }, (_, n) => `order-${n}`);
  const [one, another] = orders.filter((order) => engineOf(idOf('lion', order)) === number);
  if (one === undefined || another === undefined) throw new Error('64 orders are too few');
  return [one, another];
}
const [of0] = ofEngine(0);
const [of1, nextOf1] = ofEngine(1);
const pay = (number: number, clientCorrelationId: string, further: Record<string, string> = {}) =>
  at(number).post('/channel/transfer', {
    headers: { ...headers, ...further },
    body: { ...body, clientCorrelationId },
  });
const look = (number: number, where: string) =>
  at(number).request('GET', `/channel/transfer${where}`, { headers });
const decide = (number: number, id: string, further: Record<string, string> = {}) =>
  at(number).post(`/channel/transfer/${id}/decision`, {
    headers: { ...headers, ...further },
    body: { decision: 'accept' },
  });
/** Without what its channel notes for itself. */
const begunAt = (number: number) =>
  at(number).engine.published.filter(({ name }) => !/^request-(begun|left)$/.test(name));
const startedBy = (number: number) =>
  begunAt(number).filter(({ name }) => name === 'payer-transfer-requested').length;
const started = () => [startedBy(0), startedBy(1)];
const stands = (clientCorrelationId: string, sameRequest: boolean | null = true) => ({
  ...{ sameRequest, waiting: false, origin: 'channel-transfer' },
  report: {
    transactionId: transactionIdOf('lion', clientCorrelationId),
    ...{ clientCorrelationId, state: 'COMMITTED' },
  },
});
const handedOn = async (number: number) => {
  const metric = at(number).metrics.getSingleMetric('hub_channel_handed_on_total');
  const { values = [] } = (await metric?.get()) ?? {};
  return Object.fromEntries(
    values.map(({ labels, value }) => [Object.values(labels).join(' '), value]),
  );
};
const expectNothingKnown = ({ status, headers: said, body: { type, detail } }: Answer) => {
  expect([status, said.get('retry-after')]).toEqual([503, '5']);
  expect(type).toBe('urn:payment-hub:problem:unavailable');
  expect(detail).toContain('is not known. Send the same request again');
};
const until = (isSo: () => boolean | Promise<boolean>) => eventually(isSo, 10_000);

describe('a payment', () => {
  test('is begun by the engine that its id gives it to, and answered as if it had come there', async () => {
    const handed = await pay(0, of1);
    const straight = await pay(1, nextOf1);
    expect(started()).toEqual([0, 2]);
    const transactionId = transactionIdOf('lion', of1);
    expect([handed.status, handed.body]).toEqual([
      202,
      { transactionId, clientCorrelationId: of1, state: 'RECEIVED' },
    ]);
    expect(handed.headers.get('location')).toBe(`/channel/transfer/${transactionId}`);
    expect([...handed.headers.keys()]).toEqual([...straight.headers.keys()]);
    expect(await handedOn(0)).toEqual({ 'dodoma-1 answered': 1 });
    expect(await handedOn(1)).toEqual({});
  });

  test('has ids that say which engine has made them, and the transaction’s is the same on all', async () => {
    await pay(0, of1);
    const [message] = begunAt(1);
    const { quoteId, transferId } = message?.variables as { quoteId: string; transferId: string };
    expect([quoteId, transferId].map((id) => engineNumberIn(id, 'lionfsp'))).toEqual([1, 1]);
  });

  test('asked for at both is one, and other content under its id is refused at both', async () => {
    const first = await Promise.all([pay(0, of1), pay(1, of1), pay(0, of1), pay(1, of1)]);
    expect(started()).toEqual([0, 1]);
    // Those that were second asked a process that is not there in this test.
    expect(first.map(({ status }) => status).toSorted()).toEqual([202, 503, 503, 503]);
    at(1).engine.answer = stands(of1);
    for (const number of [0, 1]) {
      const again = await pay(number, of1);
      expect([again.status, again.body.state]).toEqual([200, 'COMMITTED']);
    }
    at(1).engine.answer = stands(of1, false);
    for (const number of [0, 1]) expect((await pay(number, of1)).status).toBe(409);
    expect(started()).toEqual([0, 1]);
  });

  test('is waited for through the other engine', async () => {
    const transactionId = transactionIdOf('lion', of1);
    const { report } = stands(of1);
    at(1).engine.answers.set(`lion:${transactionId}`, report);
    const answer = await pay(0, of1, { prefer: 'wait=7' });
    expect([answer.status, answer.body]).toEqual([200, report]);
    expect(answer.headers.get('preference-applied')).toBe('wait=7');
    expect([at(0).engine.waits, at(1).engine.waits.map(({ timeoutMs }) => timeoutMs)]).toEqual([
      [],
      [7_000],
    ]);
  });

  test('that its app waits for no longer is no sign that its engine is away', async () => {
    let release = (): void => undefined;
    at(1).engine.held = new Promise((resolve) => (release = resolve));
    const gone = new AbortController();
    const waiting = fetch(`${at(0).url}/channel/transfer`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', prefer: 'wait=60' },
      body: JSON.stringify({ ...body, clientCorrelationId: of1 }),
      signal: gone.signal,
    });
    await until(() => at(1).engine.waits.length === 1);
    gone.abort();
    await expect(waiting).rejects.toThrow('aborted');
    await until(async () => (await handedOn(0))['dodoma-1 left'] === 1);
    release();
    at(1).engine.answer = stands(of1);
    expect((await pay(0, of1)).status).toBe(200);
  });

  test('that names no id, or is not to be read, is refused by whoever has it', async () => {
    const nameless = await at(0).post('/channel/transfer', { headers, body });
    expect([nameless.status, nameless.body.errors?.[0]?.pointer]).toEqual([
      400,
      '/clientCorrelationId',
    ]);
    const broken = await at(0).post('/channel/transfer', { headers, body: '{' });
    expect([broken.status, broken.body.type]).toEqual([
      400,
      'urn:payment-hub:problem:malformed-json',
    ]);
    const wrong = { ...body, clientCorrelationId: of1, amount: { amount: '0', currency: 'TZS' } };
    const [there, here] = [
      await at(0).post('/channel/transfer', { headers, body: wrong }),
      await at(1).post('/channel/transfer', { headers, body: wrong }),
    ];
    expect([there.status, there.text]).toEqual([400, here.text]);
  });
});

describe('while its engine is away', () => {
  test('a request is begun nowhere, and its app told to send it again', async () => {
    await at(1).close();
    expectNothingKnown(await pay(0, of1));
    // It is not even tried for a moment.
    expectNothingKnown(await pay(0, of1));
    expect(startedBy(0)).toBe(0);
    expect(await handedOn(0)).toEqual({ 'dodoma-1 away': 2 });
    expect((await pay(0, of0)).status).toBe(202);
    channels[1] = await start(1);
    await until(async () => (await pay(0, of1)).status === 202);
    expect(started()).toEqual([1, 1]);
  });

  test('nothing is denied and no decision is taken', async () => {
    await at(1).close();
    expectNothingKnown(await look(0, `/${transactionIdOf('lion', of1)}`));
    expectNothingKnown(await look(0, `?clientCorrelationId=${of1}`));
    expectNothingKnown(await decide(0, transactionIdOf('lion', of1)));
    expect(at(0).engine.published).toEqual([]);
    channels[1] = await start(1);
  });

  test('and a proxy answers in its place, that is no answer', async () => {
    await at(1).close();
    const own = await authority.issue();
    const proxy = createServer(
      { cert: own.certificate, key: own.key },
      (_request, response) => void response.writeHead(404).end('no such backend'),
    );
    await new Promise<void>((resolve) => proxy.listen(ports[1], '127.0.0.1', resolve));
    expectNothingKnown(await pay(0, of1));
    lookedMs += 60_000;
    expectNothingKnown(await look(0, `/${transactionIdOf('lion', of1)}`));
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    channels[1] = await start(1);
  });

  test('the engine’s own broker being down there is what its channel says', async () => {
    at(1).engine.isDown = true;
    const there = await pay(0, of1);
    const here = await pay(1, of1);
    expect([there.status, there.text]).toEqual([503, here.text]);
    expect(there.headers.get('retry-after')).toBe('2');
    expect(startedBy(0)).toBe(0);
    at(1).engine.isDown = false;
  });
});

describe('how a payment stands', () => {
  test('is told at the wrong engine, by its id and by its clientCorrelationId', async () => {
    at(1).engine.answer = stands(of1, null);
    for (const where of [`/${transactionIdOf('lion', of1)}`, `?clientCorrelationId=${of1}`]) {
      const answer = await look(0, where);
      expect([answer.status, answer.body]).toEqual([200, stands(of1).report]);
    }
    expect(at(0).engine.asked).toEqual([]);
  });

  test('is told by the one that has it, though by its id it would be another’s', async () => {
    at(0).engine.answer = stands(of1, null);
    expect((await look(0, `/${transactionIdOf('lion', of1)}`)).status).toBe(200);
    expect((await look(1, `/${transactionIdOf('lion', of1)}`)).status).toBe(200);
  });

  test('is denied once both have denied it', async () => {
    const denied = await look(0, `/${transactionIdOf('lion', of1)}`);
    expect([denied.status, denied.body.type]).toEqual([404, 'urn:payment-hub:problem:unknown-id']);
    expect([at(0), at(1)].map(({ engine }) => engine.asked.length)).toEqual([1, 1]);
  });

  test('is not denied while one of the two cannot say', async () => {
    at(0).engine.isDown = true;
    expect((await look(0, `/${transactionIdOf('lion', of1)}`)).status).toBe(503);
    at(0).engine.isDown = false;
    at(1).engine.isDown = true;
    expect((await look(0, `/${transactionIdOf('lion', of1)}`)).status).toBe(503);
    at(1).engine.isDown = false;
  });

  /** Another DFSP has asked for it: its id says nothing of its engine. */
  const requested = '0d5c7f4e-4d0c-4a53-8c1e-6f1d2f3b4a59';

  test('and its decision, where another DFSP has asked for it, is found at whichever engine has it', async () => {
    const { report, ...state } = stands(of1, null);
    at(1).engine.answer = { ...state, report: { ...report, transactionId: requested } };
    expect((await look(0, `/${requested}`)).body.transactionId).toBe(requested);
    expect((await decide(0, requested)).status).toBe(202);
    expect([at(0), at(1)].map(({ engine }) => engine.published.map(({ name }) => name))).toEqual([
      [],
      ['payer-decided'],
    ]);
  });
});

describe('a decision', () => {
  test('is taken by the engine whose the payment is, and waits there for the outcome', async () => {
    const transactionId = transactionIdOf('lion', of1);
    at(1).engine.answers.set(`lion:${transactionId}:decision`, stands(of1).report);
    const answer = await decide(0, transactionId, { prefer: 'wait=5' });
    expect([answer.status, answer.body.state]).toEqual([200, 'COMMITTED']);
    expect(at(1).engine.published).toMatchObject([
      { name: 'payer-decided', correlationKey: `lion:${transactionId}` },
    ]);
    expect(at(0).engine.calls).toEqual([]);
  });

  test('on what is no id is refused by whoever has it', async () => {
    const wrong = await decide(0, 'order-1');
    expect([wrong.status, wrong.body.type]).toEqual([
      400,
      'urn:payment-hub:problem:invalid-request',
    ]);
    // A UUID of no version that there is.
    expect((await decide(0, '0d5c7f4e-4d0c-9a53-8c1e-6f1d2f3b4a59')).status).toBe(202);
    expect((await look(0, '/0d5c7f4e-4d0c-9a53-8c1e-6f1d2f3b4a59')).status).toBe(404);
  });

  test('on what nobody knows is kept for a moment where it belongs, as ever', async () => {
    writeEngines({ 'dodoma-1': `, drained: { since: "${ago(5)}" }` });
    expect((await decide(1, transactionIdOf('lion', of1))).status).toBe(202);
    expect(at(0).engine.published).toHaveLength(1);
  });
});

describe('an engine that is drained', () => {
  test('is asked first for what is its share, and begins nothing new: the next one does', async () => {
    writeEngines({ 'dodoma-1': `, drained: { since: "${ago(5)}" }` });
    expect((await pay(1, of1)).status).toBe(202);
    expect(started()).toEqual([1, 0]);
    // It knows from its own notes that it has not begun it: nobody waits for a process that is not there.
    expect([at(0), at(1)].map(({ engine }) => engine.asked.length)).toEqual([0, 0]);
  });

  test('holds nothing up: from that moment on the next one begins what was its share', async () => {
    writeEngines({ 'dodoma-1': `, drained: { since: "${ago(0)}" }` });
    expect([(await pay(0, of1)).status, (await pay(1, nextOf1)).status]).toEqual([202, 202]);
    expect(started()).toEqual([2, 0]);
  });

  test('begins nothing that it has left to the next one, by a file that has not reached it', async () => {
    const drained = `, drained: { since: "${ago(5)}" }`;
    writeEngines({ 'dodoma-1': drained });
    expect((await pay(0, of1)).status).toBe(202);
    writeEngines();
    const answer = await pay(1, of1);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(started()).toEqual([1, 0]);
  });

  test('leaves what it may be about to begin only once that has come or never will', async () => {
    // As of a process of it that was killed, or is slow, after its note.
    const key = `lion:${transactionIdOf('lion', of1)}`;
    await at(1).engine.publish({
      ...{ name: 'request-begun', correlationKey: key, messageId: key },
      ...{ timeToLiveMs: 600_000, variables: {} },
    });
    writeEngines({ 'dodoma-1': `, drained: { since: "${ago(5)}" }` });
    for (const waitedMs of [0, 49_000]) {
      lookedMs += waitedMs;
      expect((await pay(0, of1)).status).toBe(503);
      expect(started()).toEqual([0, 0]);
    }
    lookedMs += 1_001;
    expect((await pay(0, of1)).status).toBe(202);
    expect(started()).toEqual([1, 0]);
  });

  test('answers for what it has, wherever that is asked for', async () => {
    await pay(0, of1);
    writeEngines({ 'dodoma-1': `, drained: { since: "${ago(5)}" }` });
    at(1).engine.answer = stands(of1);
    for (const number of [0, 1]) {
      expect(await pay(number, of1)).toMatchObject({ status: 200, body: { state: 'COMMITTED' } });
      expect((await look(number, `?clientCorrelationId=${of1}`)).status).toBe(200);
      expect((await decide(number, transactionIdOf('lion', of1))).status).toBe(202);
    }
    expect(started()).toEqual([0, 1]);
    // The second decision is a repeat of the first.
    const decided = at(1).engine.published.filter(({ name }) => name === 'payer-decided');
    expect([decided.length, at(0).engine.published.length]).toEqual([1, 0]);
  });

  test('and away holds back its share while apps may repeat what it had, and then no more', async () => {
    await at(1).close();
    writeEngines({ 'dodoma-1': `, drained: { since: "${ago(5)}" }` });
    expectNothingKnown(await pay(0, of1));
    expect(startedBy(0)).toBe(0);
    writeEngines({ 'dodoma-1': `, drained: { since: "${ago(25 * 60)}" }` });
    expect((await pay(0, of1)).status).toBe(202);
    expect(startedBy(0)).toBe(1);
    channels[1] = await start(1);
  });

  test('and is back leaves to the second what that has begun meanwhile', async () => {
    writeEngines({ 'dodoma-1': `, drained: { since: "${ago(5)}" }` });
    await pay(1, of1);
    writeEngines({ 'dodoma-1': `, drained: { since: "${ago(5)}", until: "${ago(1)}" }` });
    at(0).engine.answer = stands(of1);
    for (const number of [0, 1]) expect((await pay(number, of1)).body.state).toBe('COMMITTED');
    at(0).engine.answer = undefined;
    expect((await pay(0, nextOf1)).status).toBe(202);
    expect(started()).toEqual([1, 1]);
  });

  test('like the other one leaves nobody who begins anything, and both say so before it', async () => {
    const drained = `, drained: { since: "${ago(5)}" }`;
    writeEngines({ 'dar-1': drained, 'dodoma-1': drained });
    for (const number of [0, 1]) {
      const answer = await pay(number, of1);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30']);
      expect(answer.body.detail).toContain('nothing was begun');
    }
    expect(started()).toEqual([0, 0]);
  });
});

describe('a payment that is under way for longer than it is remembered', () => {
  const longAgo = '2026-01-05T10:00:00.000Z';
  const keep = async (document: Partial<PaymentDocument>): Promise<MemoryElasticsearch> => {
    const elasticsearch = new MemoryElasticsearch();
    const door = elasticsearch.door({ clock, log: silentLog });
    const index = 'payment-hub-payments-2026-01';
    await door.ensureTemplate({
      ...{
        name: 'payments',
        patterns: ['payment-hub-payments-*'],
        priority: 1,
        settings: {},
        mappings: {},
      },
      aliases: ['payment-hub-payments'],
    });
    const transactionId = transactionIdOf('lion', of1);
    const source = JSON.stringify({
      ...{ schemaVersion: 1, tenant: 'lion', side: 'payer', transactionId },
      ...{
        payer: { fspId: 'lion' },
        payee: {},
        state: 'waiting-for-operator',
        startedAt: longAgo,
        updatedAt: longAgo,
      },
      ...{ fees: [], incidents: [], incidentsOpen: 0, decisions: [], steps: [] },
      ...document,
    });
    await door.bulk([{ kind: 'index', index, id: transactionId, source }]);
    return elasticsearch;
  };

  test('at an engine that had it while its own was drained is not begun by that one again', async () => {
    await at(1).close();
    channels[1] = await start(1, lion, folder, await keep({ engine: 'dar-1' }));
    for (const number of [0, 1]) {
      const answer = await pay(number, of1);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30']);
      expect(answer.body.detail).toContain('under way still: nothing was begun');
    }
    expect(started()).toEqual([0, 0]);
    expect((await pay(1, nextOf1)).status).toBe(202);
  });

  test('and has ended at another engine since is not begun again: its app hears how', async () => {
    await pay(1, of1);
    const { variables } = begunAt(1)[0] as unknown as {
      readonly variables: { readonly channel: { readonly requestHash: string } };
    };
    const tokens = createPersonTokens(personSecret);
    const requestToken = tokens.requestTokenOf(variables.channel.requestHash);
    await at(1).close();
    const ended = { state: 'paid', endedAt: ago(60), requestToken } as const;
    channels[1] = await start(1, lion, folder, await keep({ engine: 'dar-1', ...ended }));
    expect(await pay(0, of1)).toMatchObject({ status: 200, body: { state: 'COMMITTED' } });
    expect(started()).toEqual([0, 0]);
  });

  test.each([
    { engine: 'dodoma-1' },
    { engine: 'dar-1', state: 'failed' as const, endedAt: longAgo },
  ])(
    'is left to the engine where that may know of it, or where it has ended: %j',
    async (document) => {
      await at(1).close();
      channels[1] = await start(1, lion, folder, await keep(document));
      expect((await pay(0, of1)).status).toBe(202);
      expect(started()).toEqual([0, 1]);
    },
  );
});

describe('a request to pay, and a code asked for beforehand,', () => {
  test.each([
    ['transaction-requests', requestIdOf, 'request-to-pay-requested'],
    ['authorization-codes', authorizationCodeIdOf, 'authorization-code-requested'],
  ] as const)(
    'at /channel/%s, is one where it is asked for at both',
    async (resource, idOf, message) => {
      const { payer, payee, amount } = body;
      const asked =
        resource === 'authorization-codes' ? { payer, amount } : { payer, payee, amount };
      for (const clientCorrelationId of ['cash-1', 'cash-2', 'cash-3', 'cash-4']) {
        const call = { headers, body: { ...asked, clientCorrelationId } };
        const first = await at(0).post(`/channel/${resource}`, call);
        await at(1).post(`/channel/${resource}`, call);
        expect(first.status).toBe(202);
      }
      const ids = ['cash-1', 'cash-2', 'cash-3', 'cash-4'].map((id) => idOf('lion', id));
      for (const number of [0, 1]) {
        const keys = at(number)
          .engine.published.filter(({ name }) => name === message)
          .map(({ name, correlationKey }) => `${name} ${correlationKey}`);
        expect(keys).toEqual(
          ids.filter((id) => engineOf(id) === number).map((id) => `${message} lion:${id}`),
        );
      }
    },
  );

  test('is looked at, and what is entered at its device taken, at the engine that has it', async () => {
    const id = requestIdOf('lion', ofEngine(1, requestIdOf)[0]);
    expect(
      (await at(0).request('GET', `/channel/transaction-requests/${id}`, { headers })).status,
    ).toBe(404);
    const entered = { responseType: 'REJECTED' };
    const path = `/channel/transaction-requests/${id}/authorization`;
    expect((await at(0).post(path, { headers, body: entered })).status).toBe(202);
    expect(at(1).engine.published).toMatchObject([
      { name: 'authorization-entered', correlationKey: `lion:${id}` },
    ]);
    expect(at(0).engine.published).toEqual([]);
  });
});

describe('a request that is refused before a channel has it', () => {
  const send = (number: number, head: string) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(at(number).url);
      const socket = connect(Number(port), hostname, () => socket.write(`${head}\r\n\r\n`));
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.once('end', () => resolve(Buffer.concat(chunks).toString().split('\r\n')[0] ?? ''));
      socket.once('error', reject);
    });
  const lookAt = (version: string, ...further: readonly string[]) =>
    [
      `GET /channel/transfer/${transactionIdOf('lion', of1)} HTTP/${version}`,
      `Authorization: ${headers['authorization'] ?? ''}`,
      ...further,
    ].join('\r\n');

  test.each([
    [
      'with as many headers as an engine takes',
      () =>
        lookAt(
          '1.1',
          'Host: hub',
          'Connection: close',
          `X: ${'x'.repeat(64 * 1024 - lookAt('1.1').length - 60)}`,
        ),
    ],
    ['without Host, as HTTP/1.0 may be', () => lookAt('1.0')],
  ])('is none: one %s is answered by the other engine', async (_what, head) => {
    at(1).engine.answer = stands(of1, null);
    expect(await send(0, head())).toBe('HTTP/1.1 200 OK');
    expect(await handedOn(0)).toEqual({ 'dodoma-1 answered': 1 });
  });

  test('over there is unavailable, and hides the engine from nobody else', async () => {
    await at(1).close();
    const own = await authority.issue();
    const strict = createServer({ cert: own.certificate, key: own.key, maxHeaderSize: 8 * 1024 });
    await new Promise<void>((resolve) => strict.listen(ports[1], '127.0.0.1', resolve));
    const head = lookAt('1.1', 'Host: hub', 'Connection: close', `X: ${'x'.repeat(9 * 1024)}`);
    expect(await send(0, head)).toBe('HTTP/1.1 503 Service Unavailable');
    strict.closeAllConnections();
    await new Promise((resolve) => strict.close(resolve));
    channels[1] = await start(1);
    expect((await pay(0, of1)).status).toBe(202);
    expect(started()).toEqual([0, 1]);
  });
});

describe('the door for other engines', () => {
  const http = createAxiosTransport();
  afterAll(() => http.close());
  const call = {
    path: '/channel/transfer',
    body: JSON.stringify({ ...body, clientCorrelationId: of1 }),
  };

  test('lets in no client without a certificate of the engines’ authority', async () => {
    const request = { method: 'POST', headers, body: call.body };
    await expect(fetch(at(1).enginesUrl + call.path, request)).rejects.toThrow();
    expect(startedBy(1)).toBe(0);
  });

  test('lets in nobody whose certificate bears the host name of no engine', async () => {
    const shown = async ({ certificate, key }: Pair) => {
      const own = { certificates: certificate, key };
      const identity = { own, authorities: authority.certificate };
      const request = {
        ...{ method: 'POST' as const, url: at(1).enginesUrl + call.path, body: call.body },
        headers: { ...headers, 'Content-Type': 'application/json' },
        ...{ timeoutMs: 5_000, tls: { current: () => identity } },
      };
      return (await http.request(request)).status;
    };
    const names = [{ type: 'dns' as const, value: 'another.example' }];
    expect(await shown(await authority.issue({ names }))).toBe(403);
    expect(startedBy(1)).toBe(0);
    expect(await shown(await authority.issue())).toBe(202);
    expect(startedBy(1)).toBe(1);
  });

  test('checks the token again, as of any request', async () => {
    const forged = { authorization: `${headers['authorization'] ?? ''}x` };
    expect((await at(0).post('/channel/transfer', { headers: forged, body })).status).toBe(401);
    await at(1).close();
    channels[1] = await start(
      1,
      tenantOf('lion', { tokens: { ...tokens, audience: 'another' }, callbacks }),
    );
    const refused = await pay(0, of1);
    expect([refused.status, refused.body.type]).toEqual([
      401,
      'urn:payment-hub:problem:unauthenticated',
    ]);
    expect(started()).toEqual([0, 0]);
  });

  test('hands nothing on, and begins nothing that by its own file is another’s', async () => {
    const other = mkdtempSync(join(tmpdir(), 'engines-'));
    writeEngines({ 'dodoma-1': `, drained: { since: "${ago(25 * 60)}" }` }, other);
    await at(1).close();
    channels[1] = await start(1, lion, other);
    expectNothingKnown(await pay(0, of1));
    expect([started(), await handedOn(0), await handedOn(1)]).toEqual([
      [0, 0],
      { 'dodoma-1 disagreed': 1 },
      {},
    ]);
    rmSync(other, { recursive: true });
  });

  test('begins nothing that by its own file another may have begun who was not asked', async () => {
    const other = mkdtempSync(join(tmpdir(), 'engines-'));
    writeEngines({ 'dodoma-1': `, drained: { since: "${ago(5)}", until: "${ago(1)}" }` }, other);
    await at(1).close();
    channels[1] = await start(1, lion, other);
    expectNothingKnown(await pay(0, of1));
    expect([started(), await handedOn(0)]).toEqual([[0, 0], { 'dodoma-1 disagreed': 1 }]);
    rmSync(other, { recursive: true });
  });

  test('begins nothing while an engine that is asked first takes itself for the one that begins it', async () => {
    const other = mkdtempSync(join(tmpdir(), 'engines-'));
    writeEngines({}, other);
    await at(1).close();
    channels[1] = await start(1, lion, other);
    writeEngines({ 'dodoma-1': `, drained: { since: "${ago(5)}" }` });
    expectNothingKnown(await pay(0, of1));
    expect(started()).toEqual([0, 0]);
    rmSync(other, { recursive: true });
  });

  test('is what makes headers of the hop mean anything: from an app they mean nothing', async () => {
    expect((await pay(0, of1, { 'payment-hub-only-if-here': 'yes' })).status).toBe(202);
    expect((await pay(0, of0, { 'payment-hub-only-if-here': 'yes' })).status).toBe(202);
    expect(started()).toEqual([1, 1]);
  });

  test('needs its certificates', async () => {
    tls.remove('ca.crt');
    await expect(start(0)).rejects.toThrow('there is no ca.crt');
  });
});

test('ids are as ever where there is no file of engines, and there is no door', async () => {
  const alone = await startChannel([lion]);
  await alone.post('/channel/transfer', { headers, body: { ...body, clientCorrelationId: of1 } });
  expect(alone.enginesUrl).toBe('');
  expect(alone.engine.published[0]?.variables).toMatchObject(
    secretIdsOf('the id secret of lion', transactionIdOf('lion', of1)),
  );
  await alone.close();
});
