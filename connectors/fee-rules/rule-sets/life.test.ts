import * as fc from 'fast-check';
import type { RuleSetLife } from './record';
import { periodAt, stateAt, timeline } from './timeline';
import { approve, draft, faultOf, leadMs, retire, schedule, withdraw } from './transitions';
import { ruleSetLifeSchema } from './record';

const startMs = Date.parse('2026-11-21T08:00:00.000Z');
const hourMs = 3_600_000;
const idOf = (letter: string) => letter.repeat(64);

const act = (by: string, nowMs = startMs) => ({ by, nowMs });
const drafted = draft({ ruleSetId: idOf('a'), title: 'Interchange 2026' }, act('Amina'));

function done(answer: ReturnType<typeof approve>): RuleSetLife {
  if ('kind' in answer) throw new Error(answer.message);
  return answer;
}

const approved = done(approve(drafted, act('Baraka')));
const scheduled = done(schedule(approved, [], startMs + hourMs, act('Amina')));

describe('what may be decided', () => {
  test('a draft is approved by another person, scheduled and retired', () => {
    const retired = done(retire(scheduled, startMs + 2 * hourMs, act('Chem')));
    expect(retired).toEqual({
      step: 'retired',
      ruleSetId: idOf('a'),
      revision: 4,
      title: 'Interchange 2026',
      dictionaryVersion: 1,
      drafted: { by: 'Amina', at: '2026-11-21T08:00:00.000Z' },
      approved: { by: 'Baraka', at: '2026-11-21T08:00:00.000Z' },
      scheduled: {
        by: 'Amina',
        at: '2026-11-21T08:00:00.000Z',
        activeFrom: '2026-11-21T09:00:00.000Z',
      },
      retired: { by: 'Chem', at: '2026-11-21T08:00:00.000Z', from: '2026-11-21T10:00:00.000Z' },
    });
  });

  test.each(['Amina', ' amina', 'AMINA ', 'Ａmina', 'Ami\u200bna'])(
    'nobody approves what they drafted: %j',
    (by) => {
      expect(approve(drafted, act(by))).toMatchObject({
        kind: 'refused',
        code: 'same-person',
        message: `${by} drafted these rules: somebody else must approve them.`,
      });
    },
  );

  test('the rules for transfers already made never change', () => {
    expect(schedule(approved, [], startMs - 1, act('Amina'))).toMatchObject({
      kind: 'refused',
      code: 'too-early',
      message:
        'Rules can begin at 2026-11-21T08:00:10.000Z at the earliest: the rules for transfers that are already made never change.',
    });
    expect(retire(scheduled, startMs, act('Amina'))).toMatchObject({ code: 'too-early' });
    const inForceMs = startMs + hourMs;
    expect(schedule(scheduled, [], inForceMs + hourMs, act('Amina', inForceMs))).toMatchObject({
      code: 'wrong-step',
      message: 'These rules are in force since 2026-11-21T09:00:00.000Z.',
    });
  });

  test('every instance knows rules before they begin', () => {
    expect(schedule(approved, [], startMs + leadMs - 1, act('Amina'))).toMatchObject({
      message:
        'Rules can begin at 2026-11-21T08:00:10.000Z at the earliest: every instance must know of it before.',
    });
    expect(schedule(approved, [], startMs + leadMs, act('Amina'))).toMatchObject({
      step: 'scheduled',
    });
  });

  test('two rule sets do not begin at once', () => {
    const other = { ...approved, ruleSetId: idOf('b') };
    expect(schedule(other, [scheduled], startMs + hourMs, act('Amina'))).toMatchObject({
      code: 'same-time',
      message: '"Interchange 2026" begins at 2026-11-21T09:00:00.000Z too: choose another time.',
    });
    const cancelled = done(retire(scheduled, startMs + leadMs, act('Amina')));
    const answer = schedule(other, [cancelled], startMs + hourMs, act('Amina'));
    expect(answer).toMatchObject({ step: 'scheduled' });
  });

  test('rules of another dictionary are not approved, and not used', () => {
    const old = { ...drafted, dictionaryVersion: 7 };
    expect(approve(old, act('Baraka'))).toMatchObject({ code: 'unknown-dictionary' });
    expect(faultOf(old)).toContain('version 7 of the dictionary, and this release has version 1');
  });

  test.each([
    ['approve', 'approved', approve(approved, act('Chem')), 'approved by Baraka'],
    ['schedule', 'a draft', schedule(drafted, [], startMs + hourMs, act('Chem')), 'a draft'],
    ['withdraw', 'scheduled', withdraw(scheduled, act('Chem')), 'retire them instead'],
    ['retire', 'a draft', retire(drafted, startMs + hourMs, act('Chem')), 'Withdraw them instead'],
  ])('to %s what is %s is refused', (_, _step, answer, message) => {
    expect(answer).toMatchObject({ kind: 'refused', code: 'wrong-step' });
    expect(answer).toHaveProperty('message', expect.stringContaining(message));
  });
});

