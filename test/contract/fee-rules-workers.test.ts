/** The fee rules' workers as the engine has them: what becomes of their jobs, whatever the rules are like. */
import { Registry } from 'prom-client';
import { bindWorker } from '../../connectors/common/hub/role';
import type { Message } from '../../connectors/common/runtime';
import { executeJob } from '../../connectors/common/hub/execute-job';
import type { Outcome } from '../../connectors/common/zeebe/job';
import { feesSchema, type Fees } from '../../connectors/common/contracts/fees';
import type { FeeRulesDeps } from '../../connectors/fee-rules/evaluation/evaluate-job';
import { createMissedAlarm } from '../../connectors/fee-rules/evaluation/missed-alarm';
import { evaluate } from '../../connectors/fee-rules/workers/evaluate';
import { evaluateMissed } from '../../connectors/fee-rules/workers/evaluate-missed';
import { always, BookInMemory } from '../kit/fee-rules/rule-books';
import { interchangeFee } from '../kit/fee-rules/interchange-fee';
import { silentLog, surroundings } from '../kit/mojaloop';

const unusable = () => ({ kind: 'unusable', reason: 'rules 12ab… cannot be read' }) as const;

const variables = {
  tenant: 'lion',
  transaction: {
    transactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
    payer: { partyIdInfo: { fspId: 'lionfsp' } },
    payee: { partyIdInfo: { fspId: 'buffalofsp' } },
    amount: { amount: '10000', currency: 'TZS' },
    transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    extensionList: {
      extension: [
        { key: 'payerAccountType', value: 'Wallet' },
        { key: 'payeeAccountType', value: 'wallet' },
      ],
    },
  },
  executionPoint: 'transfer.committed',
  occurredAt: '2026-11-21T10:24:00.000Z',
};

function setUp(at: BookInMemory['at']) {
  const book = new BookInMemory(at);
  const metrics = new Registry();
  const alarms: object[] = [];
  const log = { ...silentLog, error: (fields: object) => void alarms.push(fields) };
  const published: Message[] = [];
  let engineIsDown = false;
  const deps: FeeRulesDeps = {
    ...surroundings([]),
    log,
    rules: book,
    rulesRead: Promise.resolve(),
    alarm: createMissedAlarm(metrics, log),
    messages: {
      publish: (message) => {
        if (engineIsDown) return Promise.reject(new Error('UNAVAILABLE'));
        published.push(message);
        return Promise.resolve('published');
      },
      broadcast: () => Promise.reject(new Error('unused')),
    },
  };
  const run = (worker: typeof evaluate | typeof evaluateMissed, more = {}, retries?: number) =>
    executeJob(
      bindWorker(worker, deps),
      {
        key: '1',
        type: worker.type,
        processInstanceKey: '2',
        elementId: 'task',
        retries: retries ?? worker.retries,
        engineAheadMs: 0,
        variables: { ...variables, ...more },
      },
      new AbortController().signal,
    );
  const metric = async (name: string) => (await metrics.getSingleMetric(name)?.get())?.values ?? [];
  const goDown = () => void (engineIsDown = true);
  return { book, alarms, published, run, metric, goDown };
}

function feesIn(outcome: Outcome): Fees {
  if (outcome.kind !== 'complete') throw new Error(`${outcome.kind}: ${outcome.message}`);
  return feesSchema.parse(outcome.variables['fees']);
}

