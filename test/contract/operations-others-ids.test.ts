/** An id of another tenant and one that is nowhere take the same path: same words, same questions to Elasticsearch and Kafka. */
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../connectors/common/clock';
import type { Operation } from '../../connectors/common/api/operations';
import { operationsApi } from '../../connectors/operations/api/api';
import { difference } from '../../connectors/operations/reconciliation/difference';
import { Keeper } from '../../connectors/operations/reconciliation/keep';
import { silentLog } from '../kit/mojaloop';
import { say } from '../kit/parts/journal';
import { OperatorsWorld } from '../kit/parts/operators-world';
import { indexRecorded } from '../kit/parts/recorded-payments';

let world: OperatorsWorld;
afterAll(() => world.close());

/** By the name of the parameter: what buffalo has and lion has not, and what nobody has, equally long. */
const ids: Record<string, { readonly theirs: string; readonly nowhere: string }> = {};
const alias = 'payment-hub-payments';
/** By this one only payments of buffalo ran. */
const deployedOfBuffalo = '9251799813685254';

beforeAll(async () => {
  world = await OperatorsWorld.start({ operators: { secondPerson: 'always' } });
  ids['matterKey'] = { theirs: 'buffalo:payer:t-1', nowhere: 'buffalo:payer:t-9' };
  ids['transactionId'] = await payment();
  ids['messageId'] = await message();
  ids['decisionId'] = { theirs: await decision(), nowhere: randomUUID() };
  ids['batchId'] = { theirs: await batch(), nowhere: randomUUID() };
  ids['differenceId'] = await differing();
  ids['engine'] = { theirs: 'main', nowhere: 'main' };
  ids['processDefinitionKey'] = { theirs: deployedOfBuffalo, nowhere: '1251799813685254' };
  await world.operations.caughtUp();
}, 60_000);

const asTheirs = async () => ({ token: await world.tokenOf('neema', 'buffalo:operator') });
const door = () => world.operations.elasticsearch.door({ clock: systemClock, log: silentLog });

async function payment() {
  await indexRecorded(door());
  const [[, source] = ['', '']] = [...world.operations.elasticsearch.documents(alias)];
  const theirs = randomUUID();
  const ofBuffalo = source.replace(
    /"processDefinitionKey":"\d+"/g,
    `"processDefinitionKey":"${deployedOfBuffalo}"`,
  );
  const document = { ...JSON.parse(ofBuffalo), tenant: 'buffalo', transactionId: theirs } as object;
  const own = { ...document, transferId: randomUUID() };
  const place = { index: `${alias}-2026-11`, id: `buffalo.payer.${theirs}` };
  await door().bulk([{ kind: 'index', ...place, source: JSON.stringify(own) }]);
  return { theirs, nowhere: randomUUID() };
}

async function message() {
  const at = '2026-11-28T23:00:46.400Z';
  await say(world.operations.kafka, door(), [{ messageId: 'theirs', at, tenant: 'buffalo' }]);
  return { theirs: 'theirs', nowhere: 'no-one' };
}

async function decision(): Promise<string> {
  world.engine.wait('t-1', 'OUTCOME_UNKNOWN', { tenant: 'buffalo' });
  await world.tell();
  const [matter] = world.operations.matters.waiting();
  const body = { transferId: 't-1', decision: 'book', why: 'so', basis: matter?.toldAt };
  const path = '/tenants/buffalo/decisions';
  const answer = await world.operations.api.post(path, { ...(await asTheirs()), body });
  return String(answer.body['decisionId']);
}

async function batch(): Promise<string> {
  await world.standStill(2, { tenant: 'buffalo' });
  const { api } = world.operations;
  const { body } = await api.get('/tenants/buffalo/incidents', await asTheirs());
  const [{ group } = { group: '' }] = body['groups'] as { group: string }[];
  const asked = { ...(await asTheirs()), body: { group, count: 2, why: 'so' } };
  return String((await api.post('/tenants/buffalo/incidents/retries', asked)).body['batchId']);
}

