/** Rules by which the toolkit answers requests: the first that fits one. */
export interface Rules {
  /** What it does instead of an answer, because it refuses. */
  readonly validation?: readonly object[];
  readonly callback?: readonly object[];
  /** To whom it passes messages on, as a hub. */
  readonly forward?: readonly object[];
}

export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch';
  /** As its specification has it: `/parties/{Type}/{ID}`. */
  readonly path: string;
}

export interface Callback {
  /** FSPIOP-Source. */
  readonly source: string;
  /** Default: the version that the request accepts. */
  readonly contentType?: string;
  readonly body: object;
}

/** Answers with the operation's callback. Within the body, `{$request.body.x}` is filled in. */
export function answer(operation: Operation, callback: Callback): object {
  return rule(operation, 'FIXED_CALLBACK', paramsOf(callback));
}

/** Answers with the callback to the operation's `/error`. */
export function refuse(operation: Operation, callback: Callback): object {
  return rule(operation, 'FIXED_ERROR_CALLBACK', paramsOf(callback));
}

/** Accepts the request and stays silent. */
export function silence(operation: Operation): object {
  return rule(operation, 'NO_CALLBACK', {});
}

/** Passes what `isFrom` or `isTo` a DFSP on to a DFSP. */
export function forward(header: 'fspiop-source' | 'fspiop-destination', fspId: string, to: string) {
  return {
    conditions: { all: [{ fact: 'headers', operator: 'equal', value: fspId, path: header }] },
    event: { type: 'FORWARD', params: { dfspId: to } },
  };
}

function paramsOf({ source, contentType, body }: Callback): object {
  return {
    body,
    headers: {
      'Content-Type': contentType ?? '{$session.negotiatedContentType}',
      Date: '{$function.generic.curDate}',
      'FSPIOP-Source': source,
      'FSPIOP-Destination': '{$request.headers.fspiop-source}',
    },
  };
}

function rule({ method, path }: Operation, type: string, params: object): object {
  return {
    conditions: {
      all: [
        { fact: 'operationPath', operator: 'equal', value: path },
        { fact: 'method', operator: 'equal', value: method },
      ],
    },
    event: { type, params },
  };
}
