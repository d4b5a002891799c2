/** The FSPIOP error codes (API Definition 1.1, 7.6) that the real switch itself gives, in its words. */
const names = {
  '1001': 'Destination communication error',
  '2001': 'Internal server error',
  '2002': 'Not implemented',
  '3000': 'Generic client error',
  '3001': 'Unacceptable version requested',
  '3002': 'Unknown URI',
  '3003': 'Add Party information error',
  '3100': 'Generic validation error',
  '3101': 'Malformed syntax',
  '3102': 'Missing mandatory element',
  '3103': 'Too many elements',
  '3106': 'Modified request',
  '3200': 'Generic ID not found',
  '3201': 'Destination FSP Error',
  '3204': 'Party not found',
  '3208': 'Transfer ID not found',
  '3303': 'Transfer expired',
  '4001': 'Payer FSP insufficient liquidity',
  '4200': 'Payer limit error',
} as const;

export type SwitchErrorCode = keyof typeof names;

export interface Extension {
  readonly key: string;
  readonly value: string;
}

export interface ErrorBody {
  readonly errorInformation: {
    readonly errorCode: string;
    readonly errorDescription: string;
    readonly extensionList?: { readonly extension: readonly Extension[] };
  };
}

/** FSPIOP 7.3.10: an ErrorDescription has at most 128 characters. The real switch cuts. */
const descriptionLengthMax = 128;

export function errorBody(
  code: SwitchErrorCode,
  detail?: string,
  extension?: readonly Extension[],
): ErrorBody {
  const description = detail === undefined ? names[code] : `${names[code]} - ${detail}`;
  return {
    errorInformation: {
      errorCode: code,
      errorDescription: description.slice(0, descriptionLengthMax),
      ...(extension !== undefined && { extensionList: { extension } }),
    },
  };
}

/** Thrown while a request is looked at: it is answered at once and goes no further. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.errorInformation.errorDescription);
  }
}

const httpStatuses: Partial<Record<SwitchErrorCode, number>> = {
  '3001': 406,
  '3002': 404,
  '2002': 501,
};

export function refused(code: SwitchErrorCode, detail?: string, extension?: readonly Extension[]) {
  return new RefusedRequest(httpStatuses[code] ?? 400, errorBody(code, detail, extension));
}
