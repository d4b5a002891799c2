import {
  answersIn,
  decisionOn,
  openSide,
  topics,
  WaitingEngine,
  write,
  type SideOptions,
} from '../../../test/kit/parts/decision-relay';
import { MemoryKafka } from '../../../test/kit/memory-kafka';
import { eventually } from '../../../test/kit/kafka';
import { isFinal, type OperatorDecision } from '../../common/contracts/decisions';
import type { Incidents, OpenJobs } from '../../common/runtime';
import type { DecisionSide } from './decision-side';

let kafka: MemoryKafka;
let engine: WaitingEngine;
let side: DecisionSide | undefined;
let nowMs: number;

beforeEach(() => {
  nowMs = 1_000_000;
  kafka = new MemoryKafka(() => nowMs);
  engine = new WaitingEngine();
});
afterEach(() => side?.stop());

async function start(options: Partial<SideOptions> = {}): Promise<void> {
  side = openSide({ door: kafka.door(), engine, now: () => nowMs, ...options });
  side.start();
  // The topics are there once it has made them.
  await eventually(() => isThere());
}

function isThere(): boolean {
  try {
    return kafka.partitions(topics.OPERATOR_DECISION_ANSWERS_TOPIC).length > 0;
  } catch {
    return false;
  }
}

const of = ({ decisionId }: OperatorDecision) =>
  answersIn(kafka).filter((answer) => answer.decisionId === decisionId);

/** Writes it and waits for the last word on it. */
async function decide(decision: OperatorDecision) {
  const before = of(decision).length;
  write(kafka, decision);
  const isLast = (result: string) => result !== 'accepted';
  await eventually(() =>
    of(decision)
      .slice(before)
      .some(({ result }) => isLast(result)),
  );
  const { result, why } = of(decision).at(-1) ?? { result: '', why: '' };
  return { result, why };
}

describe('a decision', () => {
  test('is carried out once, and answered', async () => {
    await start();
    engine.wait('t-1');
    const decision = decisionOn('t-1');
    expect(await decide(decision)).toMatchObject({ result: 'applied' });
    await eventually(() => engine.done.length > 0);
    expect(engine.done).toEqual([{ transferId: 't-1', step: 'book', by: 'decision' }]);
    expect(of(decision).map(({ result }) => result)).toEqual(['accepted', 'applied']);
  });

  test('that comes again has the same answer, and nothing is done twice', async () => {
    await start();
    engine.wait('t-1');
    const decision = decisionOn('t-1');
    const first = await decide(decision);
    engine.wait('t-1');
    expect(await decide(decision)).toEqual(first);
    expect(engine.done).toHaveLength(1);
  });

  test('under an id that was used for another one is refused', async () => {
    await start();
    engine.wait('t-1');
    engine.wait('t-2');
    const first = decisionOn('t-1');
    await decide(first);
    const other = { ...first, transferId: 't-2' };
    expect(await decide(other)).toMatchObject({
      result: 'refused',
      why: expect.stringContaining('was used for another decision') as string,
    });
    expect(await decide(first)).toMatchObject({ result: 'applied' });
    expect(engine.done).toHaveLength(1);
  });

  test('reaches the payment by its transactionId too', async () => {
    await start();
    engine.wait('t-1');
    const transactionId = 'transaction of t-1';
    const decision = decisionOn('', { transferId: undefined, transactionId });
    expect(await decide(decision)).toMatchObject({ result: 'applied' });
  });

  test.each<[string, Partial<OperatorDecision>, string]>([
    ['of another tenant', { tenant: 'buffalo' }, 'no payment t-1 of buffalo waits'],
    ['of a tenant that is none', { tenant: 'zebra' }, 'There is no tenant zebra here'],
    ['that the verdict does not leave open', { decision: 'release' }, 'release is not open'],
    ['to undo what was never credited', { decision: 'reverse' }, 'reverse is not open'],
    ['of the other side', { side: 'payee' }, 'no payment t-1 of lion waits'],
    ['of another payment', { transferId: 't-2' }, 'no payment t-2 of lion waits'],
  ])('%s is refused, and nothing is done', async (_what, more, why) => {
    await start();
    engine.wait('t-1', 'BOOKING_FAILED');
    expect(await decide(decisionOn('t-1', more))).toEqual({
      result: 'refused',
      why: expect.stringContaining(why) as string,
    });
    expect(engine.done).toEqual([]);
  });

  test('on a payment that is being tried by itself is refused, and says when it can be made again', async () => {
    await start();
    engine.wait('t-1');
    engine.timers();
    const { result, why } = await decide(decisionOn('t-1'));
    expect(result).toBe('refused');
    expect(why).toContain('Nothing was done: no payment t-1 of lion waits for a person just now.');
    expect(why).toContain('the payment waits again');
    expect(why).toContain('decide the same once more then');
    expect(engine.done).toEqual([{ transferId: 't-1', step: 'ask-again', by: 'timer' }]);
  });

  test('that lay for longer than a day is refused', async () => {
    await start();
    engine.wait('t-1');
    await side?.stop();
    write(kafka, decisionOn('t-1'));
    nowMs += 86_400_001;
    await start();
    await eventually(() => answersIn(kafka).length > 0);
    expect(answersIn(kafka)).toEqual([expect.objectContaining({ result: 'refused' })]);
    expect(engine.done).toEqual([]);
  });

  test('the second of two different ones on one payment is refused with the first', async () => {
    await start();
    engine.wait('t-1');
    const first = decisionOn('t-1');
    const complete = jest.spyOn(engine, 'complete').mockRejectedValueOnce(new Error('engine away'));
    write(kafka, first);
    await eventually(() => of(first).some(isFinal));
    const second = await decide(decisionOn('t-1', { decision: 'release' }));
    expect(second.result).toBe('refused');
    expect(complete).toHaveBeenCalledTimes(2);
    expect(engine.done).toEqual([{ transferId: 't-1', step: 'book', by: 'decision' }]);
  });

  test('that asks of both sides of a payment at one hub must say which', async () => {
    await start();
    engine.wait('t-1');
    engine.wait('t-1 of the payee', 'OUTCOME_UNKNOWN', { transferId: 't-1', payeeTimers: {} });
    expect((await decide(decisionOn('t-1'))).why).toContain('2 payments t-1 of lion wait');
    expect(await decide(decisionOn('t-1', { side: 'payee' }))).toMatchObject({ result: 'applied' });
  });

  test.each([
    ['no JSON', '{"decisionId": "'],
    ['another form', '{"decisionId": "d-1", "decision": "book"}'],
    ['a payment and an incident', JSON.stringify({ ...decisionOn('t'), incidentKey: '1' })],
    ['variables for a payment', JSON.stringify({ ...decisionOn('t'), variables: { a: 1 } })],
  ])('that is %s is answered, and the next one is taken', async (_what, text) => {
    await start();
    engine.wait('t-1');
    write(kafka, text);
    expect(await decide(decisionOn('t-1'))).toMatchObject({ result: 'applied' });
    expect(answersIn(kafka)[0]).toMatchObject({ result: 'refused' });
  });
});

