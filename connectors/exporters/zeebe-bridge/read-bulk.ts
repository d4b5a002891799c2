/** What the exporter sends to `/_bulk`: lines in pairs, an action and a document. */
import { z } from 'zod';
import { readRecordKey } from '../../common/contracts/engine-records-topic';
import { parseJsonBytes } from '../../common/json';
import { Refusal } from './refusal';

export interface ExportedRecord {
  /** `<partition>-<position>` */
  readonly key: string;
  readonly partitionId: number;
  readonly kind: RecordKind;
  /** The bytes that came, a view of the body. */
  readonly document: Buffer;
}

/** What the name of an index says of its records. */
export interface RecordKind {
  /** As in the document: `PROCESS_INSTANCE`. */
  readonly valueType: string;
  readonly brokerVersion: string;
}

const actionSchema = z.object({ index: z.object({ _index: z.string(), _id: z.string() }) });

/** `zeebe-record_process-instance_8.5.8_2026-11-28`; the prefix has no underscore. */
const indexPattern = /^[^_]+_([a-z]+(?:-[a-z]+)*)_(\d[^_]*)_[^_]+$/;

/** As the exporter writes it, to the byte: read so it costs a fifth of what JSON costs, of all that the bridge does most often. */
const usualAction =
  /^\{"index":\{"routing":"\d{1,4}","_index":"([^"\\]+)","_id":"([1-9]\d{0,3})-(\d{1,19})"\}\}$/;
const usualActionBytesMax = 400;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const [opening, closing] = [0x7b, 0x7d];

/** @throws Refusal when any of it is not what an exporter sends: then none of it is taken */
export function readBulk(body: Buffer): ExportedRecord[] {
  const records: ExportedRecord[] = [];
  const kinds = new Map<string, RecordKind>();
  let lineNumber = 1;
  for (let at = 0; at < body.length; lineNumber += 2) {
    const action = lineAt(body, at, lineNumber);
    const document = lineAt(body, action.next, lineNumber + 1);
    records.push(recordOf(action.bytes, document.bytes, kinds, lineNumber));
    at = document.next;
  }
  if (records.length === 0) throw new Refusal('not-understood', 'the bulk is empty');
  return records;
}

interface Line {
  readonly bytes: Buffer;
  readonly next: number;
}

/** What has no end may have lost more than that: Elasticsearch refuses it too. */
function lineAt(body: Buffer, from: number, lineNumber: number): Line {
  const end = body.indexOf(lineFeed, from);
  if (end === -1) {
    const what = from < body.length ? 'does not end' : 'is missing';
    throw new Refusal('not-understood', `line ${lineNumber} of the bulk ${what}`);
  }
  const hasReturn = end > from && body[end - 1] === carriageReturn;
  return { bytes: body.subarray(from, hasReturn ? end - 1 : end), next: end + 1 };
}

function recordOf(
  action: Buffer,
  document: Buffer,
  kinds: Map<string, RecordKind>,
  lineNumber: number,
): ExportedRecord {
  const { index, key, partitionId } = readUsualAction(action) ?? readAction(action, lineNumber);
  const kind = kinds.get(index) ?? kindOf(index, key);
  kinds.set(index, kind);
  if (document[0] !== opening || document.at(-1) !== closing) {
    throw new Refusal('not-understood', `the document of ${key} is no JSON object in one line`);
  }
  return { key, partitionId, kind, document };
}

interface Action {
  readonly index: string;
  readonly key: string;
  readonly partitionId: number;
}

/** Undefined for every other, which may be right all the same. */
function readUsualAction(line: Buffer): Action | undefined {
  if (line.length > usualActionBytesMax) return undefined;
  const [, index, partitionId, position] = usualAction.exec(line.toString('latin1')) ?? [];
  if (index === undefined || partitionId === undefined) return undefined;
  return { index, key: `${partitionId}-${position}`, partitionId: Number(partitionId) };
}

function readAction(line: Buffer, lineNumber: number): Action {
  const parsed = actionSchema.safeParse(parseJsonBytes(line));
  if (!parsed.success) {
    const wanted = 'an action {"index":{"_index":..,"_id":..}}, the only one that exporters send';
    throw new Refusal('not-understood', `line ${lineNumber} of the bulk is not ${wanted}`);
  }
  const { _index: index, _id: key } = parsed.data.index;
  const place = readRecordKey(key);
  if (place === undefined) {
    throw new Refusal('not-understood', `line ${lineNumber}: the _id is no <partition>-<position>`);
  }
  return { index, key, partitionId: place.partitionId };
}

function kindOf(index: string, key: string): RecordKind {
  const [, type, brokerVersion] = indexPattern.exec(index) ?? [];
  if (type === undefined || brokerVersion === undefined) {
    const wanted = '<prefix>_<value type>_<version>_<date>';
    throw new Refusal('not-understood', `the _index of ${key} is no ${wanted}: no exporter's`);
  }
  return { valueType: type.replaceAll('-', '_').toUpperCase(), brokerVersion };
}
