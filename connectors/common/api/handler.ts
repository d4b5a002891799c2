import type { Answer, Call } from './call';

/** What carries out an operation of openapi.yaml. */
export interface Handler {
  /** Its body may be large: it gets the bytes as they came. */
  readonly isLarge: boolean;
  readonly handle: (call: Call) => Promise<Answer>;
}

export function small(handle: Handler['handle']): Handler {
  return { isLarge: false, handle };
}

export function large(handle: Handler['handle']): Handler {
  return { isLarge: true, handle };
}
