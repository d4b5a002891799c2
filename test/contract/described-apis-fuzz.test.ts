/**
 * Every operation against parameters, bodies and bytes that nobody foresaw. FUZZ_RUNS multiplies the cases,
 * FUZZ_SEED repeats a run.
 */
import fc from 'fast-check';
import type { Operation } from '../../connectors/common/api/operations';
import { administrationApi } from '../../connectors/fee-rules/administration/api';
import { obligationsApi } from '../../connectors/obligations/api/api';
import { operationsApi } from '../../connectors/operations/api/api';
import { interchangeFee } from '../kit/fee-rules/interchange-fee';
import { noRuleSets } from '../kit/fee-rules/no-rule-sets';
import { ObligationsWorld } from '../kit/obligations';
import type { RunningApi } from '../kit/parts/described-api';
import { startApi } from '../kit/parts/fee-rules-administration';
import { startObligationsApi } from '../kit/parts/obligations';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';

jest.setTimeout(180_000);

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const numRuns = 15 * Number(process.env['FUZZ_RUNS'] ?? 1);

let world: ObligationsWorld;
let api: RunningApi;
let ofObligations: RunningApi;
let ofOperations: OperationsWorld;
let everyRole: string;
beforeAll(async () => {
  process.stdout.write(`FUZZ_SEED=${seed}\n`);
  world = new ObligationsWorld();
  world.write({ transactionId: 't1' });
  api = await startApi(
    { ruleSets: noRuleSets, kafka: undefined },
    {
      FEE_RULES_ADMINISTRATION_REQUESTS_PER_MINUTE_MAX: '1000000',
      FEE_RULES_ADMINISTRATION_WORK_TIMEOUT_MS: '100000',
    },
  );
  ofObligations = await startObligationsApi(await world.start(), {
    OBLIGATIONS_REQUESTS_PER_MINUTE_MAX: '1000000',
  });
  ofOperations = await startOperationsWorld();
  const roles = ['viewer', 'operator', 'approver', 'admin'].map((role) => `lion:${role}`);
  everyRole = await operationsToken('amina', ...roles);
});
afterAll(async () => {
  await api.close();
  await ofObligations.close();
  await ofOperations.close();
  await world.stop();
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('20261121T080000Z', 'a'.repeat(64), '2026-11-21T08:00:00Z', '0', '-1', '../..'),
);
/** Rules with a piece cut out, doubled or replaced. */
const spoiledRules = fc
  .tuple(fc.nat(interchangeFee.length), fc.nat(60), fc.string({ maxLength: 20 }))
  .map(([at, cut, put]) => interchangeFee.slice(0, at) + put + interchangeFee.slice(at + cut));
const anyBody = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  spoiledRules,
  fc.jsonValue({ maxDepth: 6 }).map((value) => JSON.stringify(value)),
  fc
    .record(
      {
        rules: fc.oneof(spoiledRules, fc.jsonValue()),
        transaction: fc.jsonValue(),
        transactions: fc.jsonValue(),
        executionPoint: fc.constantFrom('quote.accepted', 'never', 1),
        activeFrom: fc.oneof(fc.date({ noInvalidDate: true }), anyText),
        from: anyText,
        to: anyText,
        statementHash: anyText,
        dispute: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
);

function pathOf(operation: Operation, values: readonly string[]): string {
  let next = 0;
  const value = () =>
    encodeURIComponent(Buffer.from(values[next++ % values.length] ?? '').toString() || 'x');
  const path = operation.path.replace('{tenant}', 'lion').replaceAll(/\{\w+\}/g, value);
  const query = operation.parameters.filter((one) => one.in === 'query');
  const pairs = query.map(({ name }) => `${name}=${value()}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** Of whoever the kit calls for. */
const nobodys = (): string | undefined => undefined;

test.each([
  ...administrationApi.operations.map((operation) => ({
    ...operation,
    served: () => api,
    tokenOf: nobodys,
  })),
  ...obligationsApi.operations.map((operation) => ({
    ...operation,
    served: () => ofObligations,
    tokenOf: nobodys,
  })),
  ...operationsApi.operations.map((operation) => ({
    ...operation,
    served: () => ofOperations.api,
    tokenOf: () => everyRole,
  })),
])('$operationId never fails, whatever comes', async ({ served, tokenOf, ...operation }) => {
  const token = tokenOf();
  const { method, mediaTypes } = operation;
  const types = fc.constantFrom(...mediaTypes, 'text/plain; charset=utf-8', '');
  const texts = fc.array(anyText, { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(texts, types, anyBody, async (values, type, body) => {
      const path = pathOf(operation, values);
      // A client makes another path of these.
      fc.pre(!/\/\.\.?(\/|\?|$)|%2e/i.test(path));
      const answer = await served().request(method.toUpperCase(), path, {
        headers: { 'content-type': type },
        ...(token !== undefined && { token }),
        ...(mediaTypes.length > 0 && { body }),
      });
      expect([200, 201, 202, 400, 403, 404, 405, 406, 409, 415, 422, 501]).toContain(answer.status);
      expect(answer.text).not.toMatch(/node_modules|\.[jt]s:\d/);
    }),
    { seed, numRuns },
  );
});
