import type { Command } from 'commander';
import { MemoryKafka } from '../../../test/kit/memory-kafka';
import { topics } from '../../../test/kit/parts/decision-relay';
import { incidentMatter } from '../../../test/kit/parts/incident-matter';
import { runCommand } from '../../../test/kit/run-command';
import { systemClock, systemRandom } from '../../common/clock';
import { matterKey, type PaymentMatter } from '../../common/contracts/back-office';
import {
  decisionSchema,
  digestOf,
  type DecisionAnswer,
  type OperatorDecision,
} from '../../common/contracts/decisions';
import type { Terminal } from '../../common/terminal';
import { decideCommand } from './decide';
import { waitingCommand } from './waiting';

let kafka: MemoryKafka;
/** What was written to the topic of decisions. */
let written: OperatorDecision[];
/** As a relay answers; none: nobody does. */
let answers: Pick<DecisionAnswer, 'result' | 'why'>[];

beforeEach(() => {
  kafka = new MemoryKafka();
  written = [];
  answers = [];
  for (const topic of Object.values(topics)) kafka.addTopic(topic, 1);
  kafka.listen(() => {
    const [records = []] = kafka.partitions(topics.OPERATOR_DECISIONS_TOPIC);
    for (const { value = '' } of records.slice(written.length)) {
      const decision = decisionSchema.parse(JSON.parse(value));
      written.push(decision);
      for (const answer of answers) {
        const about = { version: 1, decisionId: decision.decisionId, digest: digestOf(value) };
        const text = JSON.stringify({ ...about, ...answer, at: '2026-11-28T12:00:00Z' });
        const topic = topics.OPERATOR_DECISION_ANSWERS_TOPIC;
        kafka.append({ topic, key: decision.decisionId, value: text });
      }
    }
  });
});

function tell(more: Partial<PaymentMatter> = {}): void {
  const matter: PaymentMatter = {
    ...{ kind: 'payment', version: 1, state: 'waiting', tenant: 'lion', side: 'payer' },
    ...{ transactionId: 'x-1', transferId: 't-1', since: '2026-11-28T10:00:00Z' },
    toldAt: '2026-11-28T11:00:00.000Z',
    ...{ what: 'the switch has not said', whatToDo: 'See that the switch answers.' },
    ...{ processInstanceKey: '1', elementId: 'awaitOperator', errorInformation: null },
    ...{ amount: { amount: '5', currency: 'TZS' }, reason: 'OUTCOME_UNKNOWN', verdict: 'UNKNOWN' },
    choices: ['book', 'release', 'ask-again'],
    ...more,
  };
  const value = JSON.stringify(matter);
  kafka.append({ topic: topics.BACK_OFFICE_TOPIC, key: matterKey(matter), value });
}

function run(
  make: (terminal: Terminal, deps: Parameters<typeof waitingCommand>[1]) => Command,
  words: readonly string[],
) {
  const connect = () => ({ kafka: kafka.door(), topics, brokers: 'kafka:9092' });
  const deps = { clock: systemClock, random: systemRandom, connect };
  return runCommand((terminal) => make(terminal, deps), words);
}
const waiting = (...words: string[]) => run(waitingCommand, words);
const decide = (...words: string[]) =>
  run(decideCommand, [...words, '--why', 'the records say so']);

describe('hub waiting', () => {
  test('tells what waits now, with the line to type', async () => {
    tell();
    tell({ transferId: 't-2', tenant: 'buffalo' });
    tell({ transferId: 't-2', tenant: 'buffalo', state: 'settled' });
    const { out } = await waiting();
    expect(out).toContain('lion  payer  t-1  5 TZS  OUTCOME_UNKNOWN  switch: UNKNOWN  waits ');
    expect(out).toContain('hub decide t-1 <book|release|ask-again> --why "..."');
    expect(out).not.toContain('t-2');
    expect((await waiting('--tenant', 'zebra')).out).toBe('Nothing waits for a person.\n');
  });

  test('says in one line what is missing', async () => {
    kafka.isDown = true;
    expect(await waiting()).toMatchObject({
      err: 'Kafka at kafka:9092 (KAFKA_BROKERS) does not answer: the broker is gone\n',
      exitCode: 2,
    });
    kafka = new MemoryKafka();
    expect((await waiting()).err).toMatch(/has no topic .*: no role decision-relay has run there/);
  });
});

test('a process of no known tenant is listed, and tried again by whoever says whose it is', async () => {
  const incident = incidentMatter();
  const value = JSON.stringify(incident);
  kafka.append({ topic: topics.BACK_OFFICE_TOPIC, key: matterKey(incident), value });
  const { out } = await waiting();
  expect(out).toContain('EXTRACT_VALUE_ERROR  of no known tenant');
  expect(out).toContain('hub decide 7 retry --why "..." --tenant <tenant>');
  expect((await decide('7', 'retry')).err).toContain('say whose it is, --tenant');
  answers = [{ result: 'applied', why: 'tried again.' }];
  expect(await decide('7', 'retry', '--tenant', 'lion')).toMatchObject({ exitCode: 0 });
  expect(written).toMatchObject([{ incidentKey: '7', tenant: 'lion', decision: 'retry' }]);
});

describe('hub decide', () => {
  test('writes the decision, and tells what became of it', async () => {
    tell();
    answers = [
      { result: 'accepted', why: 'on its way' },
      { result: 'applied', why: 'being done.' },
    ];
    const { out, exitCode } = await decide('x-1', 'book', '--by', 'Amina');
    expect({ out, exitCode }).toEqual({
      out: `applied: being done. (decision ${written[0]?.decisionId})\n`,
      exitCode: 0,
    });
    expect(written).toEqual([
      expect.objectContaining({
        ...{ tenant: 'lion', side: 'payer', transferId: 't-1', decision: 'book', who: 'Amina' },
        why: 'the records say so',
      }),
    ]);
  });

  test.each(['refused', 'needs-approval', 'uncertain'] as const)(
    'that is %s ends with 1',
    async (result) => {
      tell();
      answers = [{ result, why: 'because' }];
      const { err, exitCode } = await decide('t-1', 'release');
      expect({ exitCode, err }).toEqual({
        exitCode: 1,
        err: expect.stringMatching(`^${result}: because`) as string,
      });
    },
  );

  test('says that a word is misspelt before it asks for Kafka', async () => {
    kafka.isDown = true;
    const { err, exitCode } = await decide('t-1', 'relase');
    expect(err).toContain('There is no decision relase. Is release meant?');
    expect(exitCode).toBe(2);
  });

  test('that nobody answers ends with 2, and says that it is written', async () => {
    tell();
    const { err, exitCode } = await decide('t-1', 'book', '--timeout', '1');
    expect(exitCode).toBe(2);
    expect(err).toContain('It is written');
    expect(written).toHaveLength(1);
  });

  test.each([
    ['a misspelt word', ['t-1', 'boook'], 'Is book meant?'],
    ['what does not wait', ['t-9', 'book'], 'Nothing with t-9 waits'],
    ['retry of a payment', ['t-1', 'retry'], 'retry is for an incident'],
    [
      'both sides at once',
      ['t-3', 'book'],
      '--tenant lion --side payer or --tenant buffalo --side payee',
    ],
  ])('%s writes nothing', async (_what, words, why) => {
    tell();
    tell({ transferId: 't-3' });
    tell({ transferId: 't-3', tenant: 'buffalo', side: 'payee' });
    const { err, exitCode } = await decide(...words);
    expect(err).toContain(why);
    expect(exitCode).toBeGreaterThan(0);
    expect(written).toEqual([]);
  });
});
