/** A message's body as people read it. Pure. */
import { laidOutJson } from '../../../kit/laid-out';

export interface Body {
  readonly text: string;
  readonly bytes: number;
  readonly isBase64?: boolean;
  readonly isCut?: boolean;
  readonly isWithoutCodes?: boolean;
}

/** Laid out. Undefined: it is no JSON, not whole, or a digit of it would change. */
export function tidied({ text, isBase64, isCut }: Body): string | undefined {
  return isBase64 === true || isCut === true ? undefined : laidOutJson(text);
}
