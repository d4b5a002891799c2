import fc from 'fast-check';
import type { Engine, EngineList } from '../../common/engines/engine-list';
import { orderFor } from '../../common/engines/rendezvous';
import { allOwnFirst, whoMayKnow, whoseIs } from './whose';

const hour = 3_600_000;
const now = Date.parse('2026-11-30T10:00:00Z');
const rememberedMs = 24 * hour;

function engine(number: number, ...drained: Engine['drained']): Engine {
  const address = `https://engine-${number}.example`;
  return { name: `engine-${number}`, number, address, channel: address, drained };
}
function listOf(all: readonly Engine[], at = 0, ofUnmarkedIds?: Engine): EngineList {
  const own = all[at];
  if (own === undefined) throw new Error(`there is no engine ${at}`);
  return { own, all, ofUnmarkedIds };
}
const sixteen = Array.from({ length: 16 }, (_, number) => engine(number));
const namesIn = (engines: readonly (Engine | undefined)[]) => engines.map((one) => one?.name);
const find = (id: string, all: readonly Engine[], at: number = now) => {
  const { taker, before } = whoseIs(id, listOf(all), at, rememberedMs);
  return { taker: taker?.name, before: namesIn(before) };
};
/** In the order of this id, with the first, second, ... drained as it is said. */
type Periods = Engine['drained'] | Engine['drained'][number] | undefined;
function drainedInOrder(id: string, ...drained: readonly Periods[]): readonly Engine[] {
  const order = orderFor(id, sixteen);
  return order.map((one, at) => ({ ...one, drained: [drained[at] ?? []].flat() }));
}

test('a request belongs to one engine, the same whoever of sixteen asks and however the file is written', () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.shuffledSubarray(sixteen, { minLength: 16 }),
      fc.nat(15),
      (id, all, at) => {
        const whose = whoseIs(id, listOf(all, at), now, rememberedMs);
        expect([whose.taker?.name, whose.before]).toEqual([find(id, sixteen).taker, []]);
      },
    ),
  );
});

test('an engine more takes its share alone, and no other request moves', () => {
  const ids = Array.from({ length: 1_600 }, (_, n) => `id ${n}`);
  const moved = ids.filter((id) => find(id, sixteen.slice(1)).taker !== find(id, sixteen).taker);
  expect(new Set(moved.map((id) => find(id, sixteen).taker))).toEqual(new Set(['engine-0']));
  expect(Math.abs(moved.length - 100)).toBeLessThan(40);
});

describe('an engine that is drained', () => {
  test('begins nothing more: the next in the order does, and asks it first while its requests may come again', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 0, max: 30 }), (id, hours) => {
        const all = drainedInOrder(id, { since: now - hours * hour });
        const [first, second] = namesIn(all);
        const before = hours <= 24 ? [first] : [];
        expect(find(id, all)).toEqual({ taker: second, before });
      }),
    );
  });

  test('is asked for as much longer as a process may have a file that does not say so', () => {
    const id = '6f1c2f0e-6a54-5f0b-9d57-0b9a4c7a1f10';
    const beforeAt = (minutes: number) =>
      find(id, drainedInOrder(id, { since: now - 24 * hour - minutes * 60_000 })).before.length;
    expect([beforeAt(6), beforeAt(8)]).toEqual([1, 0]);
  });

  test('takes its requests again when it is back, and asks who had them meanwhile', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 0, max: 30 }), (id, hours) => {
        const all = drainedInOrder(id, { since: now - 40 * hour, until: now - hours * hour });
        const [first, second] = namesIn(all);
        expect(find(id, all)).toEqual({ taker: first, before: hours <= 24 ? [second] : [] });
      }),
    );
  });

  test('and others after it: all are asked that may have begun it, or that take themselves for the next by an older file', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const all = drainedInOrder(
          id,
          [
            { since: now - 20 * hour, until: now - 9 * hour },
            { since: now - 8 * hour, until: now - hour },
          ],
          { since: now - 6 * hour },
          { since: now - 3 * hour, until: now - 2 * hour },
        );
        const [first, second, third, fourth] = namesIn(all);
        const whose = find(id, all);
        expect([whose.taker, ...whose.before.toSorted()]).toEqual([
          first,
          ...[second, third, fourth].toSorted(),
        ]);
      }),
    );
  });

  test('from a moment to come on changes nothing before it', () => {
    const id = '6f1c2f0e-6a54-5f0b-9d57-0b9a4c7a1f10';
    const all = drainedInOrder(id, { since: now + 1 });
    const [first, second] = namesIn(all);
    expect(find(id, all)).toEqual({ taker: first, before: [] });
    expect(find(id, all, now + 1)).toEqual({ taker: second, before: [first] });
  });

  test('like all others: nobody begins anything, and all that may have are asked', () => {
    const id = '6f1c2f0e-6a54-5f0b-9d57-0b9a4c7a1f10';
    const all = drainedInOrder(id, ...sixteen.map(() => ({ since: now - hour })));
    expect(find(id, all)).toEqual({ taker: undefined, before: namesIn(all) });
  });
});

test('an engine that is added with an end of its draining finds what others have begun of its share', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const added = engine(16, { since: 0, until: now });
      const [first] = orderFor(id, sixteen);
      const isItsShare = orderFor(id, [...sixteen, added])[0] === added;
      expect(find(id, [...sixteen, added])).toEqual(
        isItsShare
          ? { taker: added.name, before: [first?.name] }
          : { taker: first?.name, before: [] },
      );
    }),
  );
});

test('what an engine has begun before there was a file is asked of it', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const [alone] = sixteen;
      const { taker, before } = whoseIs(id, listOf(sixteen, 3, alone), now, rememberedMs);
      expect(before).toEqual(taker === alone ? [] : [alone]);
    }),
  );
});

test('those that may know are who begins it, who may have begun it, and the second', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const all = drainedInOrder(id, undefined, undefined, { since: now - hour });
      const usual = listOf(all);
      const [first, second] = all;
      expect(whoMayKnow(id, usual, whoseIs(id, usual, now, rememberedMs))).toEqual([first, second]);
      const drained = listOf(drainedInOrder(id, { since: now - hour }, { since: now - 2 * hour }));
      const engines = whoMayKnow(id, drained, whoseIs(id, drained, now, rememberedMs));
      const order = namesIn(drained.all);
      expect(namesIn(engines)).toEqual([order[2], order[0], order[1]]);
    }),
  );
});

test('an id that another DFSP’s request has made is asked of all, our own engine first', () => {
  const list = listOf(sixteen, 5);
  expect(allOwnFirst(list)[0]).toBe(sixteen[5]);
  expect(new Set(allOwnFirst(list))).toEqual(new Set(sixteen));
});