describe('lives written by hand', () => {
  test.each<[string, RuleSetLife]>([
    ['both drafted and approved', { ...scheduled, drafted: { ...drafted.drafted, by: 'baraka' } }],
    [
      'scheduled for a time that had passed',
      {
        ...(scheduled as Extract<RuleSetLife, { step: 'scheduled' }>),
        scheduled: {
          by: 'Amina',
          at: '2026-11-21T08:00:00.000Z',
          activeFrom: '2026-11-21T08:00:00.000Z',
        },
      },
    ],
  ])('are not used when %s', (fault, life) => {
    expect(faultOf(life)).toContain(fault);
  });

  test('cannot be active without an approval', () => {
    expect(ruleSetLifeSchema.safeParse({ ...scheduled, approved: undefined }).success).toBe(false);
    expect(ruleSetLifeSchema.safeParse(scheduled).success).toBe(true);
  });
});

describe('the timeline', () => {
  const life = (letter: string, fromMs: number, toMs?: number): RuleSetLife => {
    const at = new Date(startMs - hourMs).toISOString();
    const begun = {
      ...approved,
      ruleSetId: idOf(letter),
      approved: { by: 'Baraka', at },
      scheduled: { by: 'Amina', at, activeFrom: new Date(startMs + fromMs).toISOString() },
    };
    if (toMs === undefined) return { ...begun, step: 'scheduled' };
    const retired = { by: 'Amina', at, from: new Date(startMs + toMs).toISOString() };
    return { ...begun, step: 'retired', retired };
  };
  const spans = (...lives: RuleSetLife[]) =>
    timeline(lives).map(({ ruleSetId, fromMs, toMs }) => [
      ruleSetId.charAt(0),
      fromMs - startMs,
      toMs - startMs,
    ]);

  test('a later rule set takes the place of an earlier one', () => {
    expect(spans(life('b', 20), life('a', 10))).toEqual([
      ['a', 10, 20],
      ['b', 20, Infinity],
    ]);
  });

  test('when one is retired, what was in force before is in force again', () => {
    expect(spans(life('a', 10), life('b', 20, 30))).toEqual([
      ['a', 10, 20],
      ['b', 20, 30],
      ['a', 30, Infinity],
    ]);
    expect(spans(life('b', 20, 30))).toEqual([['b', 20, 30]]);
  });

  test('what was retired before it began never rules', () => {
    expect(spans(life('a', 10), life('b', 20, 20), life('c', 40, 15))).toEqual([
      ['a', 10, Infinity],
    ]);
  });

  test('of two that begin at once, everybody takes the same', () => {
    const [one, other] = [life('a', 10), life('b', 10)];
    expect(spans(one, other)).toEqual([['b', 10, Infinity]]);
    expect(spans(other, one)).toEqual(spans(one, other));
  });

  test('tells the state of a rule set at a time', () => {
    const lives = [life('a', 10), life('b', 20), life('c', 30, 25)];
    const periods = timeline(lives);
    const states = (letter: number) =>
      [5, 10, 20, 35].map((timeMs) => stateAt(lives[letter] ?? drafted, periods, startMs + timeMs));
    expect(states(0)).toEqual(['scheduled', 'active', 'retired', 'retired']);
    expect(states(1)).toEqual(['scheduled', 'scheduled', 'active', 'active']);
    expect(states(2)).toEqual(['retired', 'retired', 'retired', 'retired']);
    expect(stateAt(approved, periods, startMs)).toBe('approved');
  });
});

