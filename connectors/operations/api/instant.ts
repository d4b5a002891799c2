import { Problem } from '../../common/api/problems';
import { formatDateTime, parseDateTime } from '../../common/time';
import { translated } from '../../common/words/languages';
import { apiWords } from './api-words';

type Where = { readonly parameter: string } | { readonly pointer: string };

/** As Elasticsearch knows times. @throws Problem for one that is in no calendar, named by where it stands in the request */
export function instantOf(text: string, where: Where): string {
  const epochMs = parseDateTime(text);
  if (epochMs !== undefined) return formatDateTime(epochMs);
  const detail = translated(apiWords, (said) => said.noInstant);
  throw new Problem('invalid-request', { errors: [{ ...where, detail }] });
}

/**
 * @param where the end of the range stands in the request
 * @throws Problem for a range that ends before it begins: nothing is ever found in it
 */
export function refuseReversed(isReversed: boolean, where: Where): void {
  if (!isReversed) return;
  const detail = translated(apiWords, (said) => said.reversed);
  throw new Problem('invalid-request', { errors: [{ ...where, detail }] });
}

/** By the time that they mean: years after 9999 are written in another way. */
export function isReversed(from: string | undefined, to: string | undefined): boolean {
  const [fromMs, toMs] = [from, to].map((one) => parseDateTime(one ?? ''));
  return fromMs !== undefined && toMs !== undefined && toMs < fromMs;
}
