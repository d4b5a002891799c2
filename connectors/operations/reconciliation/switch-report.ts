/** The scheme's own records of a day, as CSV: one line for each transfer, and one for each position. */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { moneySchema } from '../../common/contracts/fspiop';
import { parseExact } from '../../common/decimal/exact';
import { messageOf } from '../../common/message-of';
import { withoutTrailingZeros } from '../../common/money';
import { CannotRun } from '../../common/terminal';
import { parseDateTime } from '../../common/time';
import type { SwitchTransfer } from './facts';
import type { Position } from './positions';

const fsp = z.string().min(1).max(128);

const transferSchema = z
  .object({
    transferId: z.string().min(1).max(128),
    // Committed, and paid between the DFSPs since.
    state: z
      .enum(['RECEIVED', 'RESERVED', 'COMMITTED', 'SETTLED', 'ABORTED'])
      .transform((state) => (state === 'SETTLED' ? 'COMMITTED' : state)),
    amount: z.string().transform(withoutTrailingZeros).pipe(moneySchema.shape.amount),
    currency: moneySchema.shape.currency,
    payer: fsp,
    payee: fsp,
    completed: z.string().transform((text, context) => {
      const atMs = parseDateTime(text);
      if (atMs !== undefined) return atMs;
      context.addIssue({ code: 'custom', message: 'no date and time' });
      return z.NEVER;
    }),
  })
  .transform(
    ({ transferId, state, amount, currency, payer, payee, completed }): SwitchTransfer => ({
      ...{ transferId, state, amount: { amount, currency } },
      ...{ payerFsp: payer, payeeFsp: payee, completedMs: completed },
    }),
  );

const signed = z.string().refine((text) => {
  try {
    parseExact(text);
    return !text.endsWith('%');
  } catch {
    return false;
  }
}, 'no decimal number');

const positionSchema = z.object({
  currency: moneySchema.shape.currency,
  opening: signed,
  closing: signed,
});

/** @throws CannotRun with file and line for what is no such report */
export function readTransfers(paths: readonly string[]): AsyncGenerator<SwitchTransfer> {
  return readRows(paths, transferSchema);
}

/** @throws CannotRun */
export async function readPositions(path: string): Promise<readonly Position[]> {
  const positions: Position[] = [];
  for await (const position of readRows([path], positionSchema)) positions.push(position);
  return positions;
}

async function* readRows<Row>(
  paths: readonly string[],
  schema: z.ZodType<Row>,
): AsyncGenerator<Row> {
  for (const path of paths) {
    const rows = createReadStream(path).on('error', (error) => parser.destroy(error));
    const parser = parse({ columns: true, bom: true, info: true, skip_empty_lines: true });
    try {
      for await (const { record, info } of rows.pipe(parser) as AsyncIterable<CsvRow>) {
        const parsed = schema.safeParse(record);
        if (parsed.success) yield parsed.data;
        else throw new CannotRun(`${path}, line ${info.lines}: ${problemOf(parsed.error)}`);
      }
    } catch (error) {
      if (error instanceof CannotRun) throw error;
      throw new CannotRun(`${path}: ${messageOf(error)}`);
    } finally {
      rows.destroy();
    }
  }
}

interface CsvRow {
  readonly record: unknown;
  readonly info: { readonly lines: number };
}

function problemOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