describe('whatever people do in whatever order', () => {
  const people = fc.constantFrom('Amina', 'Baraka', 'AMINA');
  const commands = fc.array(
    fc.record({
      what: fc.constantFrom('approve', 'approve', 'withdraw', 'schedule', 'schedule', 'retire'),
      which: fc.constantFrom('a', 'b', 'c'),
      by: people,
      /** From now, in halves of the lead: some in the past, some too early. */
      when: fc.integer({ min: -3, max: 6 }),
      passes: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 20, maxLength: 60 },
  );
  type Command = typeof commands extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

  function carryOut(lives: Map<string, RuleSetLife>, command: Command, nowMs: number): void {
    const { what, which, by, when } = command;
    const life = lives.get(which) ?? drafted;
    const timeMs = nowMs + when * (leadMs / 2);
    const others = [...lives.values()].filter((one) => one !== life);
    const answer = {
      approve: () => approve(life, act(by, nowMs)),
      withdraw: () => withdraw(life, act(by, nowMs)),
      schedule: () => schedule(life, others, timeMs, act(by, nowMs)),
      retire: () => retire(life, timeMs, act(by, nowMs)),
    }[what]();
    if (!('kind' in answer)) lives.set(which, answer);
  }
  const drafts = () =>
    ['a', 'b', 'c'].map((letter): [string, RuleSetLife] => [
      letter,
      { ...drafted, ruleSetId: idOf(letter) },
    ]);

  test('a second person stands behind what is in force, and the past never changes', () => {
    let inForceSeen = 0;
    fc.assert(
      fc.property(commands, (list) => {
        const lives = new Map(drafts());
        const past: { timeMs: number; ruleSetId: string | undefined }[] = [];
        let nowMs = startMs;
        for (const command of list) {
          const before = new Map(lives);
          carryOut(lives, command, nowMs);
          const all = [...lives.values()];
          const periods = timeline(all);
          const changed = past.filter(
            ({ timeMs, ruleSetId }) => periodAt(periods, timeMs)?.ruleSetId !== ruleSetId,
          );
          expect(changed).toEqual([]);
          const life = lives.get(command.which) ?? drafted;
          const previous = before.get(command.which) ?? drafted;
          expect(life.revision).toBe(previous.revision + (life === previous ? 0 : 1));
          expect(ruleSetLifeSchema.parse(JSON.parse(JSON.stringify(life)))).toEqual(life);
          expect(faultOf(life)).toBeUndefined();
          const now = periodAt(periods, nowMs)?.ruleSetId;
          past.push({ timeMs: nowMs, ruleSetId: now });
          const active = all.filter((one) => stateAt(one, periods, nowMs) === 'active');
          expect(active.map(({ ruleSetId }) => ruleSetId)).toEqual(now === undefined ? [] : [now]);
          for (const one of active) {
            inForceSeen += 1;
            const both = one as Extract<RuleSetLife, { step: 'scheduled' }>;
            expect(
              new Set([both.drafted.by, both.approved.by].map((by) => by.toLowerCase())).size,
            ).toBe(2);
          }
          nowMs += command.passes * (leadMs / 2);
        }
      }),
      { numRuns: 200 },
    );
    expect(inForceSeen).toBeGreaterThan(300);
  });
});