describe('where a second person must approve', () => {
  const operators = { secondPerson: { above: { TZS: '99' } } } as const;

  test('nothing is done before, and the other person has it done', async () => {
    await start({ operators });
    engine.wait('t-1');
    const first = decisionOn('t-1');
    expect(await decide(first)).toMatchObject({ result: 'needs-approval' });
    expect(engine.done).toEqual([]);
    const second = decisionOn('t-1', { who: 'Juma', approves: first.decisionId });
    expect(await decide(second)).toMatchObject({ result: 'applied' });
    expect(of(first).at(-1)).toMatchObject({ result: 'applied', approvedBy: 'Juma' });
    expect(engine.done).toHaveLength(1);
  });

  test.each<[string, Partial<OperatorDecision>, string]>([
    ['the same person', { who: ' amina ' }, 'is of the same person'],
    ['the same person, with a character that nobody sees', { who: 'Ami\u200bna' }, 'same person'],
    ['another decision', { who: 'Juma', decision: 'release' }, 'is about something else'],
    ['another payment', { who: 'Juma', transferId: 't-2' }, 'is about something else'],
    ['another reason', { who: 'Juma', reason: 'BOOKING_FAILED' }, 'is about something else'],
  ])('%s does not approve it', async (_what, more, why) => {
    await start({ operators });
    engine.wait('t-1');
    engine.wait('t-2');
    const first = decisionOn('t-1');
    await decide(first);
    const second = decisionOn('t-1', { approves: first.decisionId, ...more });
    expect(await decide(second)).toEqual({
      result: 'refused',
      why: expect.stringContaining(why) as string,
    });
    expect(engine.done).toEqual([]);
  });

  test.each([
    ['BOOKING_FAILED', 'close', ['book', 'close']],
    ['CREDIT_UNCONFIRMED', 'close', ['reverse', 'ask-again', 'close']],
    ['CREDIT_UNCONFIRMED', 'reverse', ['reverse', 'ask-again', 'close']],
  ] as const)(
    'of %s also %s is not done before another person has said the same',
    async (reason, decision, operatorChoices) => {
      await start({ operators });
      engine.wait('t-1', reason, { operatorChoices });
      const first = decisionOn('t-1', { decision });
      expect(await decide(first)).toMatchObject({ result: 'needs-approval' });
      expect(engine.done).toEqual([]);
      const second = decisionOn('t-1', { decision, who: 'Juma', approves: first.decisionId });
      expect(await decide(second)).toMatchObject({ result: 'applied' });
      expect(engine.done).toMatchObject([{ transferId: 't-1', step: decision }]);
    },
  );

  test('what has come to wait for another reason since is not done by the same word', async () => {
    await start({ operators });
    const choices = { operatorChoices: ['reverse', 'ask-again', 'close'] } as const;
    engine.wait('t-1', 'CREDIT_UNCONFIRMED', choices);
    const first = decisionOn('t-1', { decision: 'close', reason: 'CREDIT_UNCONFIRMED' });
    expect(await decide(first)).toMatchObject({ result: 'needs-approval' });
    // The switch has said ABORTED, and the credit could not be taken back: `close` would leave it with the payee.
    engine.wait('t-1', 'UNDO_FAILED', { operatorChoices: ['reverse', 'close'] });
    const { decisionId: approves, reason, decision } = first;
    const second = decisionOn('t-1', { decision, reason, who: 'Juma', approves });
    expect(await decide(second)).toEqual({
      result: 'refused',
      why: expect.stringContaining('waits for another reason by now') as string,
    });
    expect(engine.done).toEqual([]);
  });

  test('what there is no decision of is not approved', async () => {
    await start({ operators });
    engine.wait('t-1');
    const nobodys = '00000000-0000-4000-8000-999999999999';
    const second = decisionOn('t-1', { who: 'Juma', approves: nobodys });
    expect((await decide(second)).why).toContain('There is no decision');
    expect(engine.done).toEqual([]);
  });

  test.each<[string, OperatorDecision['decision'], object, string]>([
    [
      'a small amount',
      'book',
      { transaction: { amount: { amount: '99', currency: 'TZS' } } },
      'applied',
    ],
    ['asking the switch', 'ask-again', {}, 'applied'],
    ['an amount that nobody knows', 'book', { transaction: undefined }, 'needs-approval'],
    [
      'a currency without a limit',
      'book',
      { transaction: { amount: { amount: '1', currency: 'KES' } } },
      'needs-approval',
    ],
  ])('%s: %s', async (_what, decision, more, result) => {
    await start({ operators });
    engine.wait('t-1', 'OUTCOME_UNKNOWN', more);
    expect(await decide(decisionOn('t-1', { decision }))).toMatchObject({ result });
  });
});

