import { z } from 'zod';
import { partyIdSchema } from '../../common/contracts/fspiop';

const field = z.string().regex(/^(0[1-9]|[1-9]\d)$/, 'must be two digits, 01 to 99');

/** Where in the scheme's QR codes a merchant stands: one of the templates 26 to 51, whose field 00 names the scheme. */
export const qrCodesSchema = z
  .strictObject({
    /** EMVCo's globally unique identifier of the scheme, such as its domain the other way round. */
    scheme: z.string().regex(/^[ -~]{1,32}$/, 'must be 1 to 32 printable ASCII characters'),
    /** What kind of FSPIOP identifier the codes hold. */
    partyIdType: partyIdSchema.shape.partyIdType.default('BUSINESS'),
    partyIdentifierField: field.default('01'),
    partySubIdOrTypeField: field.default('02'),
  })
  .refine(
    ({ partyIdentifierField, partySubIdOrTypeField }) =>
      partyIdentifierField !== partySubIdOrTypeField,
    {
      path: ['partySubIdOrTypeField'],
      message: 'must be another field than partyIdentifierField',
    },
  );
export type QrCodeSettings = z.output<typeof qrCodesSchema>;