async function differing() {
  const cut = {
    ...{ tenant: 'buffalo', fspId: 'buffalo', date: '2026-11-28', fromMs: 0, untilMs: 1 },
    ...{ bookingsSinceMs: 0, report: { fromMs: 0, untilMs: 1 } },
  };
  const kafka = world.operations.kafka.door('others');
  const keeper = await Keeper.open({ kafka, topic: 'payment-hub.reconciliations' }, cut, 0);
  const told = { side: 'payer', transferId: 't-1', transactionId: 'x', currency: 'TZS' } as const;
  const said = { hub: 'paid', ams: 'nothing stands', switch: 'COMMITTED' };
  keeper.note({
    kind: 'difference',
    difference: difference(cut, 'missing-debit', { ...told, ...said }),
  });
  await keeper.end({ compared: 1, differences: 1, underWay: 0, outOfReach: 0 }, false);
  await kafka.close();
  return {
    theirs: 'buffalo.missing-debit.payer.t-1',
    nowhere: 'buffalo.missing-debit.payer.t-9',
  };
}

/** Those that name a day or a report name nothing that somebody has. */
const nobodys = ['tenant', 'date', 'report'];
const named = ({ parameters }: Operation) =>
  parameters.filter((one) => one.in === 'path' && !nobodys.includes(one.name));
const operations = operationsApi.operations.filter((one) => named(one).length > 0);

const bodies: Readonly<Record<string, object>> = {
  ...{ handOverWork: { to: 'juma' }, assignWork: { to: 'juma' } },
  ...{ approveDecision: { why: 'so' }, approveRetries: { count: 2, why: 'so' } },
  revealParty: { party: 'payee', why: 'so' },
  settleDifference: { why: 'so', basis: '1970-01-01T00:00:00.000Z' },
};

/** What it answers, and what it asks for that. */
async function ask(operation: Operation, whose: 'theirs' | 'nowhere', tenant = 'lion') {
  const asked: string[] = [];
  const { elasticsearch, door: kafka } = world.operations;
  Object.defineProperty(elasticsearch, 'held', {
    configurable: true,
    get: () => {
      asked.push('Elasticsearch');
      return Promise.resolve();
    },
  });
  const spies = (['endOffsets', 'publish', 'read'] as const).map((name) => {
    const before = kafka[name].bind(kafka) as (...values: unknown[]) => unknown;
    return jest.spyOn(kafka, name as 'endOffsets').mockImplementation(((...values: unknown[]) => {
      asked.push(`${name} ${name === 'endOffsets' ? String(values[0]) : ''}`);
      return before(...values);
    }) as never);
  });
  const path = named(operation).reduce(
    (text, { name }) => {
      const id = ids[name];
      if (id === undefined) throw new Error(`say what ${name} is that another tenant has`);
      return text.replace(`{${name}}`, encodeURIComponent(id[whose]));
    },
    operation.path.replace('{tenant}', tenant),
  );
  const roles = ['viewer', 'operator', 'approver', 'admin'].map((role) => `${tenant}:${role}`);
  const token = await world.tokenOf('amina', ...roles);
  const method = operation.method.toUpperCase() as 'GET' | 'POST';
  const body = bodies[operation.operationId];
  const { status, text } = await world.operations.api.request(method, path, {
    token,
    ...(body && { body }),
  });
  for (const spy of spies) spy.mockRestore();
  return { status, text, asked: asked.toSorted() };
}

test.each(operations.map((one) => [one.operationId, one] as const))(
  '%s',
  async (_name, operation) => {
    const theirs = await ask(operation, 'theirs');
    expect(theirs).toEqual(await ask(operation, 'nowhere'));
    expect(theirs.status).toBe(404);
    expect(theirs.asked).not.toEqual([]);
  },
);

test.each([
  ...['showPayment', 'listMessages', 'showMessage', 'readDecision', 'readRetries'],
  ...['takeWork', 'settleDifference'],
])('the tenant itself has what %s is asked for', async (name) => {
  const operation = operations.find(({ operationId }) => operationId === name);
  const answer = operation && (await ask(operation, 'theirs', 'buffalo'));
  expect(answer?.status).toBe(200);
});
