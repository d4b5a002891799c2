/** What was found, for people, for spreadsheets, for programs; line by line, as it is found. */
import { csvLine, csvStart, guard } from '../../common/csv';
import type { Difference } from '../../common/contracts/reconciliations';
import type { Cut, HubPayment } from './facts';
import type { Found } from './reconcile';

export type Format = 'text' | 'csv' | 'json';

export interface Summary {
  readonly compared: number;
  readonly differences: number;
  readonly underWay: number;
  readonly outOfReach: number;
}

interface Shower {
  readonly begin: () => string;
  readonly show: (found: Found) => string;
  readonly end: (summary: Summary) => string;
}

const columns = [
  ...(['differenceId', 'tenant', 'date', 'kind', 'severity', 'side'] as const),
  ...(['transferId', 'transactionId', 'currency', 'hub', 'ams', 'switch'] as const),
  ...(['what', 'whatToDo'] as const),
] satisfies readonly (keyof Difference)[];

export function shower(format: Format, cut: Cut): Shower {
  return { text, csv, json }[format](cut);
}

function text({ tenant, date, untilMs }: Cut): Shower {
  const until = new Date(untilMs).toISOString();
  return {
    begin: () => `${tenant}, ${date}, up to ${until}\n`,
    show: (found) => {
      if (found.kind === 'difference') return differenceText(found.difference);
      if (found.kind === 'under-way') return `\nnot ended: ${paymentText(found.payment)}\n`;
      if (found.kind === 'out-of-reach') {
        return `\nnot proven: ${paymentText(found.payment)}\n  Statement or report begin too late for it: give those of more days.\n`;
      }
      return '';
    },
    end: (summary) => `\n${summaryText(summary)}\n`,
  };
}

function differenceText(one: Difference): string {
  const whose = one.transferId === null ? one.currency : `${one.side}  ${one.transferId}`;
  const said = `hub: ${one.hub}  Fineract: ${one.ams}  switch: ${one.switch}`;
  return `\n${one.kind}  ${whose}\n  ${one.what}\n  ${said}\n  -> ${one.whatToDo}\n`;
}

function paymentText({ side, transferId, transactionId }: HubPayment): string {
  return `${side}  ${transferId}, payment ${transactionId}`;
}

export function summaryText(summary: Summary): string {
  const { compared, differences, underWay, outOfReach } = summary;
  return `${compared} payments compared, ${differences} differences, ${underWay} not ended, ${outOfReach} not proven`;
}

/** Differences only: what a spreadsheet lists. */
function csv(): Shower {
  return {
    begin: () => csvStart + csvLine(columns),
    show: (found) => (found.kind === 'difference' ? csvRow(found.difference) : ''),
    end: () => '',
  };
}

export function* csvOf(differences: readonly Difference[]): Generator<string> {
  yield csvStart + csvLine(columns);
  for (const one of differences) yield csvRow(one);
}

function csvRow(one: Difference): string {
  return csvLine(columns.map((column) => guard(one[column] ?? '')));
}

function json({ tenant, date, fromMs, untilMs }: Cut): Shower {
  const line = (value: object) => `${JSON.stringify(value)}\n`;
  const [from, until] = [fromMs, untilMs].map((atMs) => new Date(atMs).toISOString());
  return {
    begin: () => line({ kind: 'head', version: 1, tenant, date, from, until }),
    show: (found) => (found.kind === 'end' ? '' : line(found)),
    end: (summary) => line({ kind: 'end', ...summary }),
  };
}
