import type { z } from 'zod';
import { correlationKey } from '../common/contracts/keys';
import type { Asker } from '../common/runtime';

export interface StateQuestion {
  /** The message that the process hears the question by. */
  readonly message: string;
  readonly tenant: string;
  /** Of the payment, the request or the code. */
  readonly id: string;
  /** Of a request that came again; null for a GET. */
  readonly repeatedHash: string | null;
}

/**
 * Only the process knows what it was asked for and how it stands: the hub keeps no table of requests. It stays for the
 * dedupe window after its end, so that undefined says: there is none.
 */
export async function askState<Schema extends z.ZodType>(
  asker: Asker,
  { message: name, tenant, id, repeatedHash }: StateQuestion,
  schema: Schema,
  timeoutMs: number,
): Promise<z.output<Schema> | undefined> {
  const message = {
    ...{ name, correlationKey: correlationKey(tenant, id), timeToLiveMs: timeoutMs },
    variables: { repeatedHash },
  };
  const answer = await asker.ask({ message, timeoutMs });
  return answer === undefined ? undefined : schema.parse(answer);
}