/** The relay dies at the n-th of its effects, before or after it. */
function dyingAt(point: number, when: 'before' | 'after') {
  const door = kafka.door('dying');
  let effects = 0;
  const effect = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    effects += 1;
    const isIt = effects >= point;
    if (isIt && when === 'before') door.kill();
    if (isIt && effects > point) throw new Error('killed');
    const result = isIt && when === 'before' ? undefined : await run();
    if (!isIt) return result as Result;
    door.kill();
    throw new Error('killed');
  };
  const publish = door.publish.bind(door);
  door.publish = (records) => effect(() => publish(records));
  const dying: OpenJobs & Incidents = {
    list: () => engine.list(),
    complete: (key, variables) => effect(() => engine.complete(key, variables)),
    setVariables: (key, variables) => effect(() => engine.setVariables(key, variables)),
    resolve: (incident) => engine.resolve(incident),
  };
  return { door, engine: dying, hasDied: () => effects >= point };
}

describe('a relay that is killed', () => {
  const points = [1, 2, 3, 4].flatMap((point) =>
    (['before', 'after'] as const).flatMap((when) =>
      (['nothing', 'its timer', 'its timer, and it waits anew'] as const).flatMap((meanwhile) =>
        (['book', 'release', 'ask-again'] as const).map(
          (word) => [when, point, word, meanwhile] as const,
        ),
      ),
    ),
  );

  test.each(points)(
    '%s effect %d of %s, and meanwhile ends the wait: %s: the answer is right, nothing is done twice',
    async (when, point, word, meanwhile) => {
      engine.wait('t-1');
      const dying = dyingAt(point, when);
      await start({ door: dying.door, engine: dying.engine });
      const decision = decisionOn('t-1', { decision: word });
      write(kafka, decision);
      await eventually(() => dying.hasDied());
      if (meanwhile !== 'nothing') engine.timers();
      const doneBefore = engine.done.length;
      if (meanwhile === 'its timer, and it waits anew') engine.wait('t-1');
      await side?.stop();
      await start();
      await eventually(() => of(decision).some(isFinal), 3_000);
      // What comes behind it shows that it is through.
      await decide(decisionOn('t-9'));
      const [final] = of(decision).filter(isFinal);
      const steps = engine.done.map(({ step }) => step);
      const times = steps.filter((step) => step === word).length;
      const isApplied = final?.result === 'applied';
      const isRefused = final?.result === 'refused';
      const movesMoney = word !== 'ask-again';
      expect({
        appliedAndNotDone: isApplied && times === 0,
        refusedAndDone: isRefused && (engine.done.length > doneBefore || (movesMoney && times > 0)),
        moneyMovedTwice: movesMoney && times > 1,
        notAppliedThoughNothingCameBetween: meanwhile === 'nothing' && !isApplied,
      }).toEqual({
        ...{ appliedAndNotDone: false, refusedAndDone: false },
        ...{ moneyMovedTwice: false, notAppliedThoughNothingCameBetween: false },
      });
      expect(final?.result === 'uncertain').toBe(isUncertain({ when, point, word, meanwhile }));
    },
  );

  /** Only where the timer ended the wait before the relay was back, between the deed and its answer. */
  function isUncertain(one: { when: string; point: number; word: string; meanwhile: string }) {
    const afterAccepted = one.point * 2 + (one.when === 'after' ? 1 : 0);
    const isBetween = afterAccepted >= 3 && afterAccepted <= 6;
    return one.meanwhile === 'its timer' && one.word !== 'ask-again' && isBetween;
  }
});
