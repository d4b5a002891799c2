/** @mojaloop/central-services-error-handling 13 ships no types; these are the parts that we use. */
declare module '@mojaloop/central-services-error-handling' {
  export interface FspiopError extends Error {
    readonly httpStatusCode: number;
    toApiErrorObject(options: { includeCauseExtension: boolean }): {
      errorInformation: {
        errorCode: string;
        errorDescription: string;
        extensionList?: { extension: { key: string; value: string }[] };
      };
    };
  }
  export interface ErrorCode {
    readonly code: string;
    readonly name: string;
    readonly message: string;
  }
  export const Enums: { readonly FSPIOPErrorCodes: Readonly<Record<string, ErrorCode>> };
  export const Factory: {
    createFSPIOPError(
      code: ErrorCode,
      message?: string,
      cause?: unknown,
      replyTo?: unknown,
      extensions?: { key: string; value: string }[],
    ): FspiopError;
  };
}
