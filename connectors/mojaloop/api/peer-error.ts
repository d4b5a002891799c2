import { z } from 'zod';
import {
  errorInformationSchema,
  extensionListSchema,
  type ErrorInformation,
} from '../../common/contracts/fspiop';
import { fittingDescription } from '../../common/fspiop-errors';

/** Only the code must be right; the rest of what peers write is taken as far as it is usable. */
const lenientSchema = z.object({
  errorInformation: z.object({
    errorCode: errorInformationSchema.shape.errorCode,
    errorDescription: z.string().min(1).catch('(no description)'),
    extensionList: extensionListSchema.optional().catch(undefined),
  }),
});

/** The FSPIOP error in a peer's answer or callback, its code as it came, or undefined if there is none. */
export function peerErrorOf(body: unknown): ErrorInformation | undefined {
  const parsed = lenientSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { errorCode, errorDescription, extensionList } = parsed.data.errorInformation;
  return {
    errorCode,
    errorDescription: fittingDescription(errorDescription),
    ...(extensionList !== undefined && { extensionList }),
  };
}
