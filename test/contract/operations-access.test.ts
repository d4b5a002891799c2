/** Who may do what at the operations' API: each operation, each role, the own tenant and another one. */
import type { Operation } from '../../connectors/common/api/operations';
import { operationsRoles, type OperationsRole } from '../../connectors/operations/api/access';
import { operationsApi } from '../../connectors/operations/api/api';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';

let world: OperationsWorld;
beforeEach(async () => {
  world = await startOperationsWorld();
});
afterEach(() => world.close());

const ofTenants = operationsApi.operations.filter(({ path }) =>
  path.startsWith('/tenants/{tenant}'),
);
const matrix = ofTenants.flatMap((operation) =>
  operationsRoles.map((role) => ({ ...operation, operation, role })),
);

const ask = (operation: Operation, tenant: string, token: string | null) =>
  world.api.request(
    operation.method.toUpperCase(),
    operation.path.replace('{tenant}', tenant).replaceAll(/\{\w+\}/g, '1'),
    { token, ...(operation.mediaTypes.length > 0 && { body: {} }) },
  );

const isAllowed = (wanted: string, role: OperationsRole): boolean =>
  wanted === 'viewer' || wanted === role;

test('every operation but the list of one’s own tenants is of one tenant, and names a role', () => {
  const others = operationsApi.operations.filter((one) => !ofTenants.includes(one));
  expect(others.map(({ operationId }) => operationId)).toEqual(['listTenants']);
  for (const { scope } of ofTenants) expect(operationsRoles).toContain(scope);
});

test.each(matrix)(
  '$operationId ($scope), asked by $role of this tenant',
  async ({ operation, role }) => {
    const token = await operationsToken('amina', `lion:${role}`);
    const { status } = await ask(operation, 'lion', token);
    expect(status === 403).toBe(!isAllowed(operation.scope, role));
    expect(status).not.toBe(401);
    const act = {
      ...{ person: 'amina', tenant: 'lion', operation: operation.operationId },
      isAllowed: isAllowed(operation.scope, role),
    };
    // What is no request of the API is answered before anything is looked at.
    const written = status === 400 ? [] : [act];
    expect(world.acts().slice(0, written.length)).toMatchObject(written);
  },
);

test.each(ofTenants)(
  '$operationId is refused in the same words for another’s tenant and for one that is none',
  async (operation) => {
    const token = await operationsToken('amina', ...operationsRoles.map((role) => `lion:${role}`));
    const [buffalos, nobodys] = [
      await ask(operation, 'buffalo', token),
      await ask(operation, 'nobody', token),
    ];
    expect(buffalos.status).toBe(403);
    expect(nobodys.text).toBe(buffalos.text);
    expect(world.acts().map(({ tenant, isAllowed }) => ({ tenant, isAllowed }))).toEqual([
      { tenant: 'buffalo', isAllowed: false },
      { tenant: 'nobody', isAllowed: false },
    ]);
  },
);

test.each(ofTenants)('$operationId is refused without a token', async (operation) => {
  expect((await ask(operation, 'lion', null)).status).toBe(401);
  expect(world.acts()).toEqual([]);
});

test('a person sees their own tenants and roles, and what is no role counts for nothing', async () => {
  const token = await operationsToken(
    'amina',
    'lion:viewer',
    'lion:god',
    'buffalo:admin',
    ':admin',
  );
  expect((await world.api.get('/tenants', { token })).body).toEqual({
    person: 'amina',
    tenants: [
      { tenant: 'lion', roles: ['viewer'] },
      { tenant: 'buffalo', roles: ['admin'] },
    ],
  });
});

test('what cannot be written to the audit is not done', async () => {
  world.kafka.isDown = true;
  const token = await operationsToken('amina', 'lion:viewer');
  const answer = await world.api.get('/tenants/lion/waiting', { token });
  expect(answer.status).toBe(503);
  expect(answer.body['detail']).toContain('audit');
});

test('what waits is listed for its own tenant, the oldest first', async () => {
  for (const [tenant, transferId, since] of [
    ['lion', 'second', '2026-11-29T10:00:00.000Z'],
    ['lion', 'first', '2026-11-29T09:00:00.000Z'],
    ['buffalo', 'theirs', '2026-11-29T08:00:00.000Z'],
  ] as const) {
    world.matters.enter(
      `${tenant}:payer:${transferId}`,
      JSON.stringify({
        ...{ kind: 'payment', version: 1, state: 'waiting', tenant, side: 'payer', transferId },
        ...{ since, toldAt: since, transactionId: transferId, amount: null, what: 'w' },
        ...{ whatToDo: 'd', reason: 'OUTCOME_UNKNOWN', verdict: 'UNKNOWN', choices: ['ask-again'] },
        ...{ errorInformation: null, processInstanceKey: '1', elementId: 'awaitOperator' },
      }),
    );
  }
  const token = await operationsToken('amina', 'lion:viewer');
  const { body } = await world.api.get('/tenants/lion/waiting', { token });
  const waiting = body['waiting'] as { transferId: string }[];
  expect(waiting.map(({ transferId }) => transferId)).toEqual(['first', 'second']);
});
