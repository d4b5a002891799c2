import { z } from 'zod';
import type { AmsBooking } from '../../common/contracts/ams-statement';
import { parseAmount } from '../../common/money';
import { CannotRun } from '../../common/terminal';
import { formatDateTime, parseDateTime } from '../../common/time';
import type { FineractClient } from '../fineract/client';
import { hubsRoutingCode, reportColumns, reportName, rowKinds } from './report';

const rowsAtOnceUsual = 2_000;

const text = z.string().nullable();
/** PostgreSQL's instants come as ISO 8601, MariaDB's as date and time without a zone, or as their numbers. */
const instantSchema = z.union([
  z.string().transform((value, context) => {
    const atMs = parseDateTime(value);
    if (atMs !== undefined) return formatDateTime(atMs);
    context.addIssue({ code: 'custom', message: 'no date and time' });
    return z.NEVER;
  }),
  z
    .array(z.coerce.number().int())
    .min(5)
    .transform(([year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0]) =>
      formatDateTime(Date.UTC(year, month - 1, day, hour, minute, second)),
    ),
]);

/** In the order of `reportColumns`. MariaDB has 0 and 1 for false and true. */
const rowSchema = z.object({
  row: z.tuple([
    z.string().regex(/^\d+$/),
    z.enum(Object.keys(rowKinds) as [keyof typeof rowKinds]),
    z.union([z.boolean(), z.enum(['0', '1']).transform((one) => one === '1')]),
    z.string(),
    z.string(),
    z.string(),
    text,
    text,
    instantSchema,
  ]),
});

export const reportAnswerSchema = z.object({
  columnHeaders: z.array(z.object({ columnName: z.string() })),
  data: z.array(rowSchema),
});
type Row = z.output<typeof rowSchema>['row'];

/**
 * What was booked since a day of Fineract's own calendar, oldest row first, and all open holds.
 * @throws CannotRun
 */
export async function* readBookings(
  fineract: Pick<FineractClient, 'runReport'>,
  fromDay: string,
  rowsAtOnce = rowsAtOnceUsual,
): AsyncGenerator<AmsBooking> {
  let after = '0';
  for (;;) {
    const parameters = { after, from: fromDay, limit: String(rowsAtOnce) };
    const rows = await page(fineract, parameters);
    for (const row of rows) yield bookingOf(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return;
    [after] = last;
  }
}

async function page(
  fineract: Pick<FineractClient, 'runReport'>,
  parameters: Readonly<Record<string, string>>,
): Promise<readonly Row[]> {
  const { signal } = new AbortController();
  const answer = await fineract.runReport(reportName, parameters, reportAnswerSchema, signal);
  if (!answer.ok)
    throw new CannotRun(`Fineract has not told its bookings: ${advice(answer.detail)}`);
  const columns = answer.value.columnHeaders.map(({ columnName }) => columnName).join();
  if (columns !== reportColumns.join()) {
    throw new CannotRun(
      `Fineract's report "${reportName}" is another one: it tells ${columns}. Give it the one of hub statement --report`,
    );
  }
  return answer.value.data.map(({ row }) => row);
}

function advice(detail: string): string {
  if (detail.includes('error.msg.report.name.not.found')) {
    return `it has no report "${reportName}": give it that of hub statement --report (${detail})`;
  }
  if (detail.includes('error.msg.not.authorized')) {
    return `give amsFineract.username the permission "READ_${reportName}" (${detail})`;
  }
  return detail;
}

function bookingOf(row: Row): AmsBooking {
  const [bookingId, type, reversed, amount, currency, transferId, routingCode, releasedBy] = row;
  const isReleased = releasedBy !== null && releasedBy !== '0';
  return {
    kind: 'booking',
    ...{ bookingId, transferId, what: rowKinds[type] },
    state: reversed ? 'reversed' : isReleased ? 'released' : 'stands',
    amount: parseAmount(amount, currency),
    bookedAt: row[8],
    isHubs: routingCode === hubsRoutingCode,
  };
}
