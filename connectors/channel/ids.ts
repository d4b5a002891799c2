/** By what an app names what it has asked for: a payment, a request to pay or a code. */
import { Problem } from '../common/api/problems';
import { checkClientCorrelationId, checkId } from './openapi';

/** @throws Problem for an id that is none */
export function checkedId(id: string): string {
  const errors = checkId(id);
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  return id;
}

/** @throws Problem where the query has none, or one that is none */
export function readCorrelationId({
  clientCorrelationId,
}: Readonly<Record<string, unknown>>): string {
  const checked = checkClientCorrelationId(clientCorrelationId);
  if ('errors' in checked) throw new Problem('invalid-request', { errors: checked.errors });
  return checked.value;
}
