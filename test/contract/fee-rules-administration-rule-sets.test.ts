/** Rule sets in life over the API, kept in a directory. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { readEnvironment } from '../../connectors/common/config/environment';
import { openRuleSets } from '../../connectors/fee-rules/rule-sets/open-rule-sets';
import type { RulesInForce } from '../../connectors/fee-rules/rule-sets/rule-book';
import type { RuleSets } from '../../connectors/fee-rules/rule-sets/rule-sets';
import { ruleSetsEnvironment } from '../../connectors/fee-rules/rule-sets/settings';
import { writeCsv } from '../../connectors/fee-rules/tables/csv';
import { interchangeFee } from '../kit/fee-rules/interchange-fee';
import { interchangeFeeTables } from '../kit/fee-rules/interchange-fee-tables';
import { MemoryKafka } from '../kit/memory-kafka';
import { silentLog } from '../kit/parts/channel';
import { allScopes, token, type Answer, type RunningApi } from '../kit/parts/described-api';
import { startApi } from '../kit/parts/fee-rules-administration';

// On a busy machine threads take long to begin.
jest.setTimeout(120_000);

const text = { 'content-type': 'text/plain' };
const csv = { 'content-type': 'text/csv' };
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let folder: string;
let ruleSets: RuleSets;
let api: RunningApi;
let juma: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fee-rules-api-'));
  ruleSets = openRuleSets(readEnvironment(ruleSetsEnvironment, { FEE_RULES_DIRECTORY: folder }), {
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    metrics: new Registry(),
    kafka: new MemoryKafka(() => systemClock.now()).door(),
  });
  api = await startApi(
    { ruleSets, kafka: undefined },
    { FEE_RULES_ADMINISTRATION_WORK_TIMEOUT_MS: '100000' },
  );
  juma = await token('juma', allScopes);
});
afterAll(async () => {
  await api.close();
  await ruleSets.close();
  rmSync(folder, { recursive: true });
});

const rulesOf = (version: number) => `@version ${version}\n${interchangeFee}`;
const draft = (rules: string, title = 'Fees') =>
  api.post(`/rule-sets?title=${encodeURIComponent(title)}`, { headers: text, body: rules });
const idOf = (answer: Answer) => String(answer.body['ruleSetId']);
const inAMinute = () => new Date(Date.now() + 60_000).toISOString();

test('a rule set is drafted, approved by another person, scheduled, and its history told', async () => {
  const drafted = await draft(rulesOf(1), 'Fees 2027');
  expect(drafted.status).toBe(201);
  expect(drafted.body).toMatchObject({
    state: 'draft',
    title: 'Fees 2027',
    drafted: { by: 'amina' },
  });
  const address = drafted.headers.get('location') ?? '';
  expect(address).toBe(`/rule-sets/${idOf(drafted)}`);

  const approved = await api.post(`${address}/approval`, { token: juma });
  expect(approved.body).toMatchObject({ state: 'approved', approved: { by: 'juma' } });
  const activeFrom = inAMinute();
  const scheduled = await api.post(`${address}/schedule`, { body: { activeFrom } });
  expect(scheduled.body).toMatchObject({
    state: 'scheduled',
    scheduled: { by: 'amina', activeFrom },
  });

  expect((await api.get(address)).body).toEqual(scheduled.body);
  const { body } = await api.get('/rule-sets');
  expect(body['ruleSets']).toContainEqual(scheduled.body);
});

test('who drafted a rule set cannot approve it', async () => {
  const drafted = await draft(rulesOf(2));
  const refused = await api.post(`/rule-sets/${idOf(drafted)}/approval`);
  expect(refused.status).toBe(403);
  expect(refused.body['type']).toBe('urn:payment-hub:problem:second-person-needed');
});

test('a table becomes the same rule set as its text', async () => {
  const fromTable = await api.post('/rule-sets?title=From%20a%20table', {
    headers: csv,
    body: writeCsv(interchangeFeeTables),
  });
  expect(fromTable.status).toBe(201);
  const again = await draft(interchangeFee);
  expect(again.status).toBe(409);
  expect(again.body['detail']).toContain('From a table');
});

test('the rules of a rule set are read as text and as tables, which give the same rule set again', async () => {
  const drafted = await draft(rulesOf(3));
  const path = `/rule-sets/${idOf(drafted)}/rules`;
  expect((await api.get(path)).text).toBe(rulesOf(3));
  for (const type of ['text/csv', xlsxType]) {
    const { bytes, headers } = await api.get(path, { headers: { accept: type } });
    expect(headers.get('content-type')).toContain(type);
    const checked = await api.post('/checks', { headers: { 'content-type': type }, body: bytes });
    expect(checked.body['ruleSetId']).toBe(idOf(drafted));
  }
});

test('a draft can be withdrawn, and nothing can be decided about it any more', async () => {
  const address = `/rule-sets/${idOf(await draft(rulesOf(4)))}`;
  expect((await api.post(`${address}/withdrawal`)).body).toMatchObject({ state: 'withdrawn' });
  const refused = await api.post(`${address}/approval`, { token: juma });
  expect(refused.status).toBe(409);
  expect(refused.body['type']).toBe('urn:payment-hub:problem:other-state');
});

test('what is scheduled can be retired from some time on', async () => {
  const address = `/rule-sets/${idOf(await draft(rulesOf(5)))}`;
  await api.post(`${address}/approval`, { token: juma });
  const activeFrom = new Date(Date.now() + 86_400_000).toISOString();
  await api.post(`${address}/schedule`, { body: { activeFrom } });
  const from = new Date(Date.now() + 2 * 86_400_000).toISOString();
  const retired = await api.post(`${address}/retirement`, { body: { from } });
  expect(retired.body).toMatchObject({ step: 'retired', retired: { by: 'amina', from } });
});

test.each([
  ['a time that is none', { activeFrom: 'noon' }, 400, 11],
  ['no time', {}, 400, 12],
  ['the past', { activeFrom: '2020-01-01T00:00:00Z' }, 409, 13],
])('a schedule for %s is refused', async (_what, body, status, version) => {
  const address = `/rule-sets/${idOf(await draft(rulesOf(version)))}`;
  await api.post(`${address}/approval`, { token: juma });
  expect((await api.post(`${address}/schedule`, { body })).status).toBe(status);
});

test('what has not been approved cannot be scheduled', async () => {
  const address = `/rule-sets/${idOf(await draft(rulesOf(6)))}`;
  const answer = await api.post(`${address}/schedule`, { body: { activeFrom: inAMinute() } });
  expect(answer.status).toBe(409);
});

test('wrong rules cannot be drafted, and all that is wrong is told', async () => {
  const answer = await draft(interchangeFee.replace('0.6% * -1', '0.7% * -1'));
  expect(answer.status).toBe(422);
  expect(answer.body['problems']).toMatchObject([{ line: 42, code: 'legs-do-not-cancel' }]);
});

test('the rule set of some time is told, or that nobody can tell now', async () => {
  const ruleSetId = idOf(await draft(rulesOf(20)));
  const { evaluator } = await ruleSets.administration.load(rulesOf(20));
  const answers = [];
  const rules: RulesInForce[] = [{ kind: 'unusable', reason: 'the rules have not been read yet' }];
  if (evaluator !== undefined) rules.push({ kind: 'in-force', ruleSetId, evaluator });
  for (const one of rules) {
    const book = { current: () => ({ at: () => one }) };
    const other = await startApi({
      ruleSets: { administration: ruleSets.administration, book },
      kafka: undefined,
    });
    const answer = await other.get('/rule-sets/in-force');
    answers.push([
      answer.status,
      (answer.body['ruleSet'] as { title?: string } | undefined)?.title,
    ]);
    await other.close();
  }
  expect(answers).toEqual([
    [503, undefined],
    [200, 'Fees'],
  ]);
});

describe('before any rules are in force', () => {
  test('none are told, with the time that was asked for', async () => {
    const answer = await api.get('/rule-sets/in-force?at=2026-11-21T08:00:00Z');
    expect(answer.body).toEqual({ at: '2026-11-21T08:00:00.000Z', ruleSet: null });
  });

  test('a dry run shows who would pay what', async () => {
    const ruleSetId = idOf(await draft(rulesOf(7)));
    const transfers = [transfer('1', 'lion', 'buffalo'), transfer('2', 'lion', 'lion')];
    const answer = await dryRun(ruleSetId, transfers.map((one) => JSON.stringify(one)).join('\n'));
    expect(answer.body).toMatchObject({ isComplete: true, transfers: 2, changed: 1 });
    expect(answer.body['totals']).toEqual([
      {
        debtor: 'buffalo',
        creditor: 'lion',
        currency: 'TZS',
        ledgerEntryType: 'INTERCHANGE_FEE',
        before: '0',
        after: '6',
        difference: '6',
      },
    ]);
    expect(answer.body['changedTransfers']).toMatchObject([{ transferId: '1', before: [] }]);
  });

  test('a transaction can be tried on a draft by its id', async () => {
    const ruleSetId = idOf(await draft(rulesOf(8)));
    const { transaction } = transfer('1', 'lion', 'buffalo');
    const body = { transactions: [transaction] };
    const answer = await api.post(`/evaluations?ruleSetId=${ruleSetId}`, { body });
    expect(answer.body).toMatchObject({ ruleSetId, evaluations: [{ entries: [{ amount: '6' }] }] });
  });

  test('bytes that are not UTF-8 are refused, and never drafted or tried with holes in them', async () => {
    const title = await api.post('/rule-sets?title=Caf%E9', { headers: text, body: rulesOf(10) });
    expect([title.status, title.body['detail']]).toEqual([
      400,
      'The query is not percent-encoded UTF-8',
    ]);
    const latin1 = (words: string) => Buffer.from(words, 'latin1');
    const rules = { headers: text, body: latin1(`// Café\n${rulesOf(10)}`) };
    expect(await api.post('/rule-sets?title=Fees', rules)).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'not-utf-8' }] },
    });
    const ruleSetId = idOf(await draft(rulesOf(10)));
    const { transaction } = transfer('1', 'lion', 'buffalo');
    const tried = JSON.stringify({ transactions: [{ ...transaction, note: 'Café' }] });
    const headers = { 'content-type': 'application/json' };
    const evaluations = { headers, body: latin1(tried) };
    expect(await api.post(`/evaluations?ruleSetId=${ruleSetId}`, evaluations)).toMatchObject({
      status: 400,
      body: { type: 'urn:payment-hub:problem:malformed-json' },
    });
    const line = JSON.stringify({ ...transfer('1', 'a', 'b'), note: 'Café' });
    const run = await api.post(`/dry-runs?ruleSetId=${ruleSetId}`, {
      headers: { 'content-type': 'application/x-ndjson' },
      body: latin1(line),
    });
    expect([run.status, run.body['detail']]).toEqual([400, 'Line 1: is not UTF-8 text']);
  });

  test('a dry run names the line whose amount is no decimal text: it drops no transfer, and guesses no charge', async () => {
    const ruleSetId = idOf(await draft(rulesOf(50)));
    for (const amount of [100.12, '1E+2']) {
      const { transaction, ...rest } = transfer('2', 'a', 'b');
      const wrong = {
        ...rest,
        transaction: { ...transaction, amount: { amount, currency: 'TZS' } },
      };
      const lines = [transfer('1', 'a', 'b'), wrong].map((one) => JSON.stringify(one)).join('\n');
      const answer = await dryRun(ruleSetId, lines);
      expect([answer.status, answer.body['detail']]).toEqual([
        400,
        expect.stringMatching(/^Line 2: .*amount\.amount/),
      ]);
    }
  });

  test('a dry run names the line that is no transfer, and what needs Kafka', async () => {
    const ruleSetId = idOf(await draft(rulesOf(9)));
    const wrong = await dryRun(ruleSetId, `${JSON.stringify(transfer('1', 'a', 'b'))}\n{}`);
    expect(wrong.status).toBe(400);
    expect(wrong.body['detail']).toMatch(/^Line 2: transferId/);
    const path = `/dry-runs?ruleSetId=${ruleSetId}`;
    const body = { from: '2026-11-01T00:00:00Z', to: '2026-11-21T00:00:00Z' };
    expect((await api.post(path, { body })).status).toBe(501);
    expect((await api.post(path, { body: { ...body, to: body.from } })).status).toBe(400);
  });
});

test('a dry run of past transfers takes those of the time, no more than were asked for', async () => {
  const kafka = new MemoryKafka(() => Date.parse('2026-11-20T09:00:00.000Z'));
  const topic = 'payment-hub.transfers';
  kafka.addTopic(topic, 2);
  for (const one of ['1', '2', '3']) {
    kafka.append({ topic, key: one, value: JSON.stringify(transfer(one, 'lion', 'buffalo')) });
  }
  const early = { ...transfer('4', 'lion', 'buffalo'), occurredAt: '2026-11-01T00:00:00.000Z' };
  kafka.append({ topic, key: '4', value: JSON.stringify(early) });
  kafka.append({ topic, key: '5', value: 'no transfer' });
  const other = await startApi({ ruleSets, kafka: kafka.door() });
  const path = `/dry-runs?ruleSetId=${idOf(await draft(rulesOf(40)))}`;
  const range = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
  const all = await other.post(path, { body: range });
  expect(all.body).toMatchObject({ isComplete: true, transfers: 3, changed: 3, unreadable: 1 });
  expect(all.body['totals']).toMatchObject([{ before: '0', after: '18' }]);
  const two = await other.post(path, { body: { ...range, transfersMax: 2 } });
  expect(two.body).toMatchObject({ isComplete: false, transfers: 2 });
  await other.close();
});

test('the calls that the README shows work, one after the other', async () => {
  const readme = readFileSync(join(__dirname, '../../connectors/fee-rules/README.md'), 'utf8');
  const lines = readme.split('\n').filter((line) => line.startsWith('    curl '));
  const files: Record<string, string> = {
    'fees.rules': rulesOf(30),
    'transfers.jsonl': JSON.stringify(transfer('1', 'lion', 'buffalo')),
  };
  let id = '';
  const statuses = [];
  for (const line of lines) {
    const headers = [...line.matchAll(/-H "([\w-]+): ([^"]+)"/g)].map(([, name, value]) => [
      name,
      value,
    ]);
    const body = files[/@(\S+)/.exec(line)?.[1] ?? ''] ?? / -d '([^']+)'/.exec(line)?.[1];
    const path = (/"\$HUB([^"]+)"$/.exec(line)?.[1] ?? '').replace('$ID', id);
    const method = body !== undefined || line.includes('-X POST') ? 'POST' : 'GET';
    const answer = await api.request(method, path, {
      headers: Object.fromEntries(headers) as Record<string, string>,
      ...(body !== undefined && { body }),
      ...(line.includes('$SECOND') && { token: juma }),
    });
    statuses.push(answer.status);
    if (answer.status === 201) id = idOf(answer);
  }
  expect(statuses).toEqual([200, 201, 200, 200, 200, 200, 200]);
});

const dryRun = (ruleSetId: string, body: string) =>
  api.post(`/dry-runs?ruleSetId=${ruleSetId}`, {
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  });

function transfer(transferId: string, payer: string, payee: string) {
  const party = (fspId: string) => ({ partyIdInfo: { fspId }, accountType: 'Wallet' });
  return {
    transferId,
    executionPoint: 'transfer.committed',
    occurredAt: '2026-11-20T08:00:00.000Z',
    transaction: {
      transactionId: `transaction-${transferId}`,
      payer: party(payer),
      payee: party(payee),
      amount: { amount: '1000', currency: 'TZS' },
      transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    },
  };
}
