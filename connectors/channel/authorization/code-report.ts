import { z } from 'zod';
import { codeStateSchema } from '../../common/contracts/authorizations';

/** How a code that was asked for beforehand stands: `AuthorizationCode` in openapi.yaml. Not the code itself. */
const codeReportSchema = z.strictObject({
  authorizationCodeId: z.string(),
  clientCorrelationId: z.string(),
  state: z.enum(['RECEIVED', ...codeStateSchema.options]),
  validUntil: z.string().optional(),
});
export type CodeReport = z.output<typeof codeReportSchema>;

/** What the code's process answers when it is asked how it stands. */
export const codeAnswerSchema = z.object({
  /** Null when no request was compared. */
  sameRequest: z.boolean().nullable(),
  report: codeReportSchema,
});
export type CodeAnswer = z.output<typeof codeAnswerSchema>;
