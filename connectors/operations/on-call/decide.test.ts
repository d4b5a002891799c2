import fc from 'fast-check';
import { calledNever, decide, rememberedMax, type CalledSoFar, type CallToMake } from './decide';
import { onCallSection } from './settings';
import type { Stuck } from './stuck';

const minuteMs = 60_000;
const beginMs = Date.parse('2026-11-30T02:00:00.000Z');

const settings = onCallSection.parse({
  people: Object.fromEntries(
    ['amina', 'juma', 'chief'].map((name) => [name, { email: `${name}@lion.example` }]),
  ),
  duty: [{ people: ['amina'] }],
  escalation: [
    { afterRepeats: 4, people: ['chief'] },
    { afterRepeats: 2, people: ['juma'] },
  ],
});

function stuck(matterKey: string, more: Partial<Stuck> = {}): Stuck {
  return {
    ...{ kind: 'waiting', matterKey, since: '2026-11-30T01:40:00.000Z' },
    ...{ stuckSinceMs: beginMs - 20 * minuteMs, what: 'it waits', whatToDo: 'decide' },
    ...more,
  };
}

interface World {
  readonly stuck: readonly Stuck[];
  readonly so?: CalledSoFar;
}

/** Looks each minute, and says when somebody was called, and how. */
function looks(count: number, at: (minute: number) => World | readonly Stuck[]) {
  let so = calledNever;
  const calls: (CallToMake & { readonly minute: number })[] = [];
  for (let minute = 0; minute < count; minute += 1) {
    const world = at(minute);
    const all = 'stuck' in world ? world.stuck : world;
    const { call, calledSoFar } = decide(beginMs + minute * minuteMs, all, so, settings);
    so = calledSoFar;
    if (call !== undefined) calls.push({ ...call, minute });
  }
  return calls;
}

const minutesOf = (calls: readonly { readonly minute: number }[]) =>
  calls.map(({ minute }) => minute);

