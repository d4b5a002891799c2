import type { Matter } from '../../common/contracts/back-office';
import { parseDateTime } from '../../common/time';

/** How a person reads what waits: what it is, what to do, and what to type. */
export function matterText(matter: Matter, nowMs: number): string {
  const waited = `waits ${ageOf(matter.since, nowMs)}`;
  const head = matter.kind === 'payment' ? paymentHead(matter) : incidentHead(matter);
  const rows = [
    [...head, waited].join('  '),
    `${matter.what}.`,
    ...(matter.kind === 'incident' ? [matter.message] : []),
    ...(matter.kind === 'payment' && matter.errorInformation !== null
      ? [`Error ${matter.errorInformation.errorCode}: ${matter.errorInformation.errorDescription}`]
      : []),
    ...(matter.decided === undefined
      ? [
          matter.whatToDo,
          `hub decide ${idOf(matter)} ${choicesOf(matter)} --why "..."${matter.tenant === null ? ' --tenant <tenant>' : ''}`,
        ]
      : [`${matter.decided.decision} is decided and being done: ${matter.decided.decisionId}`]),
  ];
  return `${rows.join('\n    ')}\n`;
}

function paymentHead(matter: Extract<Matter, { kind: 'payment' }>): string[] {
  const { tenant, side, transferId, amount, reason, verdict } = matter;
  const sum = amount === null ? 'amount unknown' : `${amount.amount} ${amount.currency}`;
  return [tenant, side, transferId, sum, reason, `switch: ${verdict}`];
}

function incidentHead(matter: Extract<Matter, { kind: 'incident' }>): string[] {
  const { incidentKey, process, elementId, errorType, tenant, transferId, transactionId } = matter;
  const payment = transferId ?? transactionId;
  const whose = tenant ?? 'of no known tenant';
  return [`incident ${incidentKey}`, `${process}/${elementId}`, errorType, whose, payment].filter(
    (part): part is string => part !== null,
  );
}

export function idOf(matter: Matter): string {
  return matter.kind === 'payment' ? matter.transferId : matter.incidentKey;
}

function choicesOf(matter: Matter): string {
  if (matter.kind === 'incident') return 'retry';
  const [only, ...others] = matter.choices;
  return others.length === 0 ? (only ?? '') : `<${matter.choices.join('|')}>`;
}

function ageOf(since: string, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - (parseDateTime(since) ?? nowMs)) / 1_000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
