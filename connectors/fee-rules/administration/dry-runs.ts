/** Who would pay what if other rules were in force: for transfers that are sent, or for past ones. */
import { translated } from '../../common/words/languages';
import { administrationWords } from './administration-words';
import { setImmediate } from 'node:timers/promises';
import { readJsonBody } from '../../common/api/json-body';
import { Problem } from '../../common/api/problems';
import { checkSchema } from '../../common/api/schema-errors';
import { transferRecordSchema, type TransferRecord } from '../../common/contracts/fees';
import { parseJson } from '../../common/json';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import type { Clock, EpochMs } from '../../common/runtime';
import { parseDateTime } from '../../common/time';
import { decodeUtf8 } from '../../common/utf8';
import { bookOf, DryRun } from '../rule-sets/dry-run';
import { LoadStopped } from '../rule-sets/rule-loader';
import type { RuleSets } from '../rule-sets/rule-sets';
import type { Answer, Call } from '../../common/api/call';
import { large } from '../../common/api/handler';
import { administrationApi } from './api';
import { textOf } from './trials';

export interface PastTransfers {
  /** Throws a Problem where there is no Kafka. */
  readonly kafka: () => Pick<KafkaDoor, 'follow'>;
  readonly topic: string;
  readonly timeoutMs: number;
}

export function dryRunHandlers(
  { administration, book }: Pick<RuleSets, 'administration' | 'book'>,
  past: PastTransfers,
  clock: Clock,
) {
  return {
    dryRun: large(async (call): Promise<Answer> => {
      const { ruleSetId = '' } = call.parameters;
      const text = await textOf(administration, ruleSetId);
      const { evaluator } = await administration.load(text).catch(tooMuchWork);
      if (evaluator === undefined) {
        throw new Problem('unavailable', {
          detail: translated(administrationWords, (said) => said.notUsable),
        });
      }
      const run = new DryRun(book.current(), bookOf(evaluator));
      const looked =
        call.mediaType === 'application/json'
          ? await addPast(run, rangeOf(call), past, clock)
          : await addSent(run, call.body as Buffer, clock.now() + past.timeoutMs, clock);
      return { json: { ruleSetId, ...looked, ...run.report() } };
    }),
  };
}

/** Rules that another release has taken, or a machine with more memory. */
function tooMuchWork(error: unknown): never {
  if (!(error instanceof LoadStopped)) throw error;
  throw new Problem('too-much-work', {
    detail: translated(administrationWords, (said) => said.tooMuch(error.message)),
  });
}

interface Looked {
  /** False: there are more than were looked at. */
  readonly isComplete: boolean;
  /** Records of the topic that are no transfers. */
  readonly unreadable: number;
}

/** So many between two looks at what else there is to do. */
const atOnce = 200;
const lineBytesMax = 65_536;

async function addSent(
  run: DryRun,
  body: Buffer,
  untilMs: EpochMs,
  clock: Pick<Clock, 'now'>,
): Promise<Looked> {
  let line = 0;
  for (let start = 0; start < body.length;) {
    const newline = body.indexOf('\n', start);
    const end = newline < 0 ? body.length : newline;
    line += 1;
    const transfer = readLine(body.subarray(start, end));
    if (typeof transfer === 'string') {
      const detail = translated(administrationWords, (said) => said.line(String(line), transfer));
      throw new Problem('invalid-request', { detail });
    }
    if (transfer !== undefined) run.add(transfer);
    if (line % atOnce === 0) {
      await setImmediate();
      if (clock.now() > untilMs) return { isComplete: false, unreadable: 0 };
    }
    start = end + 1;
  }
  return { isComplete: true, unreadable: 0 };
}

/** Undefined for an empty line; a text says what is wrong. */
function readLine(bytes: Buffer): TransferRecord | string | undefined {
  if (bytes.length > lineBytesMax) return `is longer than ${lineBytesMax} bytes`;
  const text = decodeUtf8(bytes);
  if (text === undefined) return 'is not UTF-8 text';
  if (text.trim() === '') return undefined;
  const parsed = transferRecordSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}`.replace(/^: /, '');
}

interface Range {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly transfersMax: number;
}

const transfersDefault = 10_000;
const rangeBytesMax = 4_096;

function rangeOf({ body }: Call): Range {
  const bytes = body as Buffer;
  if (bytes.length > rangeBytesMax) throw new Problem('body-too-large');
  const checked = checkSchema(administrationApi.bodyCheckOf('dryRun'), readJsonBody(bytes));
  if ('errors' in checked) throw new Problem('invalid-request', { errors: checked.errors });
  const range = checked.value as { from: string; to: string; transfersMax?: number };
  const { transfersMax = transfersDefault } = range;
  const [fromMs, toMs] = [parseDateTime(range.from), parseDateTime(range.to)];
  if (fromMs !== undefined && toMs !== undefined && fromMs < toMs) {
    return { fromMs, toMs, transfersMax };
  }
  const detail = translated(administrationWords, (said) => said.laterThanFrom);
  throw new Problem('invalid-request', { errors: [{ pointer: '/to', detail }] });
}

/** Ends the reading of a topic: there is more than may be looked at. */
class Enough extends Error {
  override readonly name = 'Enough';
}

async function addPast(
  run: DryRun,
  { fromMs, toMs, transfersMax }: Range,
  { kafka, topic, timeoutMs }: PastTransfers,
  clock: Clock,
): Promise<Looked> {
  const door = kafka();
  const untilMs = clock.now() + timeoutMs;
  let count = 0;
  let unreadable = 0;
  try {
    const following = await door.follow({
      topic,
      sinceMs: fromMs,
      apply: (records) => {
        for (const { value } of records) {
          const transfer = transferRecordSchema.safeParse(parseJson(value ?? ''));
          if (!transfer.success) {
            unreadable += 1;
            continue;
          }
          const occurredAtMs = Date.parse(transfer.data.occurredAt);
          if (occurredAtMs < fromMs || occurredAtMs >= toMs) continue;
          if (count === transfersMax) throw new Enough();
          run.add(transfer.data);
          count += 1;
        }
        if (clock.now() > untilMs) throw new Enough();
      },
    });
    await following.stop();
    return { isComplete: true, unreadable };
  } catch (error) {
    if (error instanceof Enough) return { isComplete: false, unreadable };
    const detail = translated(administrationWords, (said) => said.notReadable);
    throw new Problem('unavailable', { detail, cause: error });
  }
}
