/** Mojaloop's own SDK, an oracle for signatures and ILP: 300 MB, so it is no package of the project's. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface SignedRequest {
  readonly method: string;
  readonly uri: string;
  /** Names in lower case; what belongs to the signature is added. */
  readonly headers: Record<string, string>;
  /** Becomes a string. */
  body: object | string;
}

interface SdkIlp {
  getResponseIlp(transaction: object): { fulfilment: string; condition: string; ilpPacket: string };
  getTransactionObject(ilpPacket: string): object;
  calculateFulfil(ilpPacket: string): string;
  validateFulfil(fulfilment: string, condition: string): boolean;
  validateIlpAgainstTransferRequest(transfer: object): boolean;
}

interface SdkLogger {
  readonly isDebugEnabled: boolean;
  child(): SdkLogger;
  debug(): void;
  warn(): void;
  error(): void;
}

/** As much of it as is used here: it has no types. */
export interface Sdk {
  readonly Jws: {
    readonly signer: new (config: { signingKey: string; logger: SdkLogger }) => {
      sign(request: SignedRequest): void;
    };
    readonly validator: new (config: {
      validationKeys: Record<string, string>;
      logger: SdkLogger;
    }) => { validate(request: { headers: Record<string, string>; body: object }): boolean };
  };
  readonly Ilp: {
    ilpFactory(version: 'v1' | 'v4', options: { secret: string; logger: SdkLogger }): SdkIlp;
  };
}

/** `packages`: see `ensureConformancePackages`. Its parts for signatures and ILP only: others of its packages are ES modules, which jest does not take. */
export function loadSdk(packages: string): Sdk {
  const folder = join(packages, 'node_modules/@mojaloop/sdk-standard-components');
  const load = createRequire(join(folder, 'package.json'));
  return { Jws: load('./src/lib/jws'), Ilp: load('./src/lib/ilp') };
}

export const sdkLogger: SdkLogger = {
  isDebugEnabled: false,
  child: () => sdkLogger,
  debug: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
