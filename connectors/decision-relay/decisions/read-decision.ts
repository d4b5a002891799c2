import { decisionSchema, digestOf, type OperatorDecision } from '../../common/contracts/decisions';
import { parseJson } from '../../common/json';

/** A record of the topic of decisions, as far as it can be understood. */
export type ReadDecision = { readonly digest: string } & (
  | { readonly decision: OperatorDecision }
  | { readonly decision?: undefined; readonly decisionId: string | null; readonly problem: string }
);

/** Longer ones are no decision of a person. */
const lengthMax = 100_000;

export function readDecision(value: string | undefined): ReadDecision {
  const text = value ?? '';
  const digest = digestOf(text);
  const raw = text.length > lengthMax ? undefined : parseJson(text);
  const { success, data, error } = decisionSchema.safeParse(raw);
  if (success) return { digest, decision: data };
  const id = (raw as { decisionId?: unknown } | null | undefined)?.decisionId;
  // The places, not the values: nobody knows what stands there.
  const problems = error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  return {
    digest,
    decisionId: typeof id === 'string' && id.length <= 128 ? id : null,
    problem: `This is no decision of version 1: ${problems.join('; ').slice(0, 500)}`,
  };
}
