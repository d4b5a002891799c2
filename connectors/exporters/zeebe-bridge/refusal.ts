/** Every answer but success: the exporter then repeats the whole bulk, for as long as it takes. */

/** Stands in metrics and in answers. */
export type RefusalReason =
  | 'unauthorized'
  | 'unknown-call'
  | 'not-understood'
  | 'too-large'
  | 'too-much-at-once'
  | 'broken-off'
  | 'before-not-written'
  | 'no-partition'
  | 'record-too-large'
  | 'not-written';

interface Kind {
  readonly status: number;
  /** It will not pass by itself. */
  readonly needsPerson: boolean;
}

export const refusalKinds: Readonly<Record<RefusalReason, Kind>> = {
  unauthorized: { status: 401, needsPerson: true },
  'unknown-call': { status: 404, needsPerson: true },
  'not-understood': { status: 400, needsPerson: true },
  'too-large': { status: 413, needsPerson: true },
  'too-much-at-once': { status: 429, needsPerson: false },
  'broken-off': { status: 400, needsPerson: false },
  'before-not-written': { status: 503, needsPerson: false },
  'no-partition': { status: 503, needsPerson: true },
  'record-too-large': { status: 503, needsPerson: true },
  'not-written': { status: 503, needsPerson: false },
};

export class Refusal extends Error {
  override readonly name = 'Refusal';

  /** @param message what happened and what to do, without a word of any document */
  constructor(
    readonly reason: RefusalReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
