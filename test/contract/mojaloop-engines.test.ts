/** Two engines, each with its FSPIOP server and a door for the other over HTTPS with client certificates; Kafka in memory. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../connectors/common/clock';
import { secretIdsOf } from '../../connectors/common/contracts/keys';
import { orderFor } from '../../connectors/common/engines/rendezvous';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { readRecord } from '../../connectors/mojaloop/engines/handed-on';
import { createAuthority, TlsFolder, type Authority, type Pair } from '../kit/certificates';
import { eventually } from '../kit/kafka';
import { MemoryKafka } from '../kit/memory-kafka';
import { errorBody, mojaloopTenant } from '../kit/mojaloop';
import { startMojaloop, type RunningMojaloop } from '../kit/parts/mojaloop';
import { findFreePorts } from '../kit/stack/ports';

const names = ['dar-1', 'dodoma-1'] as const;
const fspId = 'buffalofsp';
const secret = 'the id secret of the buffalo';
const strays = 'payment-hub.stray-messages';

const tzs = { amount: '100.12', currency: 'TZS' };
const expiration = '2026-11-21T10:25:00.000Z';
const packet = { ilpPacket: 'AYIB', condition: 'A'.repeat(43) };
const quote = { transferAmount: tzs, expiration, ...packet };
const transferRequest = {
  ...{ payerFsp: 'lionfsp', payeeFsp: 'buffalofsp', amount: tzs, expiration },
  ...packet,
};

let authority: Authority;
let folder: string;
let tls: TlsFolder;
let kafka: MemoryKafka;
let ports: readonly number[];
let engines: RunningMojaloop[];
/** Looks at the file of engines are two seconds apart. */
let lookedMs = 0;
const clock = { ...systemClock, now: () => systemClock.now() + lookedMs };

function writeEngines(
  change: Partial<Record<(typeof names)[number], string>> = {},
  numbers = [0, 1],
  directory = folder,
): void {
  const lines = names.map(
    (name, number) =>
      `  - { name: ${name}, number: ${numbers[number] ?? ''}, address: "https://127.0.0.1:${ports[number] ?? 0}", channel: "https://127.0.0.1"${change[name] ?? ''} }`,
  );
  writeFileSync(join(directory, 'engines.yaml'), `engines:\n${lines.join('\n')}\n`);
  lookedMs += 3_000;
}

function start(
  at: number,
  directory = folder,
  buffalo = mojaloopTenant('buffalo'),
): Promise<RunningMojaloop> {
  return startMojaloop(
    [buffalo],
    {
      ENGINES_PATH: join(directory, 'engines.yaml'),
      ENGINE_NAME: names[at] ?? '',
      ENGINES_TLS_DIRECTORY: tls.path,
      MOJALOOP_STATE_TIMEOUT_MS: '200',
    },
    { clock },
    {},
    undefined,
    { kafka: kafka.door(`engine ${at}`), enginesPort: ports[at] ?? 0 },
  );
}

beforeAll(async () => {
  authority = await createAuthority('engines');
});

beforeEach(async () => {
  lookedMs = 0;
  folder = mkdtempSync(join(tmpdir(), 'engines-'));
  tls = new TlsFolder({ pair: await authority.issue(), authority });
  kafka = new MemoryKafka(() => systemClock.now());
  ports = await findFreePorts(2);
  writeEngines();
  engines = [await start(0), await start(1)];
});

afterEach(async () => {
  await Promise.all(engines.map((one) => one.close()));
  rmSync(folder, { recursive: true });
  tls.remove();
});

const at = (number: number): RunningMojaloop => {
  const one = engines[number];
  if (one === undefined) throw new Error(`there is no engine ${number}`);
  return one;
};
const heard = (number: number) => at(number).engine.published.map(({ name }) => name);
const madeBy = (engineNumber: number, transaction = 'a transaction') =>
  secretIdsOf(secret, transaction, { fspId, engineNumber });
