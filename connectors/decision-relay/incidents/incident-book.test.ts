import type { IncidentRecord } from './exported-records';
import { readRecords } from './exported-records';
import { emptyBook, entered, type IncidentBook } from './incident-book';

/** Lines as Zeebe 8.5.8's exporter sends them. */
function exported(changes: Record<string, unknown> = {}, value: Record<string, unknown> = {}) {
  const action = { index: { routing: '1', _index: 'zeebe-record_incident', _id: '1-80' } };
  const document = {
    ...{ partitionId: 1, position: 80, timestamp: 1_795_000_000_000, key: 2_251_799_813_685_300 },
    ...{ recordType: 'EVENT', valueType: 'INCIDENT', intent: 'CREATED' },
    ...changes,
    value: {
      errorType: 'JOB_NO_RETRIES',
      errorMessage:
        'Book (ams:book-funds:1) cannot work. Payment with transferId t-1 of tenant lion. Mend',
      bpmnProcessId: 'payer-transfer',
      processInstanceKey: 2_251_799_813_685_249,
      elementId: 'bookFunds',
      jobKey: 2_251_799_813_685_290,
      tenantId: '<default>',
      ...value,
    },
  };
  return `${JSON.stringify(action)}\n${JSON.stringify(document)}\n`;
}

describe('what the exporter sends', () => {
  test('is read with its keys exact, beyond what a number holds', () => {
    const key = '9007199254740993123';
    const body = exported().replace('2251799813685300', key);
    expect(readRecords(body).records[0]?.incident.key).toBe(key);
  });

  test('names the payment, as far as the message of a worker does', () => {
    const [record] = readRecords(exported()).records;
    expect(record?.incident).toMatchObject({ tenant: 'lion', transferId: 't-1' });
    const [other] = readRecords(exported({}, { errorMessage: 'Expected FEEL' })).records;
    expect(Object.keys(other?.incident ?? {})).not.toContain('tenant');
  });

  test('names none where the engine quotes what a peer has said', () => {
    const errorMessage =
      "Expected a BOOLEAN, but was 'Book (ams:book-funds:1) failed. Payment with transferId t-9 of tenant buffalo.'";
    const [record] = readRecords(
      exported({}, { errorType: 'EXTRACT_VALUE_ERROR', errorMessage }),
    ).records;
    expect(Object.keys(record?.incident ?? {})).not.toContain('tenant');
    expect(Object.keys(record?.incident ?? {})).not.toContain('transferId');
  });

  test('is kept without the number of a person', () => {
    const errorMessage = 'unknown party +255713803912';
    const [record] = readRecords(exported({}, { errorMessage })).records;
    expect(record?.incident.message).toBe('unknown party [redacted]');
  });

  test('says no job where there was none', () => {
    const [record] = readRecords(exported({}, { jobKey: -1 })).records;
    expect(record?.incident).not.toHaveProperty('jobKey');
  });

  test('of other kinds is passed over; what cannot be understood is named', () => {
    const other = exported({ valueType: 'JOB' }) + exported({ valueType: 'TIMER' });
    const wrong = exported({ position: 'x' });
    const { records, unread } = readRecords(
      `${other}${wrong}{"index":{}}\n{"broken\n${exported()}`,
    );
    expect(records).toHaveLength(1);
    expect(unread).toHaveLength(2);
    expect(unread[0]).toBe('position');
  });
});

describe('the book of open incidents', () => {
  const record = (
    position: number,
    intent: string,
    key: string,
    timestampMs = position,
  ): IncidentRecord => {
    const [read] = readRecords(exported()).records;
    if (read === undefined) throw new Error('the record is not read');
    return {
      ...read,
      position: BigInt(position),
      intent,
      timestampMs,
      incident: { ...read.incident, key },
    };
  };
  const openKeys = (book: IncidentBook) => book.incidents.map(({ key }) => key);
  const begin = emptyBook('2026-11-28T00:00:00.000Z');

  test('holds what was created and not resolved, across bulks', () => {
    const first = entered(begin, [record(1, 'CREATED', 'a'), record(2, 'CREATED', 'b')]);
    const second = entered(first.book, [record(3, 'RESOLVED', 'a')]);
    expect(openKeys(second.book)).toEqual(['b']);
    expect(second.resolved.map(({ key }) => key)).toEqual(['a']);
  });

  test('is not changed by what a broker tells again after a crash, and tells nobody twice', () => {
    const records = [
      record(1, 'CREATED', 'a'),
      record(2, 'CREATED', 'b'),
      record(3, 'RESOLVED', 'a'),
    ];
    const { book } = entered(begin, records);
    for (const again of [records, records.slice(0, 1), records.slice(1)]) {
      expect(entered(book, again)).toEqual({ book, created: [], resolved: [], begunAnew: [] });
    }
  });

  test('drops the incidents of a partition whose log has begun anew, and of no other', () => {
    const onTwo = record(7, 'CREATED', 'two', 10);
    const two = { ...onTwo, incident: { ...onTwo.incident, partitionId: '2' } };
    const { book } = entered(begin, [record(50, 'CREATED', 'old', 50), two]);
    const anew = entered(book, [record(3, 'CREATED', 'new', 60)]);
    expect(anew.begunAnew).toEqual(['1']);
    expect(openKeys(anew.book).sort()).toEqual(['new', 'two']);
  });

  test('says how many it could not keep', () => {
    const many = Array.from({ length: 5_002 }, (_, index) => record(index, 'CREATED', `k${index}`));
    const { book } = entered(begin, many);
    expect({ kept: book.incidents.length, notKept: book.notKept }).toEqual({
      kept: 5_000,
      notKept: 2,
    });
    const after = entered(book, [record(6_000, 'RESOLVED', 'k5001')]);
    expect(after.book.notKept).toBe(1);
  });
});