describe.each([
  ['fee-rules:evaluate:1', evaluate],
  ['fee-rules:evaluate-missed:1', evaluateMissed],
] as const)('%s', (_type, worker) => {
  test('gives the ledger entries of the rules in force', async () => {
    const { run, published, alarms } = setUp(always(interchangeFee));
    const fees = feesIn(await run(worker));
    expect(fees).toMatchObject({
      executionPoint: 'transfer.committed',
      ruleSetId: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      entries: [
        {
          debtor: 'buffalofsp',
          creditor: 'lionfsp',
          amount: '60',
          currency: 'TZS',
          occurredAt: '2026-11-21T10:24:00.000Z',
        },
      ],
    });
    expect(fees.missed).toBeUndefined();
    expect({ published, alarms }).toEqual({ published: [], alarms: [] });
  });

  test('goes by the time that it is given, however FEEL writes it', async () => {
    const asked: number[] = [];
    const { run } = setUp((timeMs) => {
      asked.push(timeMs);
      return { kind: 'none' };
    });
    const occurredAt = '2026-11-21T13:24:00.123456789+03:00[Africa/Dar_es_Salaam]';
    expect(feesIn(await run(worker, { occurredAt }))).toEqual({
      executionPoint: 'transfer.committed',
      ruleSetId: null,
      entries: [],
    });
    expect(asked).toEqual([Date.parse('2026-11-21T10:24:00.123Z')]);
  });

  test.each([
    ['no transaction', { transaction: null }],
    ['no such point', { executionPoint: 'transfer.dreamt' }],
    ['a time that is none', { occurredAt: 'soon' }],
  ])('%s is an incident: the diagram must be mended', async (_what, more) => {
    const { run } = setUp(always(interchangeFee));
    expect(await run(worker, more)).toMatchObject({ kind: 'incident' });
  });
});

describe('rules that cannot be used', () => {
  test('stop no payment: it goes on, the alarm is raised, and a process makes it up', async () => {
    const { run, published, alarms, metric } = setUp(unusable);
    expect(feesIn(await run(evaluate))).toEqual({
      executionPoint: 'transfer.committed',
      ruleSetId: null,
      entries: [],
      missed: 'rules 12ab… cannot be read',
    });
    const key = 'lion:85feac2f-39b2-491b-817e-4a03203d4f14:transfer.committed';
    expect(published).toEqual([
      {
        name: 'fees-missed',
        correlationKey: key,
        messageId: key,
        timeToLiveMs: 3_600_000,
        variables,
      },
    ]);
    expect(alarms).toEqual([
      {
        tenant: 'lion',
        transactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
        executionPoint: 'transfer.committed',
        reason: 'rules 12ab… cannot be read',
      },
    ]);
    expect(await metric('hub_fee_evaluations_failing')).toMatchObject([{ value: 1 }]);
    expect(await metric('hub_fee_evaluations_total')).toMatchObject([
      { labels: { outcome: 'missed' }, value: 1 },
    ]);
  });

  test('nor do defects of ours', async () => {
    const { run, published } = setUp(() => {
      throw new TypeError('a defect');
    });
    expect(feesIn(await run(evaluate)).missed).toContain('see the log');
    expect(published).toHaveLength(1);
  });

  test('the payment goes on only once the engine knows what is to be made up', async () => {
    const { run, goDown } = setUp(unusable);
    goDown();
    expect(await run(evaluate)).toMatchObject({ kind: 'retry' });
  });

  test('are tried again after a minute, and ever more seldom', async () => {
    const { run } = setUp(unusable);
    const backoffs = [];
    for (const attempt of [1, 2, 3, 7, 100]) {
      const outcome = await run(evaluateMissed, {}, evaluateMissed.retries - attempt + 1);
      if (outcome.kind !== 'retry') throw new Error(outcome.kind);
      backoffs.push(outcome.backoffMs / 60_000);
    }
    expect(backoffs).toEqual([0.75, 1.5, 3, 45, 45]);
  });

  test('are an incident in the end', async () => {
    const { run } = setUp(unusable);
    expect(await run(evaluateMissed, {}, 1)).toMatchObject({
      kind: 'incident',
      message: expect.stringContaining('cannot be read') as unknown,
    });
  });

  test('that are mended end the alarm, and the entries are those that were missed', async () => {
    const { run, book, metric } = setUp(unusable);
    await run(evaluate);
    book.at = always(interchangeFee);
    const madeUp = feesIn(await run(evaluateMissed));
    expect(await metric('hub_fee_evaluations_failing')).toMatchObject([{ value: 0 }]);
    expect(madeUp).toEqual(feesIn(await run(evaluate)));
    expect(madeUp.entries).toHaveLength(1);
  });
});
