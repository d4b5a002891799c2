/** The report of transfers that a scheme gives its members, made from central-ledger's own books. */

export interface ReportRow {
  readonly transferId: string;
  readonly state: string;
  readonly amount: string;
  readonly currency: string;
  readonly payer: string;
  readonly payee: string;
  readonly completed: string;
}

const columns = [
  'transferId',
  'state',
  'amount',
  'currency',
  'payer',
  'payee',
  'completed',
] as const;

/** Each transfer between two DFSPs in its last state; money that the scheme itself moves has neither. */
const sql = `
select t.transferId, s.enumeration, t.amount, t.currencyId, payer.name, payee.name,
  date_format(c.createdDate, '%Y-%m-%dT%H:%i:%s.000Z')
from transfer t
join transferStateChange c on c.transferStateChangeId =
  (select max(x.transferStateChangeId) from transferStateChange x where x.transferId = t.transferId)
join transferState s on s.transferStateId = c.transferStateId
join transferParticipant a on a.transferId = t.transferId and a.transferParticipantRoleTypeId =
  (select transferParticipantRoleTypeId from transferParticipantRoleType where name = 'PAYER_DFSP')
join transferParticipant b on b.transferId = t.transferId and b.transferParticipantRoleTypeId =
  (select transferParticipantRoleTypeId from transferParticipantRoleType where name = 'PAYEE_DFSP')
join participant payer on payer.participantId = a.participantId
join participant payee on payee.participantId = b.participantId`;

export function reportOf(
  askLedger: (sql: string) => readonly (readonly string[])[],
): readonly ReportRow[] {
  return askLedger(sql.replaceAll(/\s+/g, ' ')).map(
    (cells) =>
      Object.fromEntries(
        columns.map((name, at) => [name, cells[at] ?? '']),
      ) as unknown as ReportRow,
  );
}

export function reportText(rows: readonly ReportRow[]): string {
  const lines = rows.map((row) => columns.map((column) => row[column]).join());
  return `${[columns.join(), ...lines].join('\n')}\n`;
}
