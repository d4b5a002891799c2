/** Sixteen engines in memory, and a switch that answers to any of them: who works on what. */
import fc from 'fast-check';
import { engineNumberIn } from '../../common/engines/engine-mark';
import { type Engine, type EngineList } from '../../common/engines/engine-list';
import { secretIdsOf, transactionRequestIdOf } from '../../common/contracts/keys';
import { whereaboutsOf, type Located } from './whereabouts';

const fspId = 'lionfsp';
const minute = 60_000;
const now = Date.parse('2026-11-30T10:00:00Z');
const repeatedWithinMs = 12 * minute;

function listOf(count: number, change: (number: number) => Partial<Engine> = () => ({})) {
  return Array.from({ length: count }, (_, number): Engine => {
    const name = `engine-${number}`;
    return {
      name,
      number,
      address: `https://${name}.example`,
      channel: `https://channel.${name}.example`,
      drained: [],
      ...change(number),
    };
  });
}

function seenBy(all: readonly Engine[], at: number, unmarked?: Engine): EngineList {
  const own = all[at];
  if (own === undefined) throw new Error(`there is no engine ${at}`);
  return { own, all, ofUnmarkedIds: unmarked };
}

function find(
  located: Pick<Located, 'resource' | 'method' | 'id'> & Partial<Located>,
  list: EngineList,
  when = now,
) {
  return whereaboutsOf({ path: '/:id', fspId, repeatedWithinMs, ...located }, list, when);
}

const at = fc.nat(15);
const secret = 'the id secret of a lion';
const idsMadeAt = (number: number, transactionId: string) => ({
  ...secretIdsOf(secret, transactionId, { fspId, engineNumber: number }),
  transactionRequestId: transactionRequestIdOf(secret, transactionId, {
    fspId,
    engineNumber: number,
  }),
});
/** An id that a peer has made: any but one of the few that would pass for ours. */
const peersId = fc.uuid().filter((id) => engineNumberIn(id, fspId) === undefined);
const namesIn = (engines: readonly Engine[]) => engines.map(({ name }) => name);

describe('an answer to a request of ours', () => {
  test('goes to the engine whose payment waits for it, whichever of sixteen it comes to', () => {
    fc.assert(
      fc.property(fc.uuid(), at, at, (transactionId, maker, receiver) => {
        const list = seenBy(listOf(16), receiver);
        const made = idsMadeAt(maker, transactionId);
        const engine = list.all[maker];
        for (const message of [
          { resource: 'quotes', method: 'put', id: made.quoteId },
          { resource: 'transfers', method: 'put', id: made.transferId },
          { resource: 'transactionRequests', method: 'put', id: made.transactionRequestId },
        ] as const) {
          expect(find(message, list)).toEqual({ kind: 'owner', engine });
        }
        const asked = { resource: 'authorizations', method: 'get' } as const;
        expect(find({ ...asked, id: made.transactionRequestId }, list)).toEqual({
          kind: 'asked',
          engines: [engine],
        });
      }),
    );
  });

  test('goes there while that engine is drained, too', () => {
    const drained = [{ since: now - minute, until: undefined }];
    const list = seenBy(
      listOf(16, (number) => (number === 3 ? { drained } : {})),
      8,
    );
    const { transferId } = idsMadeAt(3, '85feac2f-39b2-491b-817e-4a03203d4f14');
    expect(find({ resource: 'transfers', method: 'put', id: transferId }, list)).toEqual({
      kind: 'owner',
      engine: list.all[3],
    });
  });

  test('that names no id is for all engines, and one about many participants for whoever has it', () => {
    const list = seenBy(listOf(16), 0);
    const toParty = { method: 'put', id: undefined, path: '/:type/:id/error' } as const;
    expect(find({ ...toParty, resource: 'parties' }, list)).toEqual({ kind: 'everywhere' });
    expect(find({ ...toParty, resource: 'participants' }, list)).toEqual({ kind: 'everywhere' });
    const many = { ...toParty, resource: 'participants', path: '/:id/error' } as const;
    expect(find(many, list)).toEqual({ kind: 'anywhere' });
  });

  test('to an id that no engine of ours has made belongs nowhere, but for a transfer or an error, where it is a peer’s', () => {
    fc.assert(
      fc.property(peersId, at, (id, receiver) => {
        const list = seenBy(listOf(16), receiver);
        const foreign = { kind: 'nowhere', reason: 'foreign' };
        expect(find({ resource: 'quotes', method: 'put', id }, list)).toEqual(foreign);
        expect(find({ resource: 'transactionRequests', method: 'put', id }, list)).toEqual(foreign);
        expect(find({ resource: 'transfers', method: 'put', id }, list).kind).toBe('holders');
        const error = { method: 'put', id, path: '/:id/error' } as const;
        expect(find({ ...error, resource: 'quotes' }, list)).toEqual({ kind: 'anywhere' });
      }),
    );
  });

  test('of an engine that is in the file no longer is gone', () => {
    const { quoteId } = idsMadeAt(15, '85feac2f-39b2-491b-817e-4a03203d4f14');
    const list = seenBy(listOf(15), 0);
    expect(find({ resource: 'quotes', method: 'put', id: quoteId }, list)).toEqual({
      kind: 'nowhere',
      reason: 'gone',
    });
  });

  test('from before there were several goes to the engine that was alone then', () => {
    const all = listOf(2);
    const list = seenBy(all, 1, all[0]);
    const { quoteId, transferId } = secretIdsOf(secret, 'a transaction of the time before');
    expect(find({ resource: 'quotes', method: 'put', id: quoteId }, list)).toEqual({
      kind: 'owner',
      engine: all[0],
    });
    const toTransfer = find({ resource: 'transfers', method: 'put', id: transferId }, list);
    expect(toTransfer).toMatchObject({
      engines: expect.arrayContaining([all[0]]) as readonly Engine[],
    });
  });
});

