import type { Collection, CollectionRequest } from './collection';

/**
 * Some requests of the toolkit's own collections are wrong in a way that the collection does not mean to
 * test: headers of another resource, a payee at the payer's DFSP. Played as they are they would be refused
 * for that reason, and what they mean to test would not be. Assertions are never changed.
 */
export function corrected(collection: Collection): Collection {
  return {
    ...collection,
    test_cases: collection.test_cases.map((testCase) => ({
      ...testCase,
      requests: testCase.requests.map(correctedRequest),
    })),
  };
}

function correctedRequest(request: CollectionRequest): CollectionRequest {
  const resource = request.operationPath.split('/')[1] ?? '';
  const { headers = {} } = request;
  const ofParties = ['{$inputs.accept}', '{$inputs.contentType}'];
  const ownHeaders = Object.entries(headers).map(([name, value]) => [
    name,
    resource !== 'parties' && ofParties.includes(value) ? mediaTypeInput(resource) : value,
  ]);
  return {
    ...request,
    headers: Object.fromEntries(ownHeaders) as Record<string, string>,
    body: withPayeeElsewhere(request.body),
  };
}

/** An input of ours: see `payeeInputs`. */
const mediaTypeInput = (resource: string) => `{$inputs.mediaType-${resource}}`;

function withPayeeElsewhere(body: unknown): unknown {
  if (body === undefined) return undefined;
  const text = JSON.stringify(body);
  const payeeAtPayersFsp = '"partyIdentifier":"{$inputs.toIdValue}","fspId":"{$inputs.fromFspId}"';
  return JSON.parse(
    text.replace(payeeAtPayersFsp, payeeAtPayersFsp.replace('fromFspId', 'toFspId')),
  );
}