const transferAnswer = (id: string) => ({
  method: 'PUT',
  path: `/transfers/${id}`,
  body: { transferState: 'COMMITTED', fulfilment: 'A'.repeat(43) },
  headers: { 'FSPIOP-Source': 'Hub' },
});
/** An id of a peer's that is given to this one of the two. */
function peersIdFor(number: number): string {
  for (let n = 0; ; n += 1) {
    const id = `7c23e80c-d078-4077-8263-2c047876${String(n).padStart(4, '0')}`;
    const [first] = orderFor(
      id,
      names.map((name) => ({ name })),
    );
    if (first?.name === names[number]) return id;
  }
}
const counted = async (number: number, metric: string) => {
  const { values = [] } = (await at(number).metrics.getSingleMetric(metric)?.get()) ?? {};
  const some = values.filter(({ value }) => value > 0);
  return Object.fromEntries(
    some.map(({ labels, value }) => [Object.values(labels).join(' '), value]),
  );
};
const straysKept = () =>
  kafka
    .partitions(strays)
    .flat()
    .map(({ value }) => readRecord(value)?.message);
const until = (isSo: () => boolean | Promise<boolean>) => eventually(isSo, 10_000);

describe('an answer to a payment of another engine', () => {
  test('is handed on as it came, and acknowledged once the other engine has it', async () => {
    const { transferId, quoteId } = madeBy(1);
    const answer = await at(0).call(transferAnswer(transferId));
    expect(answer.status).toBe(200);
    const error = errorBody('5103');
    const call = { method: 'PUT', path: `/quotes/${quoteId}/error`, body: error };
    expect((await at(0).call(call)).status).toBe(200);
    expect([heard(0), heard(1)]).toEqual([[], ['transfer-answered', 'quote-answered']]);
    // With who says it and when, of which its process makes use.
    expect(at(1).engine.published[0]).toMatchObject({
      correlationKey: `buffalo:${transferId}`,
      variables: { transferAnswer: { verdict: 'COMMITTED', saidAt: '2026-11-21T10:24:00.000Z' } },
    });
    expect(await counted(0, 'hub_handed_on_total')).toEqual({ 'dodoma-1 taken': 2 });
  });

  test('is told the other engine’s own refusal', async () => {
    const { quoteId } = madeBy(1);
    const call = { method: 'PUT', path: `/quotes/${quoteId}`, body: quote };
    const wrong = { ...call, body: { ...call.body, expiration: '2026-99-99T00:00:00.000Z' } };
    const [there, here] = [await at(0).call(wrong), await at(1).call(wrong)];
    expect([there.status, there.text]).toEqual([here.status, here.text]);
    expect(there.status).toBe(400);
  });

  test('is kept in Kafka while that engine is away, and delivered in its order when it is back', async () => {
    const { transferId } = madeBy(1);
    await at(1).close();
    const first = { ...transferAnswer(transferId), body: { transferState: 'RESERVED' } };
    expect((await at(0).call(first)).status).toBe(200);
    expect((await at(0).call(transferAnswer(transferId))).status).toBe(200);
    expect(await counted(0, 'hub_handed_on_total')).toEqual({ 'dodoma-1 kept': 2 });
    engines[1] = await start(1);
    await until(() => heard(1).length >= 2);
    const verdicts = at(1).engine.published.map(
      ({ variables }) =>
        (variables as { transferAnswer: { verdict: string } }).transferAnswer.verdict,
    );
    expect(verdicts.slice(0, 2)).toEqual(['PENDING', 'COMMITTED']);
  });

  test('is kept while that engine’s broker is away, and while our own is', async () => {
    at(1).engine.isDown = true;
    at(0).engine.isDown = true;
    expect((await at(0).call(transferAnswer(madeBy(1).transferId))).status).toBe(200);
    expect((await at(0).call(transferAnswer(madeBy(0).transferId))).status).toBe(200);
    at(1).engine.isDown = false;
    at(0).engine.isDown = false;
    await until(() => heard(0).length > 0 && heard(1).length > 0);
    expect([heard(0)[0], heard(1)[0]]).toEqual(['transfer-answered', 'transfer-answered']);
  });

  test('is not acknowledged where neither that engine nor Kafka has it', async () => {
    await at(1).close();
    kafka.isDown = true;
    const answer = await at(0).call(transferAnswer(madeBy(1).transferId));
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('"2003"')]);
    kafka.isDown = false;
    engines[1] = await start(1);
  });

  test('that is in the file no longer is kept for operators', async () => {
    const call = transferAnswer(madeBy(7).transferId);
    expect((await at(0).call(call)).status).toBe(200);
    expect(await counted(0, 'hub_stray_messages_total')).toEqual({ gone: 1 });
    expect([heard(0), heard(1)]).toEqual([[], []]);
    expect(straysKept()).toMatchObject([{ tenant: 'buffalo', method: 'PUT', uri: call.path }]);
    expect(JSON.parse(String(straysKept()[0]?.body))).toEqual(call.body);
  });

  test('without an id is heard by both, and by one while the other is away', async () => {
    const call = { method: 'PUT', path: '/parties/MSISDN/1/error', body: errorBody('3204') };
    expect((await at(0).call(call)).status).toBe(200);
    expect([at(0), at(1)].map(({ engine }) => engine.broadcasts.length)).toEqual([1, 1]);
    await at(1).close();
    expect((await at(0).call(call)).status).toBe(200);
    expect(at(0).engine.broadcasts).toHaveLength(2);
    expect(await counted(0, 'hub_handed_on_total')).toEqual({
      'dodoma-1 taken': 1,
      'dodoma-1 missed': 1,
    });
    engines[1] = await start(1);
  });
});

