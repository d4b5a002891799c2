import { Problem } from '../../common/api/problems';

/** The owner may have begun it: to begin it here instead would be to pay twice. */
export function nothingKnown(): Problem {
  return new Problem('unavailable', {
    detail:
      'This belongs to an engine that gives no answer just now: whether it has begun, and how it stands, is not known. Send the same request again: that is safe',
    headers: { 'Retry-After': '5' },
  });
}

export function nobodyBegins(): Problem {
  return new Problem('unavailable', {
    detail:
      'No engine begins this just now: nothing was begun by this request. Send the same request again: that is safe',
    headers: { 'Retry-After': '30' },
  });
}

export function underWayElsewhere(engine: string): Problem {
  return new Problem('unavailable', {
    detail:
      'This payment is under way still: nothing was begun by this request. A GET says how it stands; once it has ended, the same request sent again hears how',
    headers: { 'Retry-After': '30' },
    cause: new Error(`by the audit it is under way at the engine ${engine}`),
  });
}
