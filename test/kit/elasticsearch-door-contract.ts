/** What every ElasticsearchDoor promises: the one to a real cluster and its double in memory are held to it. */
import { randomUUID } from 'node:crypto';
import type {
  BulkLimits,
  DocumentFilter,
  DocumentOperation,
  DocumentScan,
  DocumentSort,
  ElasticsearchDoor,
  FoundDocument,
  PageEnd,
  PageSearch,
} from '../../connectors/common/doors/elasticsearch/elasticsearch-door';

export interface ElasticsearchUnderTest {
  open(limits?: Partial<BulkLimits>): ElasticsearchDoor;
  /** Lets an index take nothing for now, as when the disk is full, or lets it go on. */
  block(index: string, isBlocked: boolean): Promise<void>;
  /** Resolves once operations have been sent and not been taken. */
  refusals(): Promise<void>;
}

export function describeElasticsearchDoor(
  under: ElasticsearchUnderTest,
  patience: { readonly slowMs: number },
): void {
  let door: ElasticsearchDoor;
  let index: string;
  beforeEach(() => {
    door = under.open();
    index = `test-${randomUUID()}`;
  });
  afterEach(async () => {
    await door.deleteIndices(await door.listIndices('test-*'));
    await door.close();
  });

  const put = (id: string, document: object, version?: number): DocumentOperation => ({
    kind: 'index',
    index,
    id,
    source: JSON.stringify(document),
    ...(version !== undefined && { version }),
  });
  const remove = (id: string, version?: number): DocumentOperation => ({
    kind: 'delete',
    index,
    id,
    ...(version !== undefined && { version }),
  });
  const contentOf = async (...ids: string[]) =>
    (
      await door.read(
        index,
        ids.map((id) => ({ id })),
      )
    ).map((one) => one?.source);

  describe('bulk', () => {
    test('tells of each operation, in their order, what became of it', async () => {
      const outcomes = await door.bulk([
        put('1', { a: 1 }),
        put('1', { a: 2 }),
        { kind: 'create', index, id: '2', source: '{"a":3}' },
        { kind: 'create', index, id: '2', source: '{"a":4}' },
        remove('1'),
        remove('1'),
      ]);
      expect(outcomes).toEqual([
        { kind: 'stored', result: 'created' },
        { kind: 'stored', result: 'updated' },
        { kind: 'stored', result: 'created' },
        { kind: 'conflict' },
        { kind: 'stored', result: 'deleted' },
        { kind: 'absent' },
      ]);
      expect(await contentOf('1', '2')).toEqual([undefined, { a: 3 }]);
    });

    test('of nothing is done at once', async () => {
      expect(await door.bulk([])).toEqual([]);
    });

    test('keeps the newest version, whatever order they come in; the same one again is stored', async () => {
      const outcomes = await door.bulk([
        put('1', { a: 'new' }, 7),
        put('1', { a: 'old' }, 6),
        put('1', { a: 'new' }, 7),
        remove('1', 5),
      ]);
      expect(outcomes.map(({ kind }) => kind)).toEqual([
        'stored',
        'conflict',
        'stored',
        'conflict',
      ]);
      expect(await door.read(index, [{ id: '1' }])).toEqual([{ source: { a: 'new' }, version: 7 }]);
    });

    test('refuses what does not fit the mapping or is no JSON, and stores what stands beside it', async () => {
      await door.ensureTemplate({
        name: index,
        patterns: [`${index}*`],
        priority: 1_000,
        settings: { number_of_shards: 1 },
        mappings: { dynamic: 'strict', properties: { a: { type: 'long' } } },
        aliases: [],
      });
      const outcomes = await door.bulk([
        put('good', { a: 1 }),
        put('unknown field', { a: 1, b: 1 }),
        put('no number', { a: 'Amina' }),
        { kind: 'index', index, id: 'no JSON', source: '{"a":' },
        put('good too', { a: 2 }),
      ]);
      expect(outcomes.map(({ kind }) => kind)).toEqual([
        'stored',
        'refused',
        'refused',
        'refused',
        'stored',
      ]);
      expect(outcomes[1]).toMatchObject({ type: 'strict_dynamic_mapping_exception' });
      expect(outcomes[2]).toMatchObject({ type: 'document_parsing_exception' });
      expect(await contentOf('good', 'no number', 'good too')).toEqual([
        { a: 1 },
        undefined,
        { a: 2 },
      ]);
    });

    test('refuses a document of several lines before anything is sent', async () => {
      const source = '{\n"a": 1}';
      const bulk = door.bulk([put('1', {}), { kind: 'index', index, id: '2', source }]);
      await expect(bulk).rejects.toThrow('is not in one line');
      expect(await door.listIndices(index)).toEqual([]);
    });

    test('waits for what an index does not take now, and keeps the order of each document', async () => {
      await door.bulk([put('0', {})]);
      await under.block(index, true);
      const bulk = door.bulk([put('1', { a: 1 }), put('1', { a: 2 }), put('2', { a: 3 })]);
      await under.refusals();
      await under.block(index, false);
      expect((await bulk).map(({ kind }) => kind)).toEqual(['stored', 'stored', 'stored']);
      expect(await contentOf('1', '2')).toEqual([{ a: 2 }, { a: 3 }]);
    }, 60_000);

    test('gives up waiting only when it is told to, or the door closes', async () => {
      await door.bulk([put('0', {})]);
      await under.block(index, true);
      const enough = new AbortController();
      const other = under.open();
      const [told, closed] = [door.bulk([put('1', {})], enough.signal), other.bulk([put('2', {})])];
      const both = Promise.allSettled([told, closed]);
      await under.refusals();
      enough.abort(new Error('enough'));
      await other.close();
      const reasons = (await both).map((one) => one.status === 'rejected' && String(one.reason));
      expect(reasons).toEqual(['Error: enough', 'Error: the door to Elasticsearch is closed']);
      await under.block(index, false);
    }, 60_000);

    test(
      'sends no more at a time than it may, and all of it in the end',
      async () => {
        const limits = { requestBytesMax: 5_000, bytesInFlightMax: 10_000 };
        const small = under.open(limits);
        const documents = Array.from({ length: 200 }, (_, id) =>
          put(`${id}`, { a: 'x'.repeat(300) }),
        );
        const outcomes = await Promise.all(
          [0, 50, 100, 150].map((from) => small.bulk(documents.slice(from, from + 50))),
        );
        expect(outcomes.flat().every(({ kind }) => kind === 'stored')).toBe(true);
        expect(await contentOf('0', '199')).toEqual([
          { a: 'x'.repeat(300) },
          { a: 'x'.repeat(300) },
        ]);
        await small.close();
      },
      patience.slowMs,
    );
  });

  describe('indices', () => {
    test('are made by the template that fits, stand behind its alias, and are deleted by name', async () => {
      const alias = `${index}-all`;
      await door.ensureTemplate({
        name: index,
        patterns: [`${index}-day-*`],
        priority: 2_000,
        settings: { number_of_shards: 1 },
        mappings: {},
        aliases: [alias],
      });
      const days = ['2026-11-27', '2026-11-28'].map((day) => `${index}-day-${day}`);
      await door.bulk(days.map((of) => ({ kind: 'index', index: of, id: '1', source: '{}' })));
      expect(await door.listIndices(alias)).toEqual(days);
      expect(await door.listIndices(`${index}-day-*`)).toEqual(days);
      await door.deleteIndices([days[0] ?? '', `${index}-never`]);
      expect(await door.listIndices(alias)).toEqual([days[1]]);
      expect(await door.listIndices(`${index}-never`)).toEqual([]);
    });

    test('that are there get fields that they do not have, and never others for those that they have', async () => {
      const keyword = { type: 'keyword' };
      const ofText = { properties: { a: keyword, of: { properties: { b: keyword } } } };
      await door.ensureTemplate({
        name: index,
        patterns: [`${index}*`],
        priority: 5_000,
        settings: { number_of_shards: 1 },
        mappings: { dynamic: 'strict', ...ofText },
        aliases: [],
      });
      const added = { a: keyword, c: keyword, of: { properties: { b: keyword, d: keyword } } };
      const mappings = { dynamic: 'strict', properties: added };
      // Where there is none yet, it has them from its template.
      await door.addFields(`${index}*`, mappings);
      const outcome = async (id: string) => {
        const [one] = await door.bulk([put(id, { a: 'x', c: 'y', of: { b: 'z', d: 'z' } })]);
        return one?.kind;
      };
      await door.bulk([put('1', { a: 'x' })]);
      expect(await outcome('2')).toBe('refused');
      await door.addFields(`${index}*`, mappings);
      expect(await outcome('2')).toBe('stored');
      const other = { properties: { a: { type: 'long' } } };
      await expect(door.addFields(`${index}*`, other)).rejects.toThrow('cannot be changed');
    });

    test('are never deleted by a pattern', async () => {
      await expect(door.deleteIndices([`${index}-*`])).rejects.toThrow('is not the full name');
    });
  });

  describe('a search', () => {
    const eventually = async (isSo: () => Promise<boolean>): Promise<void> => {
      while (!(await isSo())) await new Promise((next) => setTimeout(next, 50));
    };
    const found = async (where: Record<string, string[]>, documentsMax = 10) =>
      (
        await door.find(`${index}*`, {
          ...{ where, documentsMax, newestBy: 'at' },
          timeoutMs: 5_000,
        })
      ).map(({ id }) => id);

    test('finds what has all that is asked for, the newest first, in several indices', async () => {
      const keyword = { type: 'keyword' };
      await door.ensureTemplate({
        name: index,
        patterns: [`${index}*`],
        priority: 3_000,
        settings: { number_of_shards: 1 },
        mappings: {
          properties: {
            tenant: keyword,
            at: { type: 'date' },
            payee: { properties: { token: keyword } },
          },
        },
        aliases: [],
      });
      const document = (id: string, tenant: string, token: string, at: string) => ({
        kind: 'index' as const,
        ...{ index: `${index}-${at}`, id, version: 3 },
        source: JSON.stringify({ tenant, at, payee: { token } }),
      });
      await door.bulk([
        document('1', 'lion', 'a', '2026-11-01'),
        document('2', 'lion', 'a', '2026-11-03'),
        document('3', 'lion', 'b', '2026-11-02'),
        document('4', 'buffalo', 'a', '2026-11-02'),
      ]);
      await eventually(async () => (await found({ tenant: ['lion', 'buffalo'] })).length === 4);
      expect(await found({ tenant: ['lion'], 'payee.token': ['a'] })).toEqual(['2', '1']);
      expect(await found({ 'payee.token': ['a', 'b'] }, 1)).toEqual(['2']);
      expect(await found({ tenant: ['nobody'] })).toEqual([]);
      const search = { where: { 'payee.token': ['b'] }, documentsMax: 1, timeoutMs: 5_000 };
      expect(await door.find(`${index}*`, search)).toEqual([
        {
          ...{ index: `${index}-2026-11-02`, id: '3', version: 3 },
          source: { tenant: 'lion', at: '2026-11-02', payee: { token: 'b' } },
        },
      ]);
    }, 60_000);

    test('finds by whole numbers that a double does not hold, and gives them as text', async () => {
      await door.ensureTemplate({
        name: `${index}l`,
        patterns: [`${index}l*`],
        priority: 3_001,
        settings: { number_of_shards: 1 },
        mappings: { properties: { key: { type: 'long' } } },
        aliases: [],
      });
      const sources = ['9007199254740992', '9007199254740993', '2251799813685249'];
      await door.bulk(
        sources.map((key) => ({
          ...{ kind: 'index' as const, index: `${index}l`, id: key },
          source: `{"key":${key},"text":"${key}"}`,
        })),
      );
      const byKey = async (key: string) => {
        const search = { where: { key: [key] }, documentsMax: 10, timeoutMs: 5_000 };
        return (await door.find(`${index}l`, search)).map(({ source }) => source);
      };
      await eventually(async () => (await byKey('2251799813685249')).length === 1);
      const large = '9007199254740993';
      expect(await byKey(large)).toEqual([{ key: large, text: large }]);
      const small = '2251799813685249';
      expect(await byKey(small)).toEqual([{ key: Number(small), text: small }]);
    }, 60_000);

    test('finds nothing where there is no index yet', async () => {
      expect(await found({ tenant: ['lion'] })).toEqual([]);
      const search = { where: {}, documentsMax: 1, timeoutMs: 5_000 };
      expect(await door.find(`${index}-alias`, search)).toEqual([]);
    });
  });

  describe('a search by filters', () => {
    const payments = [
      { id: 'p1', at: '2026-11-01T10:00:00.000Z', state: 'paid', amount: '9', steps: ['held'] },
      { id: 'p2', at: '2026-11-01T10:00:00.000Z', state: 'failed', amount: '10', steps: [] },
      {
        id: 'p3',
        at: '2026-11-02T00:00:00.000Z',
        state: 'paid',
        amount: '100.5',
        steps: ['asked'],
      },
      { id: 'q1', at: '2026-11-03T10:00:00.000Z', state: 'paid', steps: ['held', 'asked'] },
    ] as const;
    beforeEach(async () => {
      const keyword = { type: 'keyword' };
      const amount = { type: 'keyword', fields: { number: { type: 'double' } } };
      await door.ensureTemplate({
        name: index,
        patterns: [`${index}*`],
        priority: 4_000,
        settings: { number_of_shards: 1 },
        mappings: {
          dynamic: 'strict',
          properties: {
            ...{ id: keyword, state: keyword, at: { type: 'date' } },
            money: { properties: { amount, currency: keyword } },
            steps: {
              properties: { kind: keyword, details: { type: 'object', enabled: false } },
            },
          },
        },
        aliases: [],
      });
      await door.bulk(
        payments.map(({ id, at, state, steps, ...rest }) => ({
          kind: 'index' as const,
          index: `${index}-${at.slice(0, 10)}`,
          id,
          source: JSON.stringify({
            ...{ id, at, state, steps: steps.map((kind) => ({ kind, details: { kind } })) },
            ...('amount' in rest && { money: { amount: rest.amount, currency: 'TZS' } }),
          }),
        })),
      );
      const all = () => door.count(`${index}*`, { filters: [], timeoutMs: 5_000 });
      while ((await all()) < payments.length) await new Promise((next) => setTimeout(next, 50));
    }, 60_000);

    const byTime: readonly DocumentSort[] = [
      { field: 'at', type: 'date', order: 'descending' },
      { field: 'id', type: 'keyword', order: 'ascending' },
    ];
    const idsOf = (documents: readonly FoundDocument[]) => documents.map(({ id }) => id);
    const page = (search: Partial<PageSearch>) =>
      door.search(`${index}*`, {
        ...{ filters: [], sort: byTime, documentsMax: 10, timeoutMs: 5_000 },
        ...search,
      });
    const scanned = async (scan: Partial<DocumentScan>) => {
      const batches: string[][] = [];
      const all = { filters: [], timeoutMs: 5_000, ...scan };
      for await (const batch of door.scan(`${index}*`, all)) batches.push(idsOf(batch));
      return batches;
    };

    test.each<[string, readonly DocumentFilter[], readonly string[]]>([
      ['nothing', [], ['q1', 'p3', 'p1', 'p2']],
      ['a value', [{ kind: 'one-of', field: 'state', values: ['failed', 'x'] }], ['p2']],
      ['one of no values', [{ kind: 'one-of', field: 'state', values: [] }], []],
      ['a list', [{ kind: 'one-of', field: 'steps.kind', values: ['held'] }], ['q1', 'p1']],
      [
        'two values of a list',
        [
          { kind: 'one-of', field: 'steps.kind', values: ['held'] },
          { kind: 'one-of', field: 'steps.kind', values: ['asked'] },
        ],
        ['q1'],
      ],
      ['what is not indexed', [{ kind: 'exists', field: 'steps.details.kind' }], []],
      ['a field that nobody knows', [{ kind: 'exists', field: 'unknown' }], []],
      [
        'from a time, before another',
        [
          {
            ...{ kind: 'range', field: 'at' },
            ...{ from: '2026-11-01T10:00:00.000Z', before: '2026-11-02T00:00:00.000Z' },
          },
        ],
        ['p1', 'p2'],
      ],
      [
        'to a time, itself among it',
        [{ kind: 'range', field: 'at', to: '2026-11-02T00:00:00.000Z' }],
        ['p3', 'p1', 'p2'],
      ],
      [
        'numbers, not their letters',
        [{ kind: 'range', field: 'money.amount.number', from: '9.5', to: 100.5 }],
        ['p3', 'p2'],
      ],
      ['a beginning', [{ kind: 'prefix', field: 'id', prefix: 'p' }], ['p3', 'p1', 'p2']],
      ['a beginning, to the letter', [{ kind: 'prefix', field: 'id', prefix: 'P' }], []],
      [
        'a beginning, in capitals or not',
        [{ kind: 'prefix', field: 'id', prefix: 'Q', anyCase: true }],
        ['q1'],
      ],
      ['that it is there', [{ kind: 'exists', field: 'money' }], ['p3', 'p1', 'p2']],
      [
        'that it is not there',
        [{ kind: 'not', filter: { kind: 'exists', field: 'money.amount' } }],
        ['q1'],
      ],
      [
        'any of several',
        [
          {
            kind: 'any-of',
            filters: [
              { kind: 'one-of', field: 'state', values: ['failed'] },
              {
                kind: 'all-of',
                filters: [
                  { kind: 'one-of', field: 'state', values: ['paid'] },
                  { kind: 'prefix', field: 'id', prefix: 'q' },
                ],
              },
            ],
          },
        ],
        ['q1', 'p2'],
      ],
    ])('by %s', async (_, filters, ids) => {
      expect(idsOf((await page({ filters })).documents)).toEqual(ids);
      const timeoutMs = 5_000;
      expect(await door.count(`${index}*`, { filters, timeoutMs })).toBe(ids.length);
      expect((await scanned({ filters })).flat().sort()).toEqual([...ids].sort());
    });

    test.each<[string, readonly DocumentSort[], readonly string[]]>([
      ['time', byTime, ['q1', 'p3', 'p1', 'p2']],
      [
        'number, what has none last',
        [{ field: 'money.amount.number', type: 'number', order: 'ascending' }, ...byTime],
        ['p1', 'p2', 'p3', 'q1'],
      ],
      [
        'number, downwards, what has none last',
        [{ field: 'money.amount.number', type: 'number', order: 'descending' }, ...byTime],
        ['p3', 'p2', 'p1', 'q1'],
      ],
      [
        'what nobody has, and then by id',
        [
          { field: 'ended', type: 'date', order: 'descending' },
          { field: 'missed', type: 'number', order: 'ascending' },
          { field: 'unknown', type: 'keyword', order: 'descending' },
          { field: 'id', type: 'keyword', order: 'descending' },
        ],
        ['q1', 'p3', 'p2', 'p1'],
      ],
    ])('goes page by page in the order of %s', async (_, sort, ids) => {
      const pages: string[][] = [];
      let after: PageEnd | undefined;
      do {
        const { documents, end } = await page({ sort, documentsMax: 1, ...(after && { after }) });
        pages.push(idsOf(documents));
        // As a caller gives it back.
        after = end && (JSON.parse(JSON.stringify(end)) as PageEnd);
      } while (after !== undefined);
      expect(pages).toEqual([...ids.map((id) => [id]), []]);
      expect((await scanned({ sort, documentsAtOnce: 1 })).flat()).toEqual(ids);
    });

    test('reads of documents only what is asked for', async () => {
      const filters: readonly DocumentFilter[] = [{ kind: 'one-of', field: 'id', values: ['p1'] }];
      const fields = ['money.amount', 'steps.kind', 'state'];
      const source = { money: { amount: '9' }, steps: [{ kind: 'held' }], state: 'paid' };
      expect((await page({ filters, fields })).documents[0]?.source).toEqual(source);
      for await (const [one] of door.scan(`${index}*`, { filters, fields, timeoutMs: 5_000 })) {
        expect(one?.source).toEqual(source);
      }
      expect.assertions(2);
    });

    test('a scan by column gives single values as they stand, and nothing where there are none', async () => {
      const fields = ['id', 'at', 'state', 'money.amount', 'money.currency', 'unknown'];
      const seen: object[][] = [];
      const scan = { filters: [], fields, documentsAtOnce: 3, timeoutMs: 5_000 };
      for await (const batch of door.scanColumns(`${index}*`, scan)) seen.push([...batch]);
      expect(seen.map(({ length }) => length)).toEqual([3, 1]);
      const columns = payments.map(({ id, at, state, ...rest }) => ({
        ...{ id, at, state },
        ...('amount' in rest && { money: { amount: rest.amount, currency: 'TZS' } }),
      }));
      expect(seen.flat()).toHaveLength(columns.length);
      expect(seen.flat()).toEqual(expect.arrayContaining(columns));
    });

    test('a null stands in no column', async () => {
      const at = '2026-11-04T10:00:00.000Z';
      const place = { index: `${index}-2026-11-04`, id: 'n1' };
      const source = JSON.stringify({ id: 'n1', at, state: null });
      await door.bulk([{ kind: 'index', ...place, source }]);
      const filters: readonly DocumentFilter[] = [{ kind: 'one-of', field: 'id', values: ['n1'] }];
      const timeoutMs = 5_000;
      while ((await door.count(`${index}*`, { filters, timeoutMs })) === 0) {
        await new Promise((next) => setTimeout(next, 50));
      }
      const scan = { filters, fields: ['at', 'state'], timeoutMs };
      const seen: object[] = [];
      for await (const batch of door.scanColumns(`${index}*`, scan)) seen.push(...batch);
      expect(seen).toEqual([{ at }]);
    });

    test('a scan by column of what has several values is an error', async () => {
      const scan = async () => {
        const filters: readonly DocumentFilter[] = [
          { kind: 'one-of', field: 'id', values: ['q1'] },
        ];
        const fields = ['steps.kind'];
        for await (const batch of door.scanColumns(`${index}*`, {
          filters,
          fields,
          timeoutMs: 5_000,
        })) {
          expect(batch).toBe('never');
        }
      };
      await expect(scan()).rejects.toThrow('steps.kind has 2 values');
    });

    test('a scan gives all there is in batches, and ends when it is left', async () => {
      const batches = await scanned({ documentsAtOnce: 3 });
      expect(batches.map(({ length }) => length)).toEqual([3, 1]);
      let seen = 0;
      const one = { filters: [], documentsAtOnce: 1, timeoutMs: 5_000 };
      for await (const batch of door.scan(`${index}*`, one)) {
        seen += batch.length;
        if (seen === 2) break;
      }
      expect(seen).toBe(2);
    });

    test('a scan ends with an error when it is told to', async () => {
      const enough = new AbortController();
      const scan = async () => {
        const signal = enough.signal;
        const one = { filters: [], documentsAtOnce: 1, timeoutMs: 5_000, signal };
        for await (const batch of door.scan(`${index}*`, one)) {
          enough.abort(new Error(`enough with ${batch.length}`));
        }
      };
      await expect(scan()).rejects.toThrow();
      expect(enough.signal.aborted).toBe(true);
    });

    test('where there is no index yet nothing is found, scanned or counted', async () => {
      const nowhere = `${index}x-alias`;
      const [filters, timeoutMs] = [[], 5_000];
      expect(await door.count(nowhere, { filters, timeoutMs })).toBe(0);
      const search = { filters, sort: byTime, documentsMax: 1, timeoutMs };
      expect(await door.search(nowhere, search)).toEqual({ documents: [], end: undefined });
      for await (const batch of door.scan(nowhere, { filters, timeoutMs })) {
        expect(batch).toBe('nothing');
      }
    });
  });

  test('what is not there reads as such', async () => {
    expect(await door.read(index, [{ id: '1' }])).toEqual([undefined]);
    expect(await door.read(index, [])).toEqual([]);
  });

  test('routed documents are found by their routing', async () => {
    const routed = { index, id: '1', routing: '3' };
    await door.bulk([{ kind: 'index', ...routed, source: '{"a":1}' }]);
    const [found] = await door.read(index, [routed]);
    expect(found?.source).toEqual({ a: 1 });
  });

  test('a cluster that answers is healthy', async () => {
    await expect(door.checkHealth()).resolves.toBeUndefined();
  });
}