test('what answers nothing that we have asked for is refused as the standard says, counted and kept', async () => {
  const id = peersIdFor(1);
  const answer = await at(0).call({ method: 'PUT', path: `/quotes/${id}`, body: quote });
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('"3205"')]);
  const path = `/transactionRequests/${id}`;
  const body = { transactionRequestState: 'RECEIVED' };
  expect((await at(1).call({ method: 'PUT', path, body })).text).toContain('"3206"');
  expect(await counted(0, 'hub_stray_messages_total')).toEqual({ foreign: 1 });
  expect(straysKept()).toHaveLength(2);
});

test('the switch’s word that our answer to a peer could not be brought is taken, and is none that belongs nowhere', async () => {
  const id = peersIdFor(1);
  for (const resource of ['quotes', 'transactionRequests']) {
    const path = `/${resource}/${id}/error`;
    const answer = await at(0).call({ method: 'PUT', path, body: errorBody('1001') });
    expect(answer.status).toBe(200);
  }
  expect(await counted(0, 'hub_stray_messages_total')).toEqual({});
  expect(straysKept()).toEqual([]);
});

test('a signature is checked where the message comes in, and not again', async () => {
  const keysDirectory = mkdtempSync(join(tmpdir(), 'keys-'));
  const strict = mojaloopTenant('buffalo', {
    signatures: { verify: { policy: 'require', keysDirectory } },
  });
  await at(1).close();
  engines[1] = await start(1, folder, strict);
  const toOther = (number: number) => transferAnswer(madeBy(number).transferId);
  // 0 asks for none, 1 for one: what 0 has taken is believed by 1.
  expect((await at(0).call(toOther(1))).status).toBe(200);
  expect(heard(1)).toEqual(['transfer-answered']);
  const forged = await at(1).call(toOther(0));
  expect([forged.status, forged.text]).toEqual([400, expect.stringContaining('"3105"')]);
  expect(await counted(1, 'hub_stray_messages_total')).toEqual({ forged: 1 });
  await until(() => straysKept().length === 1);
  expect(heard(0)).toEqual([]);
  rmSync(keysDirectory, { recursive: true });
});