describe('what nobody has taken', () => {
  test('calls at once, and again each time that the interval is over', () => {
    const calls = looks(46, () => [stuck('a')]);
    expect(minutesOf(calls)).toEqual([0, 15, 30, 45]);
    expect(calls.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  test('calls further people after so many repeats, and whoever is left if nobody can be reached', () => {
    const calls = looks(76, () => [stuck('a')]);
    expect(calls[0]?.steps).toEqual([['amina'], ['juma'], ['chief'], []]);
    expect(calls.map(({ stepsCalled }) => stepsCalled)).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test('calls no more once somebody has taken it', () => {
    const atMs = beginMs + 20 * minuteMs;
    const calls = looks(60, (minute) =>
      minute < 20 ? [stuck('a')] : [stuck('a', { taken: { by: 'juma', atMs } })],
    );
    expect(minutesOf(calls)).toEqual([0, 15]);
  });

  test('calls again when it is let go, and goes on with its steps', () => {
    const taken = { by: 'juma', atMs: beginMs + minuteMs };
    const calls = looks(60, (minute) =>
      minute >= 1 && minute < 40 ? [stuck('a', { taken })] : [stuck('a')],
    );
    expect(minutesOf(calls)).toEqual([0, 40, 55]);
    expect(calls.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  test('calls again when whoever has taken it has done nothing for an hour', () => {
    const taken = { by: 'juma', atMs: beginMs + 5 * minuteMs };
    const calls = looks(70, (minute) => [stuck('a', minute < 5 ? {} : { taken })]);
    expect(minutesOf(calls)).toEqual([0, 66]);
  });

  test('that begins to wait anew is another one', () => {
    const calls = looks(12, (minute) => [
      stuck('a', minute < 8 ? {} : { since: '2026-11-30T02:07:00.000Z' }),
    ]);
    expect(minutesOf(calls)).toEqual([0, 8]);
    expect(calls.map(({ number }) => number)).toEqual([1, 1]);
  });

  test('is told in one call, however much it is', () => {
    const many = Array.from({ length: 500 }, (_, at) => stuck(`p${at}`));
    const calls = looks(20, () => many);
    expect(minutesOf(calls)).toEqual([0, 15]);
    expect(calls.map(({ open }) => open.length)).toEqual([500, 500]);
  });

  test('that gets stuck shortly after a call is told with all else that does', () => {
    const calls = looks(16, (minute) =>
      Array.from({ length: minute + 1 }, (_, at) => stuck(`p${at}`)),
    );
    expect(minutesOf(calls)).toEqual([0, 5, 10, 15]);
    expect(calls.map(({ reasons }) => reasons.length)).toEqual([1, 5, 5, 6]);
  });

  test('that is away for a moment is not called anew when it comes back', () => {
    const calls = looks(20, (minute) => (minute % 3 === 1 ? [] : [stuck('a')]));
    expect(minutesOf(calls)).toEqual([0, 15]);
  });
});

test('a clock that goes back silences nothing', () => {
  const { calledSoFar } = decide(beginMs + 86_400_000, [stuck('a')], calledNever, settings);
  expect(decide(beginMs, [stuck('a')], calledSoFar, settings).call).toBeDefined();
});

test('where the rota has a gap everybody is called', () => {
  const rota = {
    ...settings,
    duty: [{ people: ['amina'], days: ['sun' as const], from: '00:00', to: '24:00' }],
  };
  const { call } = decide(beginMs, [stuck('a')], calledNever, rota);
  expect(call?.steps[0]).toEqual(['amina', 'juma', 'chief']);
});

test('of very many only the oldest are remembered, and calling goes on', () => {
  const many = Array.from({ length: 3_000 }, (_, at) =>
    stuck(`p${at}`, { stuckSinceMs: beginMs - 3_600_000 + at }),
  );
  const first = decide(beginMs, many, calledNever, settings);
  expect(first.calledSoFar.told.size).toBe(rememberedMax);
  expect(first.call?.open).toHaveLength(3_000);
  const soon = decide(beginMs + 6 * minuteMs, many, first.calledSoFar, settings);
  expect(soon.call).toBeUndefined();
  // They are taken, and those behind them are remembered.
  const taken = { by: 'amina', atMs: beginMs + 7 * minuteMs };
  const later = many.map((one, at) => (at < rememberedMax ? { ...one, taken } : one));
  const { call, calledSoFar } = decide(beginMs + 8 * minuteMs, later, first.calledSoFar, settings);
  expect(call?.reasons).toHaveLength(rememberedMax);
  expect(calledSoFar.told.size).toBeLessThanOrEqual(2 * rememberedMax);
});

describe('whatever happens', () => {
  /** For each minute of some hours: which of five things are stuck, and since when each is taken. */
  const step = fc.record({
    there: fc.uniqueArray(fc.integer({ min: 0, max: 4 })),
    act: fc.record({
      on: fc.integer({ min: 0, max: 4 }),
      what: fc.constantFrom('take', 'let-go', 'nothing', 'nothing', 'nothing'),
    }),
  });
  const history = fc.array(fc.tuple(step, fc.integer({ min: 1, max: 40 })), {
    minLength: 1,
    maxLength: 12,
  });

  interface Seen {
    readonly nowMs: number;
    readonly open: readonly string[];
    readonly taken: readonly string[];
    readonly call: CallToMake | undefined;
  }
  type Steps = readonly (readonly [
    { there: number[]; act: { on: number; what: string } },
    number,
  ])[];

  const keysOf = (some: readonly Stuck[]) => some.map(({ matterKey }) => matterKey);

  function played(steps: Steps): Seen[] {
    const takenAt = new Map<number, number>();
    let so = calledNever;
    let nowMs = beginMs;
    const seen: Seen[] = [];
    for (const [{ there, act }, minutes] of steps) {
      if (act.what === 'take') takenAt.set(act.on, nowMs);
      if (act.what === 'let-go') takenAt.delete(act.on);
      for (let minute = 0; minute < minutes; minute += 1, nowMs += minuteMs) {
        const all = there.map((one) => {
          const atMs = takenAt.get(one);
          return stuck(`p${one}`, atMs === undefined ? {} : { taken: { by: 'juma', atMs } });
        });
        const isIdle = ({ taken }: Stuck) =>
          taken === undefined || nowMs - taken.atMs > settings.limits.takenForMax;
        const { call, calledSoFar } = decide(nowMs, all, so, settings);
        so = calledSoFar;
        const open = keysOf(all.filter(isIdle));
        seen.push({ nowMs, open, taken: keysOf(all.filter((one) => !isIdle(one))), call });
      }
    }
    return seen;
  }

  /** Nothing that this finds may be there, whatever happens. */
  const expectNever = (find: (seen: readonly Seen[]) => readonly string[]) => {
    fc.assert(
      fc.property(history, (steps) => {
        expect(find(played(steps))).toEqual([]);
      }),
    );
  };

  test('nothing that nobody has taken stays untold for longer than the interval and a call’s pause', () => {
    expectNever((seen) => {
      const lastTold = new Map<string, number>();
      const openSince = new Map<string, number>();
      return seen.flatMap(({ nowMs, open, call }) => {
        for (const key of keysOf(call?.open ?? [])) lastTold.set(key, nowMs);
        for (const key of [...openSince.keys()]) if (!open.includes(key)) openSince.delete(key);
        return open.filter((key) => {
          if (!openSince.has(key)) openSince.set(key, nowMs);
          const silentSince = Math.max(lastTold.get(key) ?? -Infinity, openSince.get(key) ?? 0);
          return nowMs - silentSince > settings.repeatEvery + settings.callAtMostEvery;
        });
      });
    });
  });

  test('nothing is the reason of calls more often than the interval, and no two calls are closer than their pause', () => {
    expectNever((seen) => {
      const lastAt = new Map<string, number>();
      let lastCallMs = -Infinity;
      return seen.flatMap(({ nowMs, call }) => {
        if (call === undefined) return [];
        const tooSoon = nowMs - lastCallMs < settings.callAtMostEvery ? ['a call'] : [];
        lastCallMs = nowMs;
        const tooOften = keysOf(call.reasons).filter((key) => {
          const before = lastAt.get(key) ?? -Infinity;
          lastAt.set(key, nowMs);
          return nowMs - before < settings.repeatEvery;
        });
        return [...tooSoon, ...tooOften];
      });
    });
  });

  test('each call tells all that nobody has taken, and nothing that somebody has in hand', () => {
    expectNever((seen) =>
      seen.flatMap(({ taken, open, call }) => {
        if (call === undefined) return [];
        const told = keysOf(call.open);
        return [
          ...told.filter((key) => taken.includes(key)),
          ...open.filter((key) => !told.includes(key)),
        ];
      }),
    );
  });
});
