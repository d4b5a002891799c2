import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  statementLineSchema,
  type AmsBooking,
  type StatementHead,
  type StatementLine,
} from '../../common/contracts/ams-statement';
import { messageOf } from '../../common/message-of';
import { CannotRun } from '../../common/terminal';

export interface Statement {
  readonly head: StatementHead;
  readonly bookings: AsyncIterable<AmsBooking>;
}

/** `-` is what is piped in. @throws CannotRun, also while its bookings are read, for what is no whole statement */
export async function openStatement(path: string): Promise<Statement> {
  const lines = linesOf(path);
  const first = await lines.next();
  if (first.done === true || first.value.kind !== 'head') {
    throw new CannotRun(`${path} is no statement: its first line is no head`);
  }
  return { head: first.value, bookings: bookingsIn(lines, path) };
}

async function* bookingsIn(
  lines: AsyncIterable<StatementLine>,
  path: string,
): AsyncGenerator<AmsBooking> {
  let bookings = 0;
  let isWhole = false;
  for await (const line of lines) {
    if (line.kind === 'booking') {
      bookings += 1;
      yield line;
    } else isWhole = line.kind === 'end' && line.bookings === bookings;
  }
  if (!isWhole) throw new CannotRun(`${path} is not whole: make it anew with hub statement`);
}

async function* linesOf(path: string): AsyncGenerator<StatementLine> {
  const input = path === '-' ? process.stdin : createReadStream(path);
  let number = 0;
  try {
    for await (const text of createInterface({ input })) {
      number += 1;
      yield statementLineSchema.parse(JSON.parse(text));
    }
  } catch (error) {
    throw new CannotRun(`${path}, line ${number}: ${messageOf(error)}`);
  } finally {
    input.destroy();
  }
}
