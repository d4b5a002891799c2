import { Problem } from '../../common/api/problems';
import { formatDateTime, parseDateTime } from '../../common/time';

/** As Elasticsearch knows times. @throws Problem for one that is in no calendar, named by where it stands in the request */
export function instantOf(
  text: string,
  where: { readonly parameter: string } | { readonly pointer: string },
): string {
  const epochMs = parseDateTime(text);
  if (epochMs !== undefined) return formatDateTime(epochMs);
  throw new Problem('invalid-request', { errors: [{ ...where, detail: 'is no date and time' }] });
}