const takersOf = (id: string, list: EngineList, when = now) => {
  const found = find({ resource: 'transfers', method: 'post', path: '/', id }, list, when);
  if (found.kind !== 'taken-once') throw new Error(`it is ${found.kind}`);
  return { askFirst: namesIn(found.askFirst), takers: namesIn(found.takers) };
};
const holdersOf = (id: string, list: EngineList, when = now) => {
  const found = find({ resource: 'transfers', method: 'patch', id }, list, when);
  if (found.kind !== 'holders') throw new Error(`it is ${found.kind}`);
  return namesIn(found.engines);
};

describe('a request of a peer', () => {
  test('goes to the same engine each time, whichever it comes to, and the switch’s word about it too', () => {
    fc.assert(
      fc.property(peersId, at, at, (id, one, other) => {
        const all = listOf(16);
        const { takers, askFirst } = takersOf(id, seenBy(all, one));
        expect(takersOf(id, seenBy(all, other)).takers).toEqual(takers);
        expect([takers.length, askFirst]).toEqual([16, []]);
        expect(holdersOf(id, seenBy(all, other))).toEqual(takers.slice(0, 2));
      }),
    );
  });

  test('is for the second where the first is away, and what follows it is told to both', () => {
    fc.assert(
      fc.property(peersId, (id) => {
        const list = seenBy(listOf(16), 0);
        const [first, second] = takersOf(id, list).takers;
        // Whoever takes it is in the list of those that are told later.
        expect(holdersOf(id, list)).toEqual([first, second]);
      }),
    );
  });

  test('goes to none that is drained, is offered it first while it may come again, and is followed to either', () => {
    fc.assert(
      fc.property(peersId, fc.subarray([...Array(16).keys()], { maxLength: 15 }), (id, some) => {
        const drained = [{ since: now, until: undefined }];
        const all = listOf(16, (number) => (some.includes(number) ? { drained } : {}));
        const list = seenBy(all, 0);
        const usual = takersOf(id, seenBy(listOf(16), 0)).takers;
        const { takers, askFirst } = takersOf(id, list, now + minute);
        const isOpen = (name: string) => !some.includes(Number(name.replace('engine-', '')));
        expect(takers).toEqual(usual.filter(isOpen));
        expect(askFirst).toEqual(isOpen(usual[0] ?? '') ? [] : [usual[0]]);
        expect(holdersOf(id, list)).toEqual([...new Set([usual[0], usual[1], takers[0]])]);
        expect(takersOf(id, list, now + repeatedWithinMs).askFirst).toEqual([]);
      }),
    );
  });

  test('that came to the second meanwhile finds it again when the first is back', () => {
    fc.assert(
      fc.property(peersId, (id) => {
        const usual = takersOf(id, seenBy(listOf(16), 0)).takers;
        const drained = [{ since: now - 60 * minute, until: now }];
        const all = listOf(16, (number) => (`engine-${number}` === usual[0] ? { drained } : {}));
        const list = seenBy(all, 5);
        expect(takersOf(id, list, now - 1).takers[0]).toBe(usual[1]);
        expect(takersOf(id, list, now)).toEqual({ askFirst: [usual[1]], takers: usual });
        expect(takersOf(id, list, now + repeatedWithinMs).askFirst).toEqual([]);
      }),
    );
  });

  test('is taken by somebody where all are drained', () => {
    const drained = [{ since: 0, until: undefined }];
    const list = seenBy(
      listOf(2, () => ({ drained })),
      0,
    );
    expect(takersOf('85feac2f-39b2-491b-817e-4a03203d4f14', list).takers).toHaveLength(2);
  });
});

test('a look-up is taken by whoever has it, and by another one where that is drained', () => {
  const lookUp = {
    resource: 'parties',
    method: 'get',
    path: '/:type/:id',
    id: 'MSISDN:1',
  } as const;
  const drained = [{ since: 0, until: undefined }];
  const takers = (number: number) => {
    const found = find(
      lookUp,
      seenBy(
        listOf(16, (one) => (one === 4 ? { drained } : {})),
        number,
      ),
    );
    return found.kind === 'taken-once' ? namesIn(found.takers) : [];
  };
  expect(takers(7)[0]).toBe('engine-7');
  expect([takers(4)[0], takers(4).length]).toEqual(['engine-0', 15]);
});

test('a question goes to those that may know: two of sixteen, and for a transaction all, ours first', () => {
  const list = seenBy(listOf(16), 7);
  const id = '85feac2f-39b2-491b-817e-4a03203d4f14';
  const asked = find({ resource: 'quotes', method: 'get', id }, list);
  expect(asked.kind === 'asked' && namesIn(asked.engines)).toEqual(holdersOf(id, list));
  const of = find({ resource: 'transactions', method: 'get', id }, list);
  const everybody = of.kind === 'asked' ? namesIn(of.engines) : [];
  expect([everybody[0], new Set(everybody).size]).toEqual(['engine-7', 16]);
});
