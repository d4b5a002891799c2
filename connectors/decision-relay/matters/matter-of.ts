/** What waits for a person, as the back office reads it: pure. */
import type { IncidentMatter, PaymentMatter } from '../../common/contracts/back-office';
import { incidentTexts } from '../../common/contracts/matter-words';
import { mayBeCorrected } from '../../common/contracts/operator';
import { operatorMatters } from '../../common/contracts/operator-matters';
import { storedLanguage } from '../../common/words/languages';
import { isWorkers, type Incident } from '../incidents/incident';
import { decisionOf, type WaitingPayment } from '../waiting/waiting-payment';

/** By job type the variables that the step reads. */
export type JobInputs = ReadonlyMap<string, readonly string[]>;

export function paymentMatter(payment: WaitingPayment, nowMs: number): PaymentMatter {
  const { what, advice, verdict } = operatorMatters[payment.reason];
  const { tenant, side, transactionId, transferId, since, reason, choices } = payment;
  const decisionId = decisionOf(payment);
  const [decision = ''] = choices;
  return {
    ...{ kind: 'payment', version: 1, state: 'waiting' },
    ...{ tenant, side, transactionId, transferId, since, reason, verdict, what },
    toldAt: new Date(nowMs).toISOString(),
    whatToDo: advice,
    amount: payment.amount ?? null,
    errorInformation: payment.error ?? null,
    processInstanceKey: payment.processInstanceKey,
    elementId: payment.elementId,
    choices: decisionId === undefined ? [...choices] : [],
    // Narrowed to what is decided.
    ...(decisionId !== undefined && { decided: { decisionId, decision } }),
  };
}

export function incidentMatter(
  incident: Incident,
  jobInputs: JobInputs,
  nowMs: number,
): IncidentMatter {
  const jobType = isWorkers(incident) ? jobTypeIn(incident.message) : undefined;
  const read = jobType === undefined ? [] : (jobInputs.get(jobType) ?? []);
  const { processInstanceKey, elementId, process, errorType } = incident;
  const message = withoutQuotations(incident.message);
  return {
    ...{ kind: 'incident', version: 1, state: 'waiting' },
    ...{ processInstanceKey, elementId, process, errorType, message },
    incidentKey: incident.key,
    since: incident.createdAt,
    toldAt: new Date(nowMs).toISOString(),
    ...incidentTexts({ process, elementId }, storedLanguage),
    jobKey: incident.jobKey ?? null,
    elementInstanceKey: incident.elementInstanceKey ?? null,
    jobType: jobType ?? null,
    variables: mayBeCorrected.filter((name) => read.includes(name)),
    tenant: incident.tenant ?? null,
    transactionId: incident.transactionId ?? null,
    transferId: incident.transferId ?? null,
  };
}

/** What stands in quotation marks is a value, and may be somebody's name. */
function withoutQuotations(message: string): string {
  return message.replace(/"[^"]*"/g, '"[redacted]"');
}

/** Workers name their step: `Quote (ams:quote-payee:1) cannot work.` See describeProblem. */
function jobTypeIn(message: string): string | undefined {
  return /\(([a-z-]+:[a-z-]+:\d+)\) /.exec(message)?.[1];
}
