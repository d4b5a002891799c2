/**
 * The variables of payments that began on the diagrams of version 0.1, read as today's: the one place that knows
 * them. Goes with version 0.3, with the workers `former-...`.
 */
type Variables = Readonly<Record<string, unknown>>;

/** What today's variable is made of, where a payment has none. */
const formerNames: Readonly<Record<string, readonly string[]>> = {
  payment: ['request', 'switchName'],
  channel: ['request', 'clientCorrelationId', 'requestHash', 'waitingQuestionId'],
};

/** Which variables a worker must be given that reads these. */
export function namesToFetch(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => [name, ...(formerNames[name] ?? [])]))];
}

export function withFormerVariables(variables: Variables): Variables {
  const { payment, channel, request, switchName } = variables;
  if (payment !== undefined || typeof request !== 'object' || request === null) return variables;
  const { clientCorrelationId, requestHash, waitingQuestionId } = variables;
  const { callbackUrl } = request as { readonly callbackUrl?: unknown };
  const asked = { clientCorrelationId, requestHash, waitingQuestionId, callbackUrl };
  return {
    ...variables,
    payment: {
      ...request,
      origin: 'channel-transfer',
      // Known from the quote on.
      ...(typeof switchName === 'string' && { switchName }),
    },
    channel: channel ?? asked,
  };
}
