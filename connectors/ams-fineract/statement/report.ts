/**
 * The report that Fineract is given once, and runs for `hub statement`. None of its own lists the rows of all accounts
 * with the transferCode beside them, and accounts without bookkeeping have no journal entries.
 */

/** The permission to run it is called `READ_` and this. */
export const reportName = 'Payment Hub bookings';

/** Rows of deposits, withdrawals and holds: Fineract's numbers of them. */
export const rowKinds = { '1': 'credit', '2': 'debit', '20': 'hold' } as const;

/** What Fineract writes beside each row of its interoperation API. */
export const hubsRoutingCode = 'INTEROPERATION';

export const reportColumns = [
  'bookingId',
  'type',
  'reversed',
  'amount',
  'currency',
  'transferCode',
  'routingCode',
  'releasedBy',
  'bookedAt',
] as const;

/**
 * Pages by row number, so that none is left out or told twice while others are booked. A user sees the rows of its own
 * office and those below it, as in Fineract's own reports. Open holds come whenever they were made.
 */
const reportSql = `
select t.id as "bookingId", t.transaction_type_enum as "type", t.is_reversed as "reversed", t.amount as "amount",
  a.currency_code as "currency", p.receipt_number as "transferCode", p.routing_code as "routingCode",
  t.release_id_of_hold_amount as "releasedBy", t.created_on_utc as "bookedAt"
from m_savings_account_transaction t
join m_savings_account a on a.id = t.savings_account_id
join m_office o on o.id = t.office_id
join m_payment_detail p on p.id = t.payment_detail_id
where t.id > \${after} and t.transaction_type_enum in (1, 2, 20) and t.is_reversal = false
  and p.receipt_number is not null and p.receipt_number <> ''
  and o.hierarchy like concat('\${currentUserHierarchy}', '%')
  and (t.submitted_on_date >= '\${from}'
    or (t.transaction_type_enum = 20 and t.is_reversed = false and coalesce(t.release_id_of_hold_amount, 0) = 0))
order by t.id limit \${limit}`;

/** Body of `POST /reports`, by somebody who may do that. */
export const reportDefinition = {
  reportName,
  reportType: 'Table',
  reportCategory: 'Savings',
  description: 'What was booked for payments, by transferCode: read by hub statement',
  reportSql: reportSql.trim().replaceAll(/\s+/g, ' '),
  useReport: true,
};
