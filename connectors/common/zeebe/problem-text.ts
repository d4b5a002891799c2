import type { WorkerDefinition } from '../hub/worker';
import type { Job } from './job';

/** Variables that say which payment a job belongs to; fetched for every job. */
export const identifyingVariables = [
  'tenant',
  'transactionId',
  'transferId',
  'quoteId',
  'traceparent',
] as const;

const messageLengthMax = 1_000;

/** For the operator: which step, what happened, to which payment, what to do. */
export function describeProblem(
  { title, type }: WorkerDefinition,
  job: Job,
  what: string,
  advice = '',
): string {
  const payment = `. ${paymentOf(job)}.`;
  // However long what a peer said is, it does not push out whose payment it is.
  const text = `${title} (${type}) ${what}`.slice(0, messageLengthMax - payment.length);
  return advice === '' ? text + payment : `${text}${payment} ${advice}`;
}

/** The value of an identifying variable, if it is there and is text. */
export function identityOf(
  job: Job,
  name: (typeof identifyingVariables)[number],
): string | undefined {
  const value = job.variables[name];
  return typeof value === 'string' ? value : undefined;
}

function paymentOf(job: Job): string {
  const tenant = identityOf(job, 'tenant');
  const owner = tenant === undefined ? '' : ` of tenant ${tenant}`;
  for (const name of ['transactionId', 'transferId', 'quoteId'] as const) {
    const id = identityOf(job, name);
    if (id !== undefined) return `Payment with ${name} ${id}${owner}`;
  }
  return `Process instance ${job.processInstanceKey}${owner}`;
}

const payments =
  /\b(?:Payment with (transactionId|transferId|quoteId) (\S+)|Process instance \S+)(?: of tenant ([a-z0-9-]+))?\./g;

/**
 * The payment that {@link describeProblem} has named in a text, by the names of its variables. What a peer said may name another
 * one: it stands before ours, which is the last.
 */
export function paymentNamedIn(text: string): Readonly<Record<string, string>> {
  const [, name, id, tenant] = [...text.matchAll(payments)].at(-1) ?? [];
  if (name === undefined || id === undefined) return tenant === undefined ? {} : { tenant };
  return { [name]: id, ...(tenant === undefined ? {} : { tenant }) };
}

/** Long numbers (MSISDNs, accounts) that are not a part of a UUID or hash, and e-mail addresses. */
const personal = /(?<![0-9a-z-])\+?\d{6,}(?![0-9a-z-])|[^\s@<>"']+@[^\s@<>"']+/gi;

/** Text from a peer or an exception may name a person, and everybody may read an incident. */
export function withoutPersonalData(text: string): string {
  return text.replace(personal, '[redacted]');
}
