import fc from 'fast-check';
import { readBulk } from './read-bulk';

const index = 'zeebe-record_process-message-subscription_8.5.8_2026-11-28';

const actionOf = (id: string, of = index) =>
  JSON.stringify({ index: { routing: id.split('-')[0], _index: of, _id: id } });

const bulkOf = (documents: readonly string[], lineEnd = '\n') =>
  Buffer.from(
    documents.map((one, at) => [actionOf(`2-${at + 1}`), one, ''].join(lineEnd)).join(''),
  );

/** Whatever a document may hold: line ends in a JSON text are always escaped. */
const document = fc
  .record({
    partitionId: fc.nat(),
    value: fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
  })
  .map((value) => JSON.stringify(value));

test('every document comes out with the bytes that went in, and with its own key', () => {
  fc.assert(
    fc.property(
      fc.array(document, { minLength: 1, maxLength: 20 }),
      fc.constantFrom('\n', '\r\n'),
      (documents, lineEnd) => {
        const records = readBulk(bulkOf(documents, lineEnd));
        expect(records.map((one) => one.document.toString('utf8'))).toEqual(documents);
        expect(records.map(({ key }) => key)).toEqual(documents.map((_, at) => `2-${at + 1}`));
      },
    ),
  );
});

test('of a bulk that was cut anywhere, nothing is taken, unless it was cut between two records', () => {
  const countOf = (body: Buffer): number | 'refused' => {
    try {
      return readBulk(body).length;
    } catch {
      return 'refused';
    }
  };
  fc.assert(
    fc.property(fc.array(document, { minLength: 1, maxLength: 3 }), fc.nat(), (documents, at) => {
      const whole = bulkOf(documents);
      const cut = whole.subarray(0, at % whole.length);
      const ends = documents.map((_, count) => bulkOf(documents.slice(0, count)).length);
      const records = ends.indexOf(cut.length);
      expect(countOf(cut)).toBe(records > 0 ? records : 'refused');
    }),
  );
});

test('numbers that no double holds, escaped line ends and a document of megabytes are left as they are', () => {
  const documents = [
    '{"key":9007199254740993,"value":{"amount":1.0E21,"zero":-0.0}}',
    '{"value":"a\\nb\\r\\n\\u2028"}',
    `{"value":"${'ä'.repeat(3_000_000)}"}`,
  ];
  const records = readBulk(bulkOf(documents));
  expect(records.map((one) => one.document.toString('utf8') === documents.shift())).toEqual([
    true,
    true,
    true,
  ]);
});

test('an action is read the same, however its JSON is written', () => {
  const usual = readBulk(Buffer.from(`${actionOf('3-77')}\n{}\n`));
  const others = [
    `{"index":{"_id":"3-77","_index":"${index}"}}`,
    ` { "index" : {"routing":"3","_index":"${index}","_id":"3-77","if_seq_no":1} }`,
    `{"index":{"routing":"3","_index":"${index.replace('zeebe', '\\u007aeebe')}","_id":"3-77"}}`,
    actionOf('3-77').padEnd(1_000),
  ];
  for (const one of others) expect(readBulk(Buffer.from(`${one}\n{}\n`))).toEqual(usual);
});

test('a record says its partition, and by its index of what it is and who wrote it', () => {
  const [record] = readBulk(Buffer.from(`${actionOf('3-6755399441055744')}\n{}\n`));
  expect(record).toMatchObject({
    key: '3-6755399441055744',
    partitionId: 3,
    kind: { valueType: 'PROCESS_MESSAGE_SUBSCRIPTION', brokerVersion: '8.5.8' },
  });
  const other = 'eu_variable_8.5.0-rc1_2026-11-28';
  const [named] = readBulk(Buffer.from(`${actionOf('1-1', other)}\n{}\n`));
  expect(named?.kind).toEqual({ valueType: 'VARIABLE', brokerVersion: '8.5.0-rc1' });
});

test.each([
  ['nothing', '', 'is empty'],
  ['an empty line', '\n', 'line 2 of the bulk is missing'],
  ['no JSON', 'hello\n{}\n', 'line 1 of the bulk is not an action'],
  ['another action', '{"delete":{"_index":"a_b_8.5.8_c","_id":"1-1"}}\n{}\n', 'is not an action'],
  ['an id of others', `${actionOf('lion')}\n{}\n`, 'the _id is no'],
  ['a partition 0', `${actionOf('0-7')}\n{}\n`, 'the _id is no'],
  ['an index of others', `${actionOf('1-7', 'logs-2026')}\n{}\n`, 'the _index of 1-7 is no'],
  ['an action alone', `${actionOf('1-7')}\n`, 'line 2 of the bulk is missing'],
  ['no line end', `${actionOf('1-7')}\n{}`, 'line 2 of the bulk does not end'],
  [
    'a document that is none',
    `${actionOf('1-7')}\n"{}"\n`,
    'the document of 1-7 is no JSON object',
  ],
  ['half a document', `${actionOf('1-7')}\n{"a":\n`, 'the document of 1-7 is no JSON object'],
])('%s is refused, with the place', (_what, body, problem) => {
  expect(() => readBulk(Buffer.from(body))).toThrow(problem);
});