describe('a request of a peer', () => {
  const transfer = (number: number) => ({
    method: 'POST',
    path: '/transfers',
    body: { ...transferRequest, transferId: peersIdFor(number) },
  });

  test('lands on the same engine, whichever it comes to, and what follows it too', async () => {
    expect((await at(0).call(transfer(1))).status).toBe(202);
    expect((await at(1).call(transfer(1))).status).toBe(202);
    // The second time it is a repeat.
    expect(heard(1)).toEqual(['transfer-received', 'transfer-state-asked']);
    const word = { method: 'PATCH', path: `/transfers/${peersIdFor(1)}` };
    const body = { transferState: 'COMMITTED', completedTimestamp: '2026-11-21T10:24:01.000Z' };
    const headers = { 'FSPIOP-Source': 'Hub' };
    expect((await at(0).call({ ...word, body, headers })).status).toBe(200);
    expect(heard(1)).toContain('transfer-answered');
  });

  test('is taken by the next engine while its own is away', async () => {
    await at(1).close();
    expect((await at(0).call(transfer(1))).status).toBe(202);
    expect(heard(0)).toEqual(['transfer-received']);
    engines[1] = await start(1);
    at(0).engine.isDown = true;
    expect((await at(0).call(transfer(0))).status).toBe(202);
    expect(heard(1)).toEqual(['transfer-received']);
  });

  test('goes to none that is drained, but for one that it has already', async () => {
    writeEngines({ 'dodoma-1': `, drained: { since: "2026-11-21T10:00:00Z" }` });
    expect((await at(1).call(transfer(1))).status).toBe(202);
    expect([heard(0), heard(1)]).toEqual([['transfer-received'], []]);
    const since = new Date(clock.now() - 60_000).toISOString();
    writeEngines({ 'dodoma-1': `, drained: { since: "${since}" }` });
    at(1).engine.answer = 'taken';
    expect((await at(0).call(transfer(1))).status).toBe(202);
    expect(heard(0)).toEqual(['transfer-received']);
    const [question] = at(1).engine.asked;
    expect(question?.message).toMatchObject({
      name: 'transfer-state-asked',
      variables: { repeatedHash: expect.any(String) as string },
    });
    // Its callbacks are served all the while.
    expect((await at(0).call(transferAnswer(madeBy(1).transferId))).status).toBe(200);
    expect(heard(1)).toEqual(['transfer-answered']);
  });

  test('for its state is asked about at those that may know, and denied when none does', async () => {
    const call = { method: 'GET', path: `/quotes/${peersIdFor(1)}` };
    at(1).engine.answer = 'taken';
    expect((await at(0).call(call)).status).toBe(202);
    await until(() => at(1).engine.asked.length === 1);
    at(1).engine.answer = undefined;
    expect((await at(0).call(call)).status).toBe(202);
    await until(() => at(0).sent.length === 1);
    expect(at(0).sent[0]?.body).toContain('"3205"');
    expect(at(0).engine.asked).toHaveLength(1);
  });
});

describe('the door for other engines', () => {
  const http = createAxiosTransport();
  afterAll(() => http.close());
  const headersOf = (resource: string) => ({
    'Content-Type': `application/vnd.interoperability.${resource}+json;version=1.1`,
    Date: 'Sat, 21 Nov 2026 10:24:00 GMT',
    'FSPIOP-Source': 'Hub',
    'FSPIOP-Destination': fspId,
  });
  const put = transferAnswer(madeBy(0).transferId);

  test('lets in no client without a certificate of the engines’ authority', async () => {
    await expect(fetch(at(0).enginesUrl + put.path, { method: 'PUT' })).rejects.toThrow();
    expect(heard(0)).toEqual([]);
  });

  test('lets in nobody whose certificate bears the host name of no engine', async () => {
    const other = await authority.issue({ names: [{ type: 'dns', value: 'another.example' }] });
    const shown = async ({ certificate, key }: Pair) => {
      const own = { certificates: certificate, key };
      const identity = { own, authorities: authority.certificate };
      const request = {
        ...{
          method: 'PUT' as const,
          url: at(0).enginesUrl + put.path,
          headers: headersOf('transfers'),
        },
        ...{ body: JSON.stringify(put.body), timeoutMs: 5_000 },
        tls: { current: () => identity },
      } as const;
      return (await http.request(request)).status;
    };
    expect(await shown(other)).toBe(403);
    expect(heard(0)).toEqual([]);
    expect(await shown(await authority.issue())).toBe(200);
    expect(heard(0)).toEqual(['transfer-answered']);
  });

  test('hands nothing on: what by our own file is another’s is kept for operators', async () => {
    // 0 thinks that the mark is 1's, and 1 that it is 0's.
    const swapped = mkdtempSync(join(tmpdir(), 'engines-'));
    writeEngines({}, [1, 0], swapped);
    await at(1).close();
    engines[1] = await start(1, swapped);
    expect((await at(0).call(transferAnswer(madeBy(1).transferId))).status).toBe(200);
    expect([heard(0), heard(1)]).toEqual([[], []]);
    expect(await counted(1, 'hub_stray_messages_total')).toEqual({ astray: 1 });
    expect(straysKept()).toHaveLength(1);
    rmSync(swapped, { recursive: true });
  });

  test('needs its certificates', async () => {
    tls.remove('ca.crt');
    await expect(start(0)).rejects.toThrow('there is no ca.crt');
  });
});
